"""What tests of reading places use."""

from tests.city_api.conftest import query, refusal, site_query

__all__ = ["query", "refusal", "site_query"]
