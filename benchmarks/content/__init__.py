"""The content that is measured: the same in every run, on every machine."""
