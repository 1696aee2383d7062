"""What staff see: the policy as the first page, and a screen for each of its clauses. Holds no rule and no model."""
