"""Template tags of the city sites."""
