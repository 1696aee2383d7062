"""What an auditor is shown: how the machine stands (posture). The history of the lights will be kept here too."""
