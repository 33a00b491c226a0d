"""The practical floor: the City API's answers, written by hand in Django."""
