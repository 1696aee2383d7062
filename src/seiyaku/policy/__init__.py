"""The policy file: loading, versions, addendum, and the bits its names keep (policy 0, 11, 12-1)."""
