"""Commands of the buddy programme."""
