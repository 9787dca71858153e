"""A bank that is asked: nothing late is missed, nothing counts twice, and what went wrong is said and asked again."""

import json
from datetime import timedelta
from urllib.request import urlopen

import pytest
from cashiers import ACCOUNT, Cashiers
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hardware.simulators.device_page import serve_device_page
from queue_server.cli.bank import listed
from queue_server.cli.poll_bank import PATH, answer_of, poll, poll_bank_command
from queue_server.cli.simulated_bank import SimulatedBank
from queue_server.domain.bank_listing import EVERY, LIMIT, LONGEST_WAIT, OVERLAP, NoList, read_listing, wait_after
from queue_server.store.bank_credits import unsettled_credits
from queue_server.store.bank_polls import hearing_of
from queue_server.store.payments import payments_of

FAULTS = ["list_busy", "list_garbage", "list_gaps", "list_twice", "list_shuffled", "late"]


class Street:
    """A cashier whose server asks a bank, on the test's clock."""

    def __init__(self, hall):
        self.hall, self.cashiers = hall, Cashiers(hall)
        self.bank = SimulatedBank(form="sepay", secret=b"-", send=lambda *_: True, now=lambda: self.hall.at)
        self.asked = []

    def begins(self):
        self.charge = self.cashiers.charges(again=True)
        self.payment = self.cashiers.begins(self.charge)
        return self.payment

    def pays(self, payment):
        return self.bank.pay(account=ACCOUNT.number, amount=payment.amount, text=payment.code)

    def asks(self, query):
        self.asked.append(query)
        status, headers, text = self.bank.listed(query)
        return answer_of(status, {name.lower(): value for name, value in headers.items()}, text)

    def polls(self):
        return poll(self.hall.store, self.asks, centre_id=self.hall.centre_id, account=ACCOUNT.number, at=self.hall.at)

    def hearing(self):
        with self.hall.store.reading() as connection:
            return hearing_of(connection, self.hall.centre_id)

    def waiting(self):
        with self.hall.store.reading() as connection:
            return [kept.state for kept in unsettled_credits(connection, self.hall.centre_id)]

    def state(self):
        with self.hall.store.reading() as connection:
            return payments_of(connection, self.charge.id)[-1].state


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def street(hall):
    return Street(hall)


def test_a_transfer_is_heard_by_asking_and_pays_once(street):
    street.pays(street.begins())
    assert [street.polls() for _ in range(3)] == [EVERY] * 3
    assert street.state() == "confirmed"
    assert (street.cashiers.books()["bank"], street.waiting()) == (16_000, [])
    assert street.hearing().heard_at == street.hall.at


def test_what_a_webhook_told_before_or_after_is_not_counted_again(street):
    for first in ("webhook", "list"):
        transfer = street.pays(street.begins())
        webhook = street.cashiers.credit(
            street.payment, text=transfer.text, reference=f"92704-{transfer.number}", provider="sepay"
        )
        if first == "webhook":
            street.cashiers.receives(webhook)
        street.polls()
        street.cashiers.receives(webhook)
        assert street.state() == "confirmed"
    assert (street.cashiers.books()["bank"], street.waiting()) == (32_000, [])


@pytest.mark.parametrize(("fault", "why", "wait"), [("list_busy", "status 429", 40), ("list_garbage", "no JSON", 40)])
def test_a_question_that_fails_is_said_asked_less_often_and_from_the_same_moment_again(street, fault, why, wait):
    street.polls()
    heard = street.hearing().heard_at
    street.hall.at += timedelta(hours=1)
    street.bank.change({fault: True})
    assert [street.polls() for _ in range(2)] == [wait, 80]
    hearing = street.hearing()
    assert (hearing.heard_at, hearing.failures, hearing.why) == (heard, 2, why)
    street.bank.change({fault: False})
    street.polls()
    assert street.asked[-1]["transaction_date_min"] == street.asked[-2]["transaction_date_min"]
    assert street.hearing().failures == 0


def test_a_transfer_that_the_bank_told_three_days_late_is_heard(street):
    street.bank.change({"late": True})
    street.pays(street.begins())
    street.polls()
    street.hall.at += OVERLAP
    street.polls()
    assert street.state() == "pending"
    street.bank.change({"late": False})
    street.bank.release()
    street.polls()
    assert street.state() == "confirmed"


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(FAULTS), unique=True), min_size=1, max_size=4), st.booleans())
def test_whatever_goes_wrong_on_the_way_each_transfer_counts_once(street, days, twice):
    before, paid = street.cashiers.books().get("bank", 0), 0
    for faults in days:
        street.bank.change({fault: fault in faults for fault in FAULTS})
        if paid == 0 or street.state() == "confirmed":
            street.pays(street.begins())
            paid += 1
        for _ in range(2 if twice else 1):
            street.polls()
    street.bank.change(dict.fromkeys(FAULTS, False))
    street.bank.release()
    street.polls()
    assert street.waiting() == []
    assert street.cashiers.books()["bank"] == before + 16_000 * paid


def line(**facts):
    return {
        "id": "1", "account_number": ACCOUNT.number, "transaction_date": "2026-11-23 08:00:00",
        "amount_in": "16000.00", "transaction_content": "x", "reference_number": "FT1",
    } | facts  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "credits", "unreadable"),
    [
        ({}, 1, 0), ({"amount_in": 16_000}, 1, 0), ({"amount_in": "0.00"}, 0, 0), ({"account_number": "9"}, 0, 0),
        ({"amount_in": "16000.50"}, 0, 1), ({"amount_in": True}, 0, 1), ({"amount_in": None}, 0, 1),
        ({"transaction_date": "hôm qua"}, 0, 1), ({"transaction_date": None}, 0, 1), ({"id": None}, 0, 1),
    ],
)  # fmt: skip
def test_a_line_is_a_credit_or_none_or_cannot_be_read_and_that_is_said(facts, credits, unreadable):
    listed = read_listing({"transactions": [line(**facts)]}, account=ACCOUNT.number)
    assert (len(listed.credits), listed.unreadable) == (credits, unreadable)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists))
def test_rubbish_is_no_list_and_nothing_else_happens(told):
    with pytest.raises(NoList):
        read_listing({"transactions": "x"} if told else told, account=ACCOUNT.number)
    read_listing({"transactions": [told, {"transaction_date": told, "amount_in": told}]}, account=ACCOUNT.number)


def test_one_line_that_cannot_be_read_keeps_no_other_back_and_is_asked_for_again(street):
    payment = street.begins()
    good = line(transaction_content=payment.code, id="7")
    asks = [{"transactions": [line(amount_in="?"), good]}]
    wait = poll(
        street.hall.store, lambda _: asks[0], centre_id=street.hall.centre_id, account=ACCOUNT.number,
        at=street.hall.at,
    )  # fmt: skip
    assert street.state() == "confirmed"
    assert (wait, street.hearing().heard_at, street.hearing().why) == (2 * EVERY, None, "lines unreadable")


def test_a_full_list_is_asked_for_further_back(street):
    payment = street.begins()
    full = [line(id=str(number), account_number="9", transaction_date="2026-11-23 07:30:00") for number in range(LIMIT)]
    asked = []

    def ask(query):
        asked.append(query)
        older = line(id="x", transaction_content=payment.code, transaction_date="2026-11-23 07:00:00")
        return {"transactions": [older] if "transaction_date_max" in query else full}

    poll(street.hall.store, ask, centre_id=street.hall.centre_id, account=ACCOUNT.number, at=street.hall.at)
    assert asked[1]["transaction_date_max"] == "2026-11-23 07:30:00"
    assert street.state() == "confirmed"


def test_patience_grows_and_has_an_end():
    assert [wait_after(failures, None) for failures in (0, 1, 2, 5, 1_000)] == [20, 40, 80, 600, 600]
    assert (wait_after(1, 90), wait_after(1, 10**9)) == (90, LONGEST_WAIT)


def test_the_command_asks_the_simulated_bank_over_http(street, tmp_path):
    street.pays(street.begins())
    page = serve_device_page(street.bank, 0, asked=lambda path: listed(street.bank, path))
    address = f"http://127.0.0.1:{page.server_port}"
    with urlopen(f"{address}{PATH}?limit=5000") as answer:
        assert len(json.load(answer)["transactions"]) == 1
    url = street.hall.store.url.render_as_string(hide_password=False)
    asked = ["--centre", "test", "--url", address, "--once", "--database", url, "--data", str(tmp_path / "data")]
    CliRunner().invoke(poll_bank_command, asked)
    assert street.hearing().why == "no token"
    (tmp_path / "data" / "sepay-token.secrets").write_text("a-token-of-the-provider")
    assert CliRunner().invoke(poll_bank_command, asked).exit_code == 0
    assert street.state() == "confirmed"
    page.shutdown()
    page.server_close()
