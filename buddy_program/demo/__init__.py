"""Demo content: a programme in each city, at different stages, with its history."""
