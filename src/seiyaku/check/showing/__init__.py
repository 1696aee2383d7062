"""
What a check found, for whoever wants to know: people at a terminal, editors, CI, a page, a lawyer's desk.

Nothing is judged here. Whatever shows findings also says what they are worth: `sayings.NO_ADVICE`.
"""
