"""Staff and programs: accounts, duties, training, approvals by a second person (policy 2-1, 2-4, 3-1)."""
