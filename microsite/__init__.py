"""The built-in city site: HTML from one City API operation a page."""
