"""Pages of staff in real browsers, served by the real server over the small hall on SQLite."""

import pytest


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url
