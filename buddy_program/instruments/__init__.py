"""Questionnaires as versioned data, and how their answers are scored."""
