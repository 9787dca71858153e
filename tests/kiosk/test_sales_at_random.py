"""A few hundred of the fault sequences of `python -m bench --sales`: the judges find nothing, whatever strikes.

Box, drivers, server and database are the shipped ones. Mistakes put into each of them are found by the same judges.
"""

from collections import Counter

import pytest

from bench.sale_office import furnish_sales
from bench.sale_places import KINDS, POINTS
from bench.sale_play import sequence
from bench.sale_site import Site, furnish_template, new_site
from hardware.terminal.till import Answer, Verdict
from hardware.terminal.zvt.terminal import ZvtTerminal
from kiosk.agent.sale_states import SaleState
from kiosk.agent.sales import SaleRunner
from queue_server.domain.payment import PaymentMove, PaymentState, waits_in_vain
from queue_server.domain.telling import MEANINGS, Word
from queue_server.usecases import paying, selling

SEQUENCES = 27


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return furnish_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="module")
def places(template, tmp_path_factory):
    site = new_site(tmp_path_factory.mktemp("plain"), template)
    site.close()
    return site.places


@pytest.fixture
def place(template, places, tmp_path):
    opened = new_site(tmp_path / "site", template, places)
    yield opened
    opened.close()


def of_kind(kind, most=SEQUENCES):
    at = KINDS.index(kind)
    return range(at, at + most * len(KINDS), len(KINDS))


@pytest.mark.parametrize("kind", KINDS)
def test_no_approval_is_unrecorded_and_no_card_is_charged_twice(place, kind):
    seen = [sequence(number, place) for number in of_kind(kind)]
    assert [what for each in seen for what in each.wrong] == []
    assert Counter(end for each in seen for end in each.ends)["confirmed"] > SEQUENCES / 4


def test_on_postgresql_it_is_the_same(postgres_url, tmp_path):
    furnish_sales(postgres_url)
    place = Site(postgres_url, tmp_path)
    deaths = {place.places.struck_by(number).where: number for number in of_kind("server killed", 100)}
    seen = [sequence(number, place) for number in (*range(SEQUENCES), *deaths.values())]
    place.close()
    assert [what for each in seen for what in each.wrong] == []
    assert {each.struck.where for each in seen if each.struck} >= set(POINTS["server killed"])


def objected(place, kind, word, most=200):
    """Say whether a judge says that word of one of the sequences."""
    return any(word in what for number in of_kind(kind, most) for what in sequence(number, place).wrong)


def test_the_judges_find_a_till_that_tries_again_blindly(place, monkeypatch):
    sell = ZvtTerminal.sell

    def twice(till, sale, *, watch):
        answer = sell(till, sale, watch=watch)
        return sell(till, sale, watch=watch) if answer.verdict is Verdict.IN_DOUBT else answer

    monkeypatch.setattr(ZvtTerminal, "sell", twice)
    assert objected(place, "cable cut", "charged twice")


def test_the_judges_find_a_box_that_calls_unpaid_what_it_did_not_ask_for(place, monkeypatch):
    def believes(runner):
        for each in runner._journal.open():
            if each.state is not SaleState.BEGINNING:
                runner._take(each, Answer(verdict=Verdict.NOT_STARTED))

    monkeypatch.setattr(SaleRunner, "_recover", believes)
    assert objected(place, "killed at a byte", "confirmed []")


def test_the_judges_find_a_box_that_leaves_alone_what_its_disk_does_not_know(place, monkeypatch):
    monkeypatch.setattr(SaleRunner, "_adopted", lambda *_: False)
    assert objected(place, "all at once", "never known")


def test_the_judges_find_a_server_that_moves_a_payment_and_books_it_in_two_transactions(place, monkeypatch):
    save = paying.save_payment

    def saves_at_once(connection, payment):
        save(connection, payment)
        connection.connection.commit()
        connection.connection.cursor().execute("BEGIN IMMEDIATE")

    monkeypatch.setattr(paying, "save_payment", saves_at_once)
    assert objected(place, "server killed", "books say")


def test_the_judges_find_a_server_that_takes_doubt_for_a_refusal(place, monkeypatch):
    meanings = {state: dict(words) for state, words in MEANINGS.items()}
    meanings[PaymentState.PENDING][Word.IN_DOUBT] = PaymentMove.FAIL
    monkeypatch.setattr("queue_server.domain.telling.MEANINGS", meanings)
    assert objected(place, "cable cut", "in suspense")


def test_the_judges_find_a_server_that_was_set_back_and_does_not_ask_for_what_it_forgot(place, monkeypatch):
    listed = selling.sales_of
    now = place.office.clock.now
    monkeypatch.setattr(
        selling, "sales_of", lambda *facts: [each for each in listed(*facts) if not waits_in_vain(each, at=now())]
    )
    assert objected(place, "all at once", "confirmed []")
