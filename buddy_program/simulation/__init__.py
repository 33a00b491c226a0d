"""Plays a buddy programme for some months, under several ways of matching."""
