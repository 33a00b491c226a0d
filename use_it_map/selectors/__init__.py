"""What reads places, one concern a file."""
