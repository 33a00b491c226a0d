"""Notices every change of what cities publish, whoever makes it."""
