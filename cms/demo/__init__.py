"""Demo content: what a city could show to its newcomers."""
