"""Seeding brings a database to what a centre file says, and again changes nothing."""

import dataclasses
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from queue_server.domain.centre import CentreSetup
from queue_server.domain.centre_file import CentreFile, CentreFileInvalid
from queue_server.store.centre_export import export_centre
from queue_server.store.engine import Store
from queue_server.store.journal import entries_since
from queue_server.store.setup import setup_of
from queue_server.store.staff import credentials_of, workplaces_of
from queue_server.store.unit import Unit
from queue_server.usecases.seed import Seeded, seed_centre

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)


def seed(store: Store, centre_file: CentreFile) -> Seeded:
    with Unit(store) as unit:
        return seed_centre(unit, centre_file=centre_file, at=MONDAY)


def setup(store: Store, seeded: Seeded) -> CentreSetup:
    with store.reading() as connection:
        return setup_of(store, connection, seeded.centre_id)


def test_a_seeded_centre_is_what_the_file_says(store: Store, demo: CentreFile) -> None:
    centre = setup(store, seed(store, demo))

    assert centre.names == demo.names
    assert [line.letter for line in centre.lines.values()] == [line.letter for line in demo.lines]
    assert [service.code for service in centre.services.values()] == [service.code for service in demo.services]
    assert [counter.number for counter in centre.counters.values()] == list(range(1, 11))
    for entry in demo.counters:
        skills = centre.counter(entry.number).skills
        assert {centre.lines[line].code: rank for line, rank in skills.items()} == entry.skills


def test_hours_hold_in_the_centre_s_own_zone(store: Store, demo: CentreFile) -> None:
    centre = setup(store, seed(store, demo))

    assert centre.timetable(centre.service("identity")).is_open(SATURDAY)
    assert not centre.timetable(centre.service("tax")).is_open(SATURDAY)


def test_seeding_again_changes_nothing(store: Store, demo: CentreFile) -> None:
    first = seed(store, demo)
    version = setup(store, first).version

    again = seed(store, demo)

    assert (again.created, again.changed, again.new_logins) == (0, 0, ())
    assert setup(store, again).version == version
    with store.reading() as connection:
        assert [entry.kind for entry in entries_since(connection, 0)] == ["centre.seeded"]


def test_a_changed_file_changes_what_differs_and_the_version(store: Store, demo: CentreFile) -> None:
    version = setup(store, seed(store, demo)).version
    counters = [dataclasses.replace(demo.counters[0], skills={"police": 1}), *demo.counters[1:]]

    changed = seed(store, dataclasses.replace(demo, counters=counters, wait_target_minutes=20))

    centre = setup(store, changed)
    assert (changed.created, changed.changed) == (0, 2)
    assert (centre.version, centre.wait_target_minutes) == (version + 1, 20)
    assert centre.counter(1).skills == {centre.line("police").id: 1}


def test_two_lines_may_swap_their_letters(store: Store, demo: CentreFile) -> None:
    seed(store, demo)
    first, second, *others = demo.lines
    lines = [
        dataclasses.replace(first, letter=second.letter),
        dataclasses.replace(second, letter=first.letter),
        *others,
    ]

    centre = setup(store, seed(store, dataclasses.replace(demo, lines=lines)))

    assert (centre.line(first.code).letter, centre.line(second.code).letter) == ("B", "A")


def test_people_are_added_without_a_password_and_named(store: Store, demo: CentreFile) -> None:
    seeded = seed(store, demo)

    assert seeded.new_logins == tuple(person.login for person in demo.staff)


def test_a_login_that_another_centre_has_retired_is_a_mistake_and_that_person_stays(
    store: Store, demo: CentreFile
) -> None:
    seed(store, demo)
    other = dataclasses.replace(demo, code="hong-gai", staff=demo.staff[:2])
    with Unit(store) as unit:
        leaving = {"login": demo.staff[1].login}
        unit.connection.execute(text("UPDATE staff SET active = false WHERE login = :login"), leaving)

    with pytest.raises(CentreFileInvalid) as refused:
        seed(store, other)

    assert [(each.place, each.code) for each in refused.value.mistakes] == [
        ("staff[2].login", "staff.retired_elsewhere")
    ]
    with store.reading() as connection:
        rows = connection.execute(
            text("SELECT c.code, s.name FROM staff s JOIN centre c ON c.id = s.centre_id WHERE NOT s.active")
        )
        assert rows.all() == [(demo.code, demo.staff[1].name)]


def test_a_login_of_another_centre_works_at_this_one_too_and_keeps_name_and_password(
    store: Store, demo: CentreFile
) -> None:
    seed(store, demo)
    renamed = dataclasses.replace(demo.staff[0], name="Người khác", roles=("manager",))
    other = dataclasses.replace(demo, code="hong-gai", staff=(renamed,))
    seeded = seed(store, other)
    assert seeded.new_logins == ()
    with store.reading() as connection:
        exported = export_centre(connection, seeded.centre_id).staff
        found = credentials_of(connection, renamed.login)
        assert found is not None
        places = workplaces_of(connection, found.staff.id)
    assert exported == (dataclasses.replace(renamed, name=demo.staff[0].name),)
    assert {place.code: tuple(place.roles) for place in places} == {
        "hong-gai": ("manager",),
        "quang-ninh": tuple(demo.staff[0].roles),
    }
    assert seed(store, other).changed == 0
