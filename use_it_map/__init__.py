"""Plugin: partner places on the Use It Map."""
