"""StreamField blocks of the core. They know no page and no plugin."""
