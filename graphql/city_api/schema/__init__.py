"""The schema's types, one concept a file."""
