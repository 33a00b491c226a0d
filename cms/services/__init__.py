"""Everything that changes data, one concept a file."""
