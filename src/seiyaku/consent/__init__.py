"""What a person was told and chose: statements, receipts, consents, refusals (policy 4-3, 5-2, 5-4, 12-3)."""
