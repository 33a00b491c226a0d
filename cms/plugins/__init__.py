"""The plugin contract. It needs Django only."""
