"""
Anonymised information, computed (policy 9; arts. 2(6) and 43): models, metrics, the lattice, the search, risk.

Numbers in, numbers out: a table is a list of distinct cells with how often each occurs, never a list of rows.
Not here: reading and writing files, the law's gates around a release, chance (what is drawn is passed in).
"""
