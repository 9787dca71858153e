"""What becomes of a command at a ZVT terminal, as a table walked whole; and what its last transaction proves."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hardware.terminal.till import Verdict
from hardware.terminal.zvt.machine import ENDS, OPEN, TRANSITIONS, At, Came, verdict_of
from hardware.terminal.zvt.receipts import Sought, ZvtSettings, found, newer
from hardware.terminal.zvt.replies import StatusInformation


def walk(*came):
    at = At.SENT
    for each in came:
        if at in ENDS:
            return at
        at = TRANSITIONS[at, each]
    return at


def test_every_open_state_has_a_move_for_everything_that_can_come_and_no_end_has_one():
    assert set(TRANSITIONS) == set(product(OPEN, Came))


def steps(came):
    """What came, each with where the command stood before it, until its end."""
    at = At.SENT
    for each in came:
        if at not in ENDS:
            yield at, each
            at = TRANSITIONS[at, each]


@given(some.lists(some.sampled_from(list(Came)), max_size=12))
def test_done_is_only_what_was_accepted_then_called_good_and_never_bad_then_completed(came):
    if walk(*came) is not At.DONE:
        return
    heard = [each for at, each in steps(came) if at not in {At.SENT, At.RESENT}]
    assert Came.GOOD in heard
    assert heard[-1] is Came.COMPLETED
    assert not {Came.BAD, Came.WRONG, Came.STOPPED, Came.NOTHING} & set(heard)
    assert heard.count(Came.COMPLETED) == 1


@given(some.lists(some.sampled_from(list(Came)), max_size=12))
def test_refused_is_only_a_first_copy(came):
    if walk(*came) is At.REFUSED:
        assert {at for at, _ in steps(came)} == {At.SENT}


@pytest.mark.parametrize("at", sorted(OPEN))
def test_a_line_lost_is_never_an_answer(at):
    assert TRANSITIONS[at, Came.NOTHING] is At.UNKNOWN


A, R, P, G, B, W, C, S = (
    Came.ACCEPTED, Came.REFUSED, Came.PROGRESS, Came.GOOD, Came.BAD, Came.WRONG, Came.COMPLETED, Came.STOPPED,
)  # fmt: skip
SALES = [
    ((A, P, G, P, C), 0x00, Verdict.APPROVED),
    ((A, G, G, C), 0x00, Verdict.APPROVED),
    ((A, B, C), 0x05, Verdict.DECLINED),
    ((A, B, S), 0x05, Verdict.DECLINED),
    ((A, S), 0x05, Verdict.DECLINED),
    ((A, S), 0x6C, Verdict.CANCELLED),
    ((A, B, C), 0x6C, Verdict.CANCELLED),
    ((A, S), 0x6B, Verdict.NOT_STARTED),
    ((A, S), None, Verdict.IN_DOUBT),
    ((A, C), None, Verdict.IN_DOUBT),
    ((A, G, S), 0x66, Verdict.IN_DOUBT),
    ((A, G, B, C), 0x05, Verdict.IN_DOUBT),
    ((A, B, G, C), 0x00, Verdict.IN_DOUBT),
    ((A, W, S), 0x66, Verdict.CANCELLED),
    ((A, W, C), 0x00, Verdict.IN_DOUBT),
    ((R,), 0x9C, Verdict.NOT_STARTED),
    ((Came.RESENT, R, P, G, C), 0x00, Verdict.APPROVED),
    ((Came.RESENT, R, Came.NOTHING), None, Verdict.IN_DOUBT),
    ((C, G, C, A, Came.NOTHING), None, Verdict.IN_DOUBT),
]


@pytest.mark.parametrize(("came", "result", "verdict"), SALES)
def test_a_sale_that_went_so_is(came, result, verdict):
    assert verdict_of(walk(*came), result) is verdict


LAST = StatusInformation(result=0, amount=50_000, currency=704, trace=8, terminal_id="12345678", at="--11-26T10:00:00")
SOUGHT = Sought(minor=50_000, currency=704, after=7, before=replace(LAST, trace=7, at="--11-26T09:00:00"))


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, Verdict.APPROVED),
        ({"trace": 11}, Verdict.APPROVED),
        ({"trace": 7}, Verdict.NOT_STARTED),
        ({"trace": 6}, Verdict.IN_DOUBT),
        ({"trace": None}, Verdict.IN_DOUBT),
        ({"amount": 5_000_000}, Verdict.IN_DOUBT),
        ({"currency": 978}, Verdict.IN_DOUBT),
        ({"result": 5}, Verdict.DECLINED),
        ({"result": 5, "trace": 9}, Verdict.IN_DOUBT),
        ({"result": None}, Verdict.IN_DOUBT),
        ({"original_trace": 8, "trace": 9}, Verdict.CANCELLED),
        ({"original_trace": 7, "trace": 9}, Verdict.IN_DOUBT),
        ({"terminal_id": "87654321"}, Verdict.IN_DOUBT),
        ({"at": "--11-26T08:00:00"}, Verdict.IN_DOUBT),
        ({"at": None, "terminal_id": None}, Verdict.APPROVED),
    ],
)
def test_the_last_transaction_proves(changed, verdict):
    assert found(replace(LAST, **changed), SOUGHT, idle=True)[0] is verdict


def test_of_a_terminal_that_may_be_busy_an_old_transaction_proves_nothing():
    assert found(replace(LAST, trace=7), SOUGHT, idle=False)[0] is Verdict.IN_DOUBT
    assert found(LAST, SOUGHT, idle=False)[0] is Verdict.APPROVED


def test_a_terminals_first_transaction_is_newer_than_none_and_one_is_newer_than_the_last_of_six_digits():
    assert found(replace(LAST, trace=1), replace(SOUGHT, after=None, before=None), idle=True)[0] is Verdict.APPROVED
    assert newer(1, 999_999)
    assert not newer(999_999, 1)
    new_year = replace(SOUGHT, before=replace(LAST, trace=7, at="--12-31T23:59:00"))
    assert found(replace(LAST, at="--01-01T00:01:00"), new_year, idle=True)[0] is Verdict.APPROVED


def test_amounts_go_with_the_terminals_decimals():
    assert ZvtSettings().minor(50_000) == 50_000
    assert ZvtSettings(amount_exponent=2).minor(50_000) == 5_000_000
    assert ZvtSettings(amount_exponent=2).dong(5_000_000) == 50_000
    assert ZvtSettings(amount_exponent=2).dong(5_000_050) is None
    with pytest.raises(ValueError, match="decimals"):
        ZvtSettings(amount_exponent=1)
