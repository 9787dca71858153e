"""What is worth an alert: a device or a part out of order for longer than patience, and paper nearly out at once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from queue_server.domain.device_alert import SILENT_AFTER, USUAL_PATIENCE, AlertKind, complaints

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def part(state, detail=None, *, ago=timedelta(0), name="printer"):
    return {"name": name, "kind": "printer", "state": state, "detail": detail, "changed_at": (AT - ago).isoformat()}


def wrong(*parts, seen=timedelta(0)):
    return [(each.part, each.kind) for each in complaints("k1", parts, seen_at=AT - seen, at=AT)]


@pytest.mark.parametrize("state", ["offline", "faulty"])
def test_a_part_out_of_order_is_an_alert_from_the_end_of_patience_on(state):
    assert wrong(part(state, "jam", ago=USUAL_PATIENCE - SECOND)) == []
    assert wrong(part(state, "jam", ago=USUAL_PATIENCE)) == [("printer", AlertKind(state))]


@pytest.mark.parametrize("state", ["ready", "busy", "connecting"])
def test_a_part_that_works_is_none_however_long_it_does(state):
    assert wrong(part(state, ago=timedelta(days=1))) == []


def test_paper_nearly_out_is_told_at_once():
    assert wrong(part("ready", "paper_low")) == [("printer", AlertKind.PAPER_LOW)]


def test_a_silent_device_is_one_alert_whatever_its_parts_said_last():
    old = part("faulty", "jam", ago=timedelta(hours=1))
    assert wrong(old, seen=SILENT_AFTER + SECOND) == []
    assert wrong(old, seen=USUAL_PATIENCE) == [("", AlertKind.LOST)]


def test_a_clock_that_runs_faster_makes_nobody_late():
    seen, parts = AT - SILENT_AFTER * 60, [part("faulty", ago=USUAL_PATIENCE * 60 - SECOND)]
    assert list(complaints("k1", parts, seen_at=seen, at=AT, rate=60)) == []
    parts = [part("faulty", ago=USUAL_PATIENCE * 60)]
    assert [each.kind for each in complaints("k1", parts, seen_at=seen, at=AT, rate=60)] == [AlertKind.FAULTY]


def test_a_device_that_never_came_is_not_missed():
    assert list(complaints("k1", [], seen_at=None, at=AT)) == []


@given(
    states=some.lists(some.sampled_from(["ready", "busy", "faulty", "offline", "connecting"]), max_size=5),
    minutes=some.integers(0, 600),
    seen=some.integers(0, 3_600),
)
def test_nothing_is_complained_of_twice_and_nothing_before_it_began(states, minutes, seen):
    parts = [part(state, ago=timedelta(minutes=minutes), name=f"p{at}") for at, state in enumerate(states)]
    found = list(complaints("k1", parts, seen_at=AT - timedelta(seconds=seen), at=AT))
    assert len({(each.part, each.kind) for each in found}) == len(found)
    assert all(each.since <= AT for each in found)
