"""The HTTP API for programs: the door's verbs under /api/v1."""
