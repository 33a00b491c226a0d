"""What writes: each step on the way of a participant or a pair."""
