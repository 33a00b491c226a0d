"""The programme in the City API: what anybody may read, and what each may do."""
