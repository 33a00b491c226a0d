"""The map on paper: a sheet to fold, and an index."""
