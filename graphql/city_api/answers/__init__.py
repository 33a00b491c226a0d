"""The answer cache: kept answers leave in front of Django's handler."""
