"""The check of prose: reads files, hands them to the rules of `core.lint`, and shows what they found."""
