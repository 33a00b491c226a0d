"""Everything that reads data for the public, one concept a file."""
