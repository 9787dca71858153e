"""Every move in every state: the table decides, and a move changes only what it says."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from queue_server.domain import itinerary, moves, party
from queue_server.domain.errors import IllegalMove, OtherDay, RecallFirst, ReturnedAlready
from queue_server.domain.ticket import AT_COUNTER, ENDED, TRANSITIONS, Move, Outcome, TicketState

TODAY = date(2026, 11, 23)
MOVES = {
    Move.CALL: lambda ticket, at: moves.call(ticket, at=at, counter_id=5, clerk_id=6),
    Move.RECALL: lambda ticket, at: moves.recall(ticket, at=at),
    Move.START: lambda ticket, at: moves.start(ticket, at=at),
    Move.HOLD: lambda ticket, at: moves.hold(ticket, at=at),
    Move.RESUME: lambda ticket, at: moves.resume(ticket, at=at, counter_id=5, clerk_id=6),
    Move.TRANSFER: lambda ticket, at: moves.transfer(ticket, at=at, line_id=8, note="thiếu bản sao")[0],
    Move.COMPLETE: lambda ticket, at: moves.complete(ticket, at=at),
    Move.MISS: lambda ticket, at: moves.miss(ticket, at=at),
    Move.REINSTATE: lambda ticket, at: moves.reinstate(ticket, at=at),
    Move.FETCH: lambda ticket, at: moves.fetch(ticket, at=at),
    Move.RETURN: lambda ticket, at: moves.come_back(ticket, at=at, today=TODAY, key=900),
    Move.REOPEN: lambda ticket, at: moves.reopen(ticket, at=at, today=TODAY),
    Move.WALK_IN: lambda ticket, at: moves.walk_in(ticket, at=at, counter_id=5, clerk_id=6),
    Move.CANCEL: lambda ticket, at: moves.cancel(ticket, at=at),
    Move.EXPIRE: lambda ticket, at: moves.expire(ticket, at=at),
    Move.ONWARD: lambda ticket, at: itinerary.onward(
        replace(ticket, stops=(ticket.service_id, 44)), at=at, stop=1, line_id=8, key=700
    )[0],
    Move.STAY: lambda ticket, at: itinerary.stay(
        replace(ticket, stops=(ticket.service_id, 44)), at=at, stop=1, line_id=8, key=700, counter_id=5, clerk_id=6
    )[0],
    Move.GATHER: lambda ticket, at: party.gather(ticket, counter_id=5),
    Move.RELEASE: lambda ticket, at: party.release(ticket),
    Move.REPLAN: lambda ticket, at: itinerary.replan(ticket, (44, 45)),
}
CHANGES = {
    Move.CALL: {"called_at", "announced_at", "counter_id", "clerk_id", "reason"},
    Move.WALK_IN: {"started_at", "counter_id", "clerk_id", "reason"},
    Move.FETCH: {"ended_at", "outcome"},
    Move.RECALL: {"announced_at", "recalls"},
    Move.REPLAN: set(),
    Move.GATHER: {"for_counter_id", "reason"},
    Move.RELEASE: {"for_counter_id", "reason"},
    Move.START: {"started_at"},
    Move.HOLD: {"held_at", "aside"},
    Move.RESUME: {"held_at", "aside", "held_milliseconds", "counter_id", "clerk_id", "started_at"},
    Move.COMPLETE: {"ended_at", "outcome"},
    Move.MISS: {"ended_at", "outcome"},
    Move.CANCEL: {"ended_at", "outcome", "held_at", "aside", "held_milliseconds"},
    Move.EXPIRE: {"ended_at", "outcome", "held_at", "aside", "held_milliseconds"},
}
EVERYTHING = [(state, move) for state in TicketState for move in Move]
ALLOWED = [pair for pair in EVERYTHING if pair in TRANSITIONS]
REFUSED = [pair for pair in EVERYTHING if pair not in TRANSITIONS]


def test_every_move_has_a_function_and_every_state_is_in_the_table():
    assert set(MOVES) == set(Move)
    assert {state for state, _ in TRANSITIONS} | set(TRANSITIONS.values()) == set(TicketState)


@pytest.mark.parametrize(("state", "move"), ALLOWED)
def test_a_move_in_the_table_leads_to_the_state_it_names(ticket_in, now, state, move):
    after = MOVES[move](ticket_in(state), now + timedelta(seconds=60))
    assert after.state is TRANSITIONS[state, move]


@pytest.mark.parametrize(("state", "move"), REFUSED)
def test_a_move_outside_the_table_is_refused_and_names_ticket_state_and_move(ticket_in, now, state, move):
    with pytest.raises(IllegalMove) as refusal:
        MOVES[move](ticket_in(state), now + timedelta(seconds=60))
    assert refusal.value.facts == {"label": "A012", "state": state.value, "move": move.value}


@pytest.mark.parametrize(("state", "move"), [pair for pair in ALLOWED if pair[1] in CHANGES])
def test_a_move_changes_nothing_of_the_turn_but_what_belongs_to_it(ticket_in, now, state, move):
    before = ticket_in(state)
    after = MOVES[move](before, now + timedelta(seconds=60))
    names = [field.name for field in fields(before.turn)]
    changed = {name for name in names if getattr(before.turn, name) != getattr(after.turn, name)}
    assert changed <= CHANGES[move]


@pytest.mark.parametrize(("state", "move"), ALLOWED)
def test_no_move_changes_what_is_printed_on_the_slip(ticket_in, now, state, move):
    before = ticket_in(state)
    after = MOVES[move](before, now + timedelta(seconds=60))
    service = () if move in {Move.ONWARD, Move.STAY} else ("service_id",)
    printed = (*service, "id", "centre_id", "day", "letter", "number", "label", "priority_class_id", "issued_at")
    assert [getattr(after, name) for name in printed] == [getattr(before, name) for name in printed]


@pytest.mark.parametrize(("state", "move"), ALLOWED)
def test_times_of_a_turn_never_run_backwards_even_when_the_clock_does(ticket_in, now, in_order, state, move):
    after = MOVES[move](ticket_in(state), now - timedelta(hours=1)).turn
    times = [at for at in (after.joined_at, after.called_at, after.started_at, after.ended_at) if at is not None]
    assert in_order(times)
    assert after.held_milliseconds >= 0


def test_an_ended_ticket_lives_again_only_by_being_reinstated_returned_or_reopened():
    revived = {move for (state, move) in TRANSITIONS if state in ENDED}
    assert revived == {Move.REINSTATE, Move.RETURN, Move.REOPEN}


def test_every_way_to_a_counter_is_a_call_a_walk_in_or_taking_up_what_was_held():
    entered = {move for (state, move), after in TRANSITIONS.items() if after in AT_COUNTER and state not in AT_COUNTER}
    assert entered == {Move.CALL, Move.RESUME, Move.WALK_IN}


def test_a_transfer_ends_one_turn_and_begins_another_in_the_same_place(ticket_in, now):
    before = ticket_in(TicketState.SERVING)
    sent, ended = moves.transfer(before, at=now + timedelta(seconds=60), line_id=8, note="thiếu bản sao")
    assert (ended.ordinal, ended.outcome) == (1, Outcome.TRANSFERRED)
    assert (sent.turn.ordinal, sent.turn.line_id, sent.turn.effective_at) == (2, 8, before.turn.effective_at)
    assert (sent.turn.called_at, sent.turn.counter_id, sent.turn.note) == (None, None, "thiếu bản sao")


def test_going_on_ends_one_turn_and_begins_that_of_the_next_service_with_the_key_of_the_visit(ticket_in, now):
    before = replace(ticket_in(TicketState.SERVING), stops=(3, 44, 45))
    sent, ended = itinerary.onward(before, at=now + timedelta(seconds=60), stop=1, line_id=8, key=700)
    assert (ended.ordinal, ended.outcome) == (1, Outcome.ONWARD)
    assert (sent.turn.ordinal, sent.turn.line_id, sent.turn.effective_at, sent.turn.reason) == (2, 8, 700, "onward")
    assert (sent.service_id, sent.stop, itinerary.still_to_come(sent)) == (44, 1, (45,))


def test_staying_begins_the_next_service_at_once_and_nothing_is_called(ticket_in, now):
    before = replace(ticket_in(TicketState.SERVING), stops=(3, 44, 45))
    at = now + timedelta(seconds=60)
    stayed, ended = itinerary.stay(before, at=at, stop=1, line_id=8, key=700, counter_id=5, clerk_id=6)
    assert (ended.ordinal, ended.outcome, ended.ended_at) == (1, Outcome.ONWARD, at)
    turn = stayed.turn
    assert (turn.ordinal, turn.line_id, turn.effective_at, turn.reason) == (2, 8, 700, "stayed")
    assert (turn.joined_at, turn.called_at, turn.started_at, turn.counter_id, turn.clerk_id) == (at, None, at, 5, 6)
    assert (stayed.service_id, stayed.stop, itinerary.still_to_come(stayed)) == (44, 1, (45,))


def test_what_is_to_come_is_replaced_and_what_has_been_stays(ticket_in):
    at_second = replace(ticket_in(TicketState.CALLED), stops=(3, 44, 45), stop=1, service_id=44)
    assert itinerary.replan(at_second, (46,)).stops == (3, 44, 46)
    assert itinerary.replan(at_second, ()).stops == (3, 44)
    plain = ticket_in(TicketState.CALLED)
    assert itinerary.replan(itinerary.replan(plain, (46,)), ()).stops == ()


def test_a_held_turn_collects_its_time_aside(ticket_in, now):
    held = ticket_in(TicketState.HELD)
    resumed = moves.resume(held, at=now + timedelta(seconds=100), counter_id=5, clerk_id=6)
    assert (resumed.turn.held_at, resumed.turn.held_milliseconds) == (None, 70_000)


def test_a_turn_ended_while_held_counts_the_time_aside_too(ticket_in, now):
    ended = moves.cancel(ticket_in(TicketState.HELD), at=now + timedelta(seconds=100))
    assert (ended.turn.held_at, ended.turn.held_milliseconds) == (None, 70_000)


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (TicketState.WAITING, Outcome.EXPIRED),
        (TicketState.CALLED, Outcome.EXPIRED),
        (TicketState.SERVING, Outcome.FORGOTTEN),
        (TicketState.HELD, Outcome.FORGOTTEN),
    ],
)
def test_at_the_end_of_the_day_a_turn_that_had_begun_was_forgotten_and_another_has_expired(
    ticket_in, now, state, outcome
):
    assert moves.expire(ticket_in(state), at=now + timedelta(hours=9)).turn.outcome is outcome


def test_each_no_show_is_counted(ticket_in, now):
    missed = moves.miss(ticket_in(TicketState.CALLED), at=now + timedelta(seconds=60))
    assert missed.misses == 1


def test_a_transfer_to_a_counter_or_clerk_waits_for_that_one_alone_at_the_key_it_is_given(ticket_in, now):
    to_counter, _ = moves.transfer(
        ticket_in(TicketState.SERVING), at=now, line_id=7, note=None, key=500, for_counter_id=9
    )
    to_clerk, _ = moves.transfer(ticket_in(TicketState.SERVING), at=now, line_id=7, note=None, for_clerk_id=4)
    assert (to_counter.turn.for_counter_id, to_counter.turn.for_clerk_id, to_counter.turn.effective_at) == (
        9,
        None,
        500,
    )
    assert (to_clerk.turn.for_counter_id, to_clerk.turn.for_clerk_id) == (None, 4)


def test_a_no_show_keeps_whom_it_waited_for_when_it_is_put_back(ticket_in, now):
    missed = ticket_in(TicketState.NO_SHOW)
    reserved = replace(missed, turn=replace(missed.turn, for_counter_id=9))
    assert moves.reinstate(reserved, at=now + timedelta(seconds=60)).turn.for_counter_id == 9
    companion = replace(reserved, party="another")
    assert moves.reinstate(companion, at=now + timedelta(seconds=60)).turn.for_counter_id is None


@pytest.mark.parametrize(("recalls", "missing"), [(0, 2), (1, 1)])
def test_nobody_is_absent_before_the_recalls_that_the_centre_wants(ticket_in, now, recalls, missing):
    called = ticket_in(TicketState.CALLED)
    called = replace(called, turn=replace(called.turn, recalls=recalls))
    with pytest.raises(RecallFirst) as refusal:
        moves.miss(called, at=now, after_recalls=2)
    assert refusal.value.facts == {"label": "A012", "missing": missing}
    assert moves.miss(called, at=now, after_recalls=recalls).state is TicketState.NO_SHOW


def test_a_paper_can_be_fetched_once_a_ticket(ticket_in, now):
    away = moves.fetch(ticket_in(TicketState.SERVING), at=now + timedelta(seconds=60))
    assert (away.turn.outcome, away.returns) == (Outcome.AWAY, 0)
    back = moves.come_back(away, at=now + timedelta(seconds=90), today=TODAY, key=900)
    assert (back.turn.effective_at, back.turn.line_id, back.turn.reason, back.returns) == (900, 7, "returned", 1)
    with pytest.raises(ReturnedAlready):
        moves.fetch(replace(back, state=TicketState.SERVING), at=now + timedelta(seconds=99))


@pytest.mark.parametrize(
    ("state", "move"),
    [
        (TicketState.AWAY, lambda ticket, at, today: moves.come_back(ticket, at=at, today=today, key=900)),
        (TicketState.COMPLETED, lambda ticket, at, today: moves.reopen(ticket, at=at, today=today)),
    ],
)
def test_a_ticket_of_another_day_neither_comes_back_nor_is_reopened(ticket_in, now, state, move):
    with pytest.raises(OtherDay):
        move(ticket_in(state), now, TODAY + timedelta(days=1))


def test_a_reopened_ticket_has_its_old_place_and_no_miss(ticket_in, now):
    before = ticket_in(TicketState.NO_SHOW)
    reopened = moves.reopen(before, at=now + timedelta(seconds=60), today=TODAY)
    assert (reopened.turn.effective_at, reopened.turn.ordinal, reopened.misses) == (before.turn.effective_at, 2, 0)


def test_a_walk_in_is_never_called(ticket_in, now):
    served = moves.walk_in(ticket_in(TicketState.WAITING), at=now, counter_id=5, clerk_id=6).turn
    assert (served.started_at, served.called_at, served.announced_at, served.reason) == (now, None, None, "walk_in")
