"""The map's part of the City API."""
