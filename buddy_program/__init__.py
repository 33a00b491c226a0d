"""Plugin: the buddy programme that pairs newcomers with locals."""
