"""How fast the City API answers, beside a hand-written view and its peers.

`python3 tasks.py bench` runs everything; `docs/how-to/develop.md` says how.
"""
