"""Pairs newcomers with locals: a pure function over plain data, without a database."""
