"""The real server over the small hall, and real browsers before it, on SQLite."""

import pytest


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url
