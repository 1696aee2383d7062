"""A small typed client of the HTTP API."""
