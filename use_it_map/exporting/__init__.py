"""Places as files that others can use."""
