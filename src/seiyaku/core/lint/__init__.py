"""Reading a policy as a lawyer would: the tree of its clauses, and what in it the law does not bear."""
