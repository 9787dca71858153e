"""Three kiosks that lose the server and find it again: long random days, and exact walks through the worst of them."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from lives import LIVES
from lone_days import new_days
from lone_judges import rows


@pytest.fixture
def new_day(tmp_path, request):
    """Makes a day of three kiosks that begins with all of them connected."""
    return new_days(tmp_path, request.config.rootpath)


def test_three_kiosks_that_lose_the_server_in_every_way_give_each_citizen_one_number_and_lose_none(new_day):
    run_state_machine_as_test(
        new_day,
        settings=settings(
            max_examples=int(LIVES or 20), stateful_step_count=60, deadline=None, derandomize=LIVES is None,
            suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate],
        ),
    )  # fmt: skip


@pytest.fixture
def day(new_day):
    """One such day, at the end of which everything is told and printed, and judged."""
    day = new_day()
    yield day
    day.teardown()


def labels(day, *, state="waiting"):
    return [row.label for row in rows(day, f"SELECT label FROM ticket WHERE state = '{state}' ORDER BY id")]


def paper(day, kiosk=0):
    return [(label, "copy" if copy else "slip", what) for _, label, copy, what in day.boxes[kiosk].paper]


@pytest.mark.parametrize("way", ["deaf", "late"])
def test_a_request_whose_answer_was_lost_leaves_one_number_whenever_it_was_done(day, way):
    day.citizen_touches(0, "birth", way)
    day.the_agent_works(0)
    day.what_was_under_way_arrives(0)
    day.all_holds()
    assert labels(day) == ["A801"]


def test_of_two_numbers_for_one_touch_that_which_was_called_first_in_vain_is_never_printed(day):
    day.citizen_touches(0, "birth", "deaf")
    day.clerk_calls(quick=False)
    day.the_agent_works(0)
    assert (labels(day, state="called"), labels(day)) == (["A001"], ["A801"])
    day.time_passes(121)
    day.the_agent_works(0)
    assert paper(day) == [("A801", "slip", "whole")]


def test_a_box_that_was_replaced_gives_no_number_that_may_be_on_paper(day):
    day.citizen_touches(0, "birth", "down")
    day.the_box_is_replaced(0, works=True)
    day.citizen_touches(0, "birth", "down")
    day.all_holds()
    assert paper(day) == [("A801", "slip", "whole"), ("A861", "slip", "whole")]


def test_a_server_that_was_set_back_hears_again_what_it_forgot_and_nothing_is_printed_again(day):
    day.the_server_is_copied_or_set_back(set_back=False)
    day.citizen_touches(0, "birth", "down")
    day.the_agent_works(0)
    assert labels(day) == ["A801"]
    day.copies(day.folder / "copy.sqlite", day.hall.store.url.database)
    assert labels(day) == []
    day.time_passes(60)
    day.the_agent_works(0)
    assert labels(day) == ["A801"]
    day.time_passes(180)
    day.the_agent_works(0)
    assert paper(day) == [("A801", "slip", "whole")]


def test_whoever_came_first_is_called_first_whichever_of_server_and_kiosks_gave_the_number(day):
    for kiosk, way in ((2, "down"), (0, None), (1, "down"), (0, None)):
        day.citizen_touches(kiosk, "birth", way)
        day.time_passes(60)
    for kiosk in (1, 2):
        day.the_agent_works(kiosk)
    called = []
    for _ in range(4):
        day.clerk_calls(quick=False)
        called += labels(day, state="called")
        day.clerk_serves_or_sends_away()
    assert called == ["A841", "A001", "A821", "A002"]


@pytest.mark.parametrize(
    ("trouble", "first", "again"),
    [
        ("out of paper", [], ("A801", "slip", "whole")),
        ("ends within", [("A801", "slip", "cut off")], ("A801", "copy", "whole")),
        ("silent within", [("A801", "slip", "whole or not")], ("A801", "copy", "whole")),
    ],
)
@pytest.mark.parametrize("told", [False, True], ids=["before-it-is-told", "after-it-is-told"])
def test_a_slip_that_did_not_come_out_comes_again_marked_where_some_of_it_may_be_there(
    day, trouble, first, again, told
):
    day.the_printer_changes(0, trouble)
    day.the_network_changes(0, "down")
    day.citizen_touches(0, "birth", None)
    assert paper(day) == first
    day.the_printer_changes(0, "ready")
    if told:
        day.the_network_changes(0, "up")
    for _ in range(2):
        day.the_agent_works(0)
        day.time_passes(60)
    assert paper(day) == [*first, again]
    day.the_network_changes(0, "up")
    day.the_agent_works(0)
    assert [tuple(row) for row in rows(day, "SELECT copy_number, outcome FROM job")] == [(0, "printed")]


def test_a_box_whose_disk_is_gone_before_it_told_of_the_slip_prints_the_same_number_marked(day):
    day.citizen_touches(0, "birth", "down")
    day.the_network_changes(0, "broken")
    day.the_agent_works(0, 1)
    assert labels(day) == ["A801"]
    day.the_box_is_replaced(0, works=True)
    assert paper(day) == [("A801", "slip", "whole")]
    day.time_passes(121)
    day.the_agent_works(0)
    assert paper(day) == [("A801", "slip", "whole"), ("A801", "copy", "whole")]


def test_a_slip_claimed_unheard_for_a_number_that_nobody_holds_is_never_printed(day):
    """While the answer to the touch is lost, the box's other thread asks for slips, and does not hear the answer."""
    day.citizen_touches(0, "birth", "broken")
    assert [row.state for row in rows(day, "SELECT state FROM job")] == ["sending"]
    day.the_agent_works(0)
    assert paper(day) == [("A801", "slip", "whole")]
