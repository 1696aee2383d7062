"""What the law makes the operator keep: arts. 29 to 31 and the like, under a key per class and month (policy 8)."""
