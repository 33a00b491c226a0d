"""Other APIs over the hub's own models, set up as their documentation says."""
