"""Centres to administer."""

import json
from datetime import UTC, datetime

import pytest
from offices import Office

from queue_server.cli.seeding import demo_text
from queue_server.domain.centre_document import document_of
from queue_server.domain.centre_reading import read_centre_file
from queue_server.store.centre_export import export_centre
from queue_server.store.unit import Unit
from queue_server.usecases.seed import seed_centre

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def moment():
    return MONDAY


@pytest.fixture
def seeded(store):
    """The demonstration's centre in a database; returns its id."""
    with Unit(store) as unit:
        return seed_centre(unit, centre_file=read_centre_file(demo_text()), at=MONDAY).centre_id


@pytest.fixture
def document(store):
    """The document of a centre as the database has it."""

    def read(centre_id):
        with store.reading() as connection:
            return json.loads(json.dumps(document_of(export_centre(connection, centre_id))))

    return read


@pytest.fixture
def office(hall, document):
    return Office(hall, document)
