"""Customers at their own page: asking for a link, proving who they are, step by step (policy 7-1, 7-2)."""
