"""The plugin's part of the City API."""
