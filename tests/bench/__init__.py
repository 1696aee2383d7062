"""Benchmarks: what fast means, beside its peers, in the same run. `make bench`, or `python -m tests.bench G1 L2`."""
