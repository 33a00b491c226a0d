"""Demo content: the places that a city's map could show."""
