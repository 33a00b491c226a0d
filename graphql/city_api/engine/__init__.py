"""How the City API finds its data and answers its errors."""
