"""Operations compiled to closures: what `execute_sync` does, several times faster."""
