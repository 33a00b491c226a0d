"""The hub's models, one concept a file."""
