"""What was decided and done: entries, people in them, tiles, checkpoints, receivers, changes (policy 2-1)."""
