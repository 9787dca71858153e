"""A dossier's way through the five steps, as a table and as a story."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.catalogue import ChannelKind, TimeUnit
from queue_server.domain.dossier import (
    IN_PROGRESS,
    STEP_OF,
    TRANSITIONS,
    Dossier,
    DossierState,
    Result,
    Standing,
    Step,
    assign,
    finish,
    results_of,
    standing,
    usual_result,
)
from queue_server.domain.due import OFFICE_HOURS, Term, WorkCalendar, near_until
from queue_server.domain.errors import DossierSettled, IllegalResult
from queue_server.domain.hours import Timetable

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CALENDAR = WorkCalendar(
    timetable=Timetable(hours=OFFICE_HOURS, zone="Asia/Ho_Chi_Minh", closed_days={date(2026, 12, 25)})
)
TERM = Term(quantity=3, unit=TimeUnit.WORKING_DAY)
FRESH = Dossier(id=1, code="H49.22-261123-0001", term=TERM, procedure_id=7, channel=ChannelKind.COUNTER)

TABLE = {
    "receiving": "done=appraising ready=ready returned=returned supplement=supplement refused=refused"
    " withdrawn=withdrawn unfinished=receiving",
    "supplement": "done=appraising ready=ready returned=returned supplement=supplement refused=refused"
    " withdrawn=withdrawn unfinished=supplement",
    "appraising": "done=approving ready=ready returned=returned supplement=supplement refused=refused"
    " withdrawn=withdrawn unfinished=appraising",
    "approving": "done=stamping ready=ready returned=returned supplement=supplement back=appraising refused=refused"
    " withdrawn=withdrawn unfinished=approving",
    "stamping": "done=ready ready=ready returned=returned supplement=supplement back=approving refused=refused"
    " withdrawn=withdrawn unfinished=stamping",
    "ready": "returned=returned back=stamping unfinished=ready",
    "returned": "",
    "refused": "",
    "withdrawn": "",
}


def ends(dossier, result, *, at=NOW):
    return finish(dossier, result, began_at=at - timedelta(minutes=5), at=at, calendar=CALENDAR)


def test_the_table_of_steps_and_results_is_this_one():
    told = {
        (DossierState(state), Result(result)): DossierState(after)
        for state, cells in TABLE.items()
        for result, after in (cell.split("=") for cell in cells.split())
    }
    assert told == TRANSITIONS


@pytest.mark.parametrize(("state", "result"), list(product(DossierState, Result)))
def test_every_result_in_every_state_goes_where_the_table_says_or_is_refused_by_name(state, result):
    dossier = replace(FRESH, state=state)
    if (state, result) in TRANSITIONS:
        assert ends(dossier, result).state is TRANSITIONS[state, result]
        assert result in results_of(state)
    else:
        with pytest.raises(IllegalResult) as refusal:
            ends(dossier, result)
        assert refusal.value.facts == {"value": FRESH.code, "state": state.value, "result": result.value}


def test_a_dossier_passes_the_five_steps_in_their_order():
    dossier, steps = FRESH, []
    for result in (Result.DONE,) * 4 + (Result.RETURNED,):
        steps.append(dossier.step)
        dossier = ends(dossier, result)
    assert steps == list(Step)
    assert dossier.step is None
    assert dossier.ended_at == NOW


def test_what_is_received_counts_from_when_the_desk_took_it_in_hand():
    received = ends(FRESH, Result.DONE)
    assert received.received_at == NOW - timedelta(minutes=5)
    assert received.due_at == datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


def test_while_the_citizen_is_to_bring_something_no_time_runs_and_then_it_begins_anew():
    asked = ends(ends(FRESH, Result.DONE), Result.SUPPLEMENT)
    assert asked.due_at is None
    later = NOW + timedelta(days=7)
    again = ends(asked, Result.DONE, at=later)
    assert again.due_at == datetime(2026, 12, 3, 10, 0, tzinfo=UTC)


def test_the_centre_has_done_its_part_when_the_result_is_ready_however_late_it_is_fetched():
    ready = ends(ends(FRESH, Result.DONE), Result.READY)
    fetched = ends(ready, Result.RETURNED, at=NOW + timedelta(days=60))
    assert fetched.settled_at == ready.settled_at == NOW
    assert standing(fetched, at=NOW + timedelta(days=90), near_until=NOW) is Standing.IN_TIME


def test_a_result_that_was_wrong_goes_back_and_is_not_settled_any_more():
    back = ends(ends(ends(FRESH, Result.DONE), Result.READY), Result.BACK)
    assert (back.state, back.settled_at) == (DossierState.STAMPING, None)


def test_a_question_at_a_counter_about_a_dossier_behind_it_does_not_move_it():
    assert [usual_result(step) for step in Step] == [
        Result.DONE, Result.UNFINISHED, Result.UNFINISHED, Result.UNFINISHED, Result.RETURNED,
    ]  # fmt: skip
    assert usual_result(None) is Result.UNFINISHED


def test_the_procedure_may_be_named_later_and_the_due_time_follows():
    received = ends(replace(FRESH, term=None, procedure_id=None), Result.DONE)
    assert received.due_at is None
    named = assign(received, procedure_id=9, channel=ChannelKind.ONLINE, term=TERM, calendar=CALENDAR)
    assert named.due_at == datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
    with pytest.raises(DossierSettled):
        assign(ends(named, Result.READY), procedure_id=9, channel=None, term=None, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("days", "expected"), [(0, Standing.IN_TIME), (2, Standing.NEAR_LATE), (3, Standing.NEAR_LATE), (4, Standing.LATE)]
)
def test_a_dossier_is_near_late_from_the_working_day_before_and_late_after_its_time(days, expected):
    received = ends(FRESH, Result.DONE)
    at = NOW + timedelta(days=days)
    assert standing(received, at=at, near_until=near_until(at, CALENDAR)) is expected


@given(results=st.lists(st.sampled_from(list(Result)), max_size=25))
def test_whatever_happens_a_dossier_has_a_due_time_only_once_received_and_is_settled_or_waits(results):
    dossier, at = FRESH, NOW
    for result in results:
        at += timedelta(hours=5)
        if result in results_of(dossier.state):
            dossier = ends(dossier, result, at=at)
    assert (dossier.step is None) == (dossier.state not in STEP_OF) == (dossier.ended_at is not None)
    assert (dossier.due_at is None) or dossier.received_at is not None
    assert (dossier.settled_at is None) or dossier.state not in IN_PROGRESS
    if dossier.due_at is not None:
        assert dossier.due_at > dossier.received_at
