"""The independent verifier of Seiyaku ledgers: one file, standard library only."""
