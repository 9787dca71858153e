"""A dossier through the five steps in one place, at the counters and behind them, on both databases."""

from datetime import timedelta

import pytest
from dossier_office import CODE, Office

from queue_server.domain import errors
from queue_server.domain.catalogue import TimeUnit
from queue_server.domain.due import Term
from queue_server.store.dossier_views import life_view, list_view, overview_view
from queue_server.store.journal import entries_since
from queue_server.store.procedures import search_procedures
from queue_server.usecases import steps
from queue_server.usecases.days import begin_due_days
from queue_server.usecases.dossiers import facts_of


@pytest.fixture
def office(hall):
    return Office(hall)


def test_a_dossiers_whole_life_is_one_page_with_every_step_in_order(office, hall):
    office.comes()
    office.names_procedure()
    hall.passes(240)
    hall.does(office.desk, "complete")
    hall.passes(3600)
    office.does_step(office.appraiser, seconds=600)
    office.does_step(office.leader, "back", seconds=30)
    office.does_step(office.appraiser, seconds=300)
    office.does_step(office.leader, seconds=60)
    office.does_step(office.leader, seconds=20)
    hall.passes(24 * 3600)
    office.comes()
    hall.passes(90)
    hall.does(office.desk, "complete")
    life = office.sees(life_view, CODE)
    assert [(each["step"], each["result"], each["seconds"], each["clerk"]) for each in life["handlings"]] == [
        ("receive", "done", 240, "Cán bộ 1"),
        ("appraise", "done", 600, "Cán bộ 2"),
        ("approve", "back", 30, "Cán bộ 3"),
        ("appraise", "done", 300, "Cán bộ 2"),
        ("approve", "done", 60, "Cán bộ 3"),
        ("stamp", "done", 20, "Cán bộ 3"),
        ("return", "returned", 90, "Cán bộ 1"),
    ]
    assert [(each["counter"], each["label"]) for each in life["handlings"]] == [
        (1, "A001"), *[(None, None)] * 5, (1, "A001"),
    ]  # fmt: skip
    assert (life["state"], life["standing"], life["procedure"]["code"]) == ("returned", "in_time", "1.001193")
    assert life["due_at"] == "2026-11-26T10:00:00.000Z"


def test_the_journal_alone_tells_where_a_dossier_is(office, hall):
    office.comes()
    office.names_procedure()
    hall.does(office.desk, "end_dossier")
    office.does_step(office.appraiser)
    for result in ("supplement", None):
        told, kept = office.told(), facts_of(office.dossier())
        assert told == {name: value for name, value in kept.items() if name in told}
        if result:
            office.does_step(office.leader, result)


def test_the_plain_end_moves_a_dossier_on_and_a_question_does_not(office, hall):
    office.comes()
    hall.does(office.desk, "end_dossier")
    assert office.dossier().state == "appraising"
    hall.does(office.desk, "dossier", text=CODE)
    hall.does(office.desk, "complete")
    assert office.dossier().state == "appraising"
    assert [each["result"] for each in office.sees(life_view, CODE)["handlings"]] == ["done", "unfinished"]


def test_the_next_code_ends_the_dossier_before_it_as_done(office, hall):
    office.comes()
    hall.does(office.desk, "dossier", text="H49.22-261123-0002")
    assert office.dossier().state == "appraising"
    assert office.dossier("H49.22-261123-0002").state == "receiving"


@pytest.mark.parametrize("move", ["transfer", "fetch"])
def test_a_turn_that_ends_half_way_leaves_the_step_unfinished(office, hall, move):
    office.comes()
    hall.does(office.desk, move, **({"line_code": "land", "note": None} if move == "transfer" else {}))
    assert office.dossier().state == "receiving"


def test_a_forgotten_turn_finishes_no_step(office, hall):
    office.comes()
    hall.passes(24 * 3600)
    begin_due_days(hall.store, at=hall.at)
    life = office.sees(life_view, CODE)
    assert (life["state"], life["handlings"][0]["seconds"]) == ("receiving", None)


def test_everything_in_one_place_can_be_done_in_one_handling(office, hall):
    office.comes()
    hall.does(office.desk, "end_dossier", result="returned")
    assert office.dossier().state == "returned"
    assert office.dossier().received_at == office.dossier().settled_at == hall.at


def test_undoing_the_end_brings_the_dossier_back_to_its_step(office, hall):
    office.comes()
    office.names_procedure()
    before = office.dossier()
    hall.does(office.desk, "complete")
    assert office.dossier().state == "appraising"
    hall.does(office.desk, "undo")
    after = office.dossier()
    assert (after.state, after.received_at, after.due_at) == (before.state, None, None)
    assert office.told()["dossier_state"] == "receiving"
    hall.does(office.desk, "complete")
    assert office.dossier().state == "appraising"


def test_a_dossier_that_was_begun_by_mistake_leaves_no_trace_but_in_the_journal(office, hall):
    office.comes()
    hall.does(office.desk, "undo")
    with pytest.raises(errors.DossierUnknown):
        office.dossier()
    with hall.store.reading() as connection:
        assert "handling.started" in [entry.kind for entry in entries_since(connection, 0)]


def test_a_dossier_that_is_known_otherwise_stays_when_its_beginning_is_undone(office, hall):
    office.comes()
    office.names_procedure()
    hall.does(office.desk, "undo")
    assert office.dossier().procedure_id is not None
    hall.does(office.desk, "dossier", text="H49.22-261123-0002")
    hall.does(office.desk, "end_dossier", result="unfinished")
    hall.does(office.desk, "dossier", text="H49.22-261123-0002")
    hall.does(office.desk, "undo")
    assert office.dossier("H49.22-261123-0002").changes == 0


def test_what_the_back_office_has_begun_on_cannot_be_undone_at_the_counter(office, hall):
    office.comes()
    hall.does(office.desk, "end_dossier")
    office.works(steps.begin_step, office.appraiser)
    with pytest.raises(errors.UndoTooLate):
        hall.does(office.desk, "undo")


def test_a_dossier_is_in_one_pair_of_hands_behind_the_counters(office, hall):
    office.comes()
    hall.does(office.desk, "end_dossier")
    office.works(steps.begin_step, office.appraiser)
    with pytest.raises(errors.DossierInHand) as refusal:
        office.works(steps.begin_step, office.leader)
    assert refusal.value.facts["clerk"] == "Cán bộ 2"
    with pytest.raises(errors.DossierNotInHand):
        office.works(steps.end_step, office.leader, result="done")


def test_what_somebody_left_in_hand_over_night_others_can_take_up_the_next_day(office, hall):
    office.comes()
    hall.does(office.desk, "end_dossier")
    begin_due_days(hall.store, at=hall.at)
    office.works(steps.begin_step, office.appraiser)
    assert office.told()["dossier_state"] == "appraising"
    hall.passes(24 * 3600)
    begin_due_days(hall.store, at=hall.at)
    office.works(steps.begin_step, office.leader)
    begin_due_days(hall.store, at=hall.at)
    assert office.works(steps.end_step, office.leader, result="done")["state"] == "approving"
    steps_behind = office.sees(life_view, CODE)["handlings"][1:]
    assert [(step["result"], step["seconds"]) for step in steps_behind] == [("unfinished", None), ("done", 0)]


def test_steps_that_need_the_citizen_are_not_begun_without_one(office, hall):
    office.comes()
    with pytest.raises(errors.IllegalResult):
        office.works(steps.begin_step, office.appraiser)
    hall.does(office.desk, "end_dossier", result="ready")
    with pytest.raises(errors.IllegalResult):
        office.works(steps.begin_step, office.appraiser)
    with pytest.raises(errors.DossierUnknown):
        office.works(steps.begin_step, office.appraiser, "H49.22-261123-9999")


def test_a_counter_cannot_give_a_result_to_a_step_that_is_over(office, hall):
    office.comes()
    hall.does(office.desk, "end_dossier")
    hall.does(office.desk, "dossier", text=CODE)
    office.does_step(office.appraiser)
    with pytest.raises(errors.IllegalResult):
        hall.does(office.desk, "end_dossier", result="done")
    hall.does(office.desk, "end_dossier")
    assert office.dossier().state == "approving"


def test_the_longest_term_of_the_channel_counts_unless_the_clerk_says_another(office):
    office.comes()
    office.names_procedure()
    assert office.dossier().term == Term(quantity=3, unit=TimeUnit.WORKING_DAY)
    office.names_procedure(term=Term(quantity=4, unit=TimeUnit.HOUR))
    assert office.dossier().term == Term(quantity=4, unit=TimeUnit.HOUR)
    office.names_procedure(channel="online")
    assert office.dossier().term is None
    with pytest.raises(errors.NotFound):
        office.names_procedure(procedure="9.999999")


def test_the_clerk_is_told_the_due_time_before_the_dossier_is_accepted(office, hall):
    hall.at = hall.at.replace(hour=7, minute=58)
    office.comes()
    hall.passes(300)
    assert office.names_procedure()["due_at"] == "2026-11-26T10:00:00.000Z"
    hall.does(office.desk, "complete")
    assert office.dossier().due_at.isoformat() == "2026-11-26T10:00:00+00:00"


def test_lists_say_what_waits_what_is_late_and_which_share_was_in_time(office, hall):
    for number, result in ((1, "ready"), (2, "done"), (3, "done"), (4, "supplement")):
        office.comes(f"H49.22-261123-000{number}")
        office.names_procedure(f"H49.22-261123-000{number}")
        hall.does(office.desk, "end_dossier", result=result)
        hall.does(office.desk, "complete")
    hall.passes(2 * 24 * 3600)
    assert [each["code"][-1] for each in office.sees(list_view, "near_late")["dossiers"]] == ["2", "3"]
    hall.passes(2 * 24 * 3600)
    office.does_step(office.appraiser, "ready", "H49.22-261123-0002")
    late = office.sees(list_view, "late")["dossiers"]
    assert [(each["code"][-1], each["standing"], each["procedure"]["name"]) for each in late] == [
        ("3", "late", "Khai sinh")
    ]
    overview = office.sees(overview_view)
    assert overview["waiting"] == dict.fromkeys(overview["waiting"], 0) | {"appraise": 1, "supplement": 1, "return": 2}
    assert (overview["late"], overview["near_late"]) == (1, 0)
    assert overview["on_time"] == {"within": 1, "of": 2, "since": "2026-11-01"}
    hall.at += timedelta(days=30)
    assert office.sees(overview_view)["on_time"] == {"within": 0, "of": 0, "since": "2026-12-01"}


@pytest.mark.parametrize("words", ["khai sinh", "KHAI  SINH", "1.0011", "ho tich sinh"])
def test_a_procedure_is_found_by_code_or_words_in_any_spelling(office, hall, words):
    with hall.store.reading() as connection:
        found = search_procedures(connection, centre_id=hall.centre_id, words=words)
    assert [each.code for each in found] == ["1.001193"]


def test_another_centre_finds_none_of_them(office, hall):
    with hall.store.reading() as connection:
        assert search_procedures(connection, centre_id=999, words="khai sinh") == []
