"""The views of the city sites, one kind of address a file."""
