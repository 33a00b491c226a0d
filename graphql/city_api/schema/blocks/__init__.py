"""The types of the blocks that bodies are made of."""
