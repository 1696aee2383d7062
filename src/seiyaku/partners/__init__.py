"""Partners: who they are, what contract binds them, when they were last supervised (policy 3-2)."""
