"""What writes places, one concern a file."""
