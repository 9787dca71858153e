"""Why a ticket was called, and the word for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from queue_server.domain import moves
from queue_server.domain.order import Place, key_at
from queue_server.domain.reason import Choice, reason_of_call, word_for
from queue_server.domain.ticket import TicketState


@pytest.mark.parametrize(("priority", "joined", "reason"), [
    (None, None, "order"), (3, None, "priority"), (None, "transferred", "transferred"), (3, "returned", "returned"),
])  # fmt: skip
def test_a_call_in_turn_is_explained_by_what_brought_the_ticket_into_line_or_by_its_class(
    ticket_in, priority, joined, reason
):
    ticket = ticket_in(TicketState.WAITING)
    ticket = replace(ticket, priority_class_id=priority, turn=replace(ticket.turn, reason=joined))
    assert reason_of_call(ticket) == reason


@pytest.mark.parametrize("choice", Choice)
def test_a_chosen_call_keeps_the_clerks_reason_and_has_a_word_for_the_hall(ticket_in, now, choice):
    called = moves.call(ticket_in(TicketState.WAITING), at=now, counter_id=5, clerk_id=6, choice=choice)
    assert called.turn.reason == f"chosen:{choice.value}"
    assert word_for(called.turn.reason) in {"priority", "staff"}


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("order", None),
        ("walk_in", None),
        ("stayed", None),
        (None, None),
        ("priority", "priority"),
        ("transferred", "elsewhere"),
        ("onward", "elsewhere"),
        ("companion", "together"),
    ],
)
def test_only_what_can_overtake_has_a_word(reason, word):
    assert word_for(reason) == word


def test_the_three_places_of_a_transfer(now):
    at = now + timedelta(minutes=9)
    keys = [key_at(place, key=1_000, front=400, at=at) for place in (Place.FRONT, Place.ORIGINAL, Place.END)]
    assert keys == [400, 1_000, int(at.timestamp())]
    assert key_at(Place.FRONT, key=300, front=400, at=at) == 300
