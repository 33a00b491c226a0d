"""What reads: no selector changes anything."""
