"""What the agent's journal makes of answers that come late, twice or from yesterday."""

import pytest

from kiosk.agent.database import Database
from kiosk.agent.journal import CLAIM_LIVES, SlipJournal


class Time:
    """Time as a value."""

    now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def journal(tmp_path, time):
    database = Database(tmp_path / "agent.sqlite")
    yield SlipJournal(database, now=time)
    database.close()


def job(copy):
    return {"id": "ticket-0", "kind": "print_slip", "attempt": 1 + copy, "copy": copy, "slip": {"label": "A001"}}


def test_a_slip_that_only_waited_here_is_no_copy_whatever_the_server_fears(journal):
    journal.claimed([job(0)])
    journal.claimed([job(1)])
    assert journal.next_claimed().copy == 0


def test_a_slip_that_was_reported_and_comes_again_is_the_copy_that_the_server_says(journal):
    journal.claimed([job(0)])
    waiting = journal.next_claimed()
    journal.sending(waiting.seq)
    journal.done(waiting.seq, "unknown", None, begun=True, doubt=True)
    journal.reported(journal.unreported()[0])
    journal.claimed([job(1)])
    assert journal.next_claimed().copy == 1


def test_a_claim_keeps_its_key_until_its_answer_is_here(journal):
    key = journal.claim_key()
    assert journal.claim_key() == key
    journal.claimed([])
    assert journal.claim_key() != key


def test_a_claim_of_yesterday_is_not_asked_again_for_its_answer_names_yesterdays_slips(journal, time):
    key = journal.claim_key()
    time.now += CLAIM_LIVES + 1
    assert journal.claim_key() != key
