"""The City API: everything that city microsites and other programs read."""
