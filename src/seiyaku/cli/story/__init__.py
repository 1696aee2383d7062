"""The main job, told step by step through the same doors that everybody uses."""
