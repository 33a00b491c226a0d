"""Pictures drawn by code: no photograph, no stranger's rights, the same each time."""
