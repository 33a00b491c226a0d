"""PostgreSQL's full-text search with one configuration for words and suggestions."""

from typing import Any

from modelsearch.backends.database.postgres import postgres


class PostgresSearchBackend(postgres.PostgresSearchBackend):
    """Suggests with the same configuration, so that "urad" suggests "úřad"."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.autocomplete_config = self.config
