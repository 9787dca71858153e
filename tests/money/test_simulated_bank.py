"""A citizen scans the code and pays; whatever happens to the bank's word on its way, the fee is paid once."""

import json
from datetime import timedelta
from itertools import count
from urllib.request import Request, urlopen

import pytest
from bank_letters import CHECKSUM, SECRET, give_secrets
from cashiers import ACCOUNT, Cashiers
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hardware.simulators.device_page import serve_device_page
from queue_server.cli.bank import bank_command
from queue_server.cli.bank_letters import Transfer, payos_letter, sepay_letter
from queue_server.cli.simulated_bank import GAPS, SimulatedBank
from queue_server.domain.vietqr import VietQr, vietqr_text
from queue_server.store.bank_credits import unsettled_credits
from queue_server.store.payments import payments_of

SECRETS = {"sepay": SECRET, "payos": CHECKSUM}
LETTERS = {"sepay": sepay_letter, "payos": payos_letter}


class Street:
    """A cashier, a server, and a bank whose clock is the test's."""

    def __init__(self, site, folder):
        give_secrets(folder)
        self.hall, self.cashiers = site.hall, Cashiers(site.hall)
        self.client = site.application.flask.test_client()
        self.answers = []
        self.seconds = 0.0
        self.numbers = count(1)
        self.charge = None
        self.begins()

    def begins(self):
        """A payment of its own, whatever became of the one before."""
        if self.charge is None or self.state() == "confirmed":
            self.charge = self.cashiers.charges(again=True)
        else:
            self.cashiers.cancels(self.payment)
        self.payment = self.cashiers.begins(self.charge)
        self.qr = vietqr_text(VietQr(account=ACCOUNT, amount=self.payment.amount, purpose=self.payment.code))

    def send(self, path, body, headers):
        answer = self.client.post(path, data=body, headers=headers)
        self.answers.append(answer.status_code)
        return answer.json == {"success": True}

    def bank(self, form, **faults):
        bank = SimulatedBank(form=form, secret=SECRETS[form], send=self.send, now=lambda: self.hall.at)
        bank.change(faults)
        return bank

    def waits(self, bank, minutes):
        """Minute by minute."""
        for _ in range(minutes):
            bank.tick(self.seconds)
            self.seconds += 60
            self.hall.passes(60)

    def state(self):
        with self.hall.store.reading() as connection:
            return payments_of(connection, self.charge.id)[-1].state

    def unsettled(self):
        with self.hall.store.reading() as connection:
            return [kept.state for kept in unsettled_credits(connection, self.hall.centre_id)]


@pytest.fixture
def database_url(request):
    """The quick database, unless a test names the others too."""
    return request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")


@pytest.fixture
def street(site, tmp_path):
    return Street(site, tmp_path)


@pytest.mark.parametrize("form", SECRETS)
@pytest.mark.parametrize("fault", [None, "twice", "lost_answer", "late", "out_of_order"])
def test_a_scanned_code_is_paid_once_whatever_happens_to_the_word_of_it(street, form, fault):
    bank = street.bank(form, **({fault: True} if fault else {}))
    bank.scan(street.qr)
    street.waits(bank, 40)
    held = fault in {"late", "out_of_order"}
    assert street.state() == ("pending" if held else "confirmed")
    bank.release()
    street.waits(bank, 1)
    assert street.state() == "confirmed"
    tries = {"twice": 2, "lost_answer": 1 + len(GAPS)}.get(fault, 1)
    assert (street.answers, street.unsettled(), bank.waiting) == ([200] * tries, [], 0)
    assert street.cashiers.books()["bank"] == street.payment.amount


@pytest.mark.parametrize(
    ("fault", "state"), [("less", "under"), ("more", "over"), ("wrong_text", "unknown"), ("wrong_signature", None)]
)
def test_a_transfer_that_is_not_what_was_asked_pays_nothing(street, fault, state):
    bank = street.bank("sepay", **{fault: True})
    bank.scan(street.qr)
    street.waits(bank, 40)
    assert street.state() == "pending"
    assert street.unsettled() == ([state] if state else [])
    assert street.answers == ([200] if state else [401] * (1 + len(GAPS)))


def test_a_word_that_is_out_of_order_goes_after_the_next_ones(street):
    bank = street.bank("sepay", out_of_order=True)
    late = bank.scan(street.qr)
    early = bank.scan(street.qr)
    street.waits(bank, 1)
    assert [said.split()[0] for said in bank.said] == [early.reference, late.reference]
    assert (street.state(), street.unsettled()) == ("confirmed", ["double"])


OFF = {"right": 0, "under": -1_000, "over": 1_000, "unknown": 0}


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(OFF)), min_size=1, max_size=4), st.data())
def test_any_transfers_told_by_both_providers_in_any_order_and_number_are_each_booked_once(street, kinds, data):
    street.begins()
    before, waiting = street.cashiers.books(), len(street.unsettled())
    transfers = [transfer(street, kind) for kind in kinds]
    told = st.lists(st.tuples(st.sampled_from(transfers), st.sampled_from(sorted(LETTERS))), max_size=6)
    words = [(each, "sepay") for each in transfers] + data.draw(told)
    for each, form in data.draw(st.permutations(words)):
        street.hall.passes(data.draw(st.integers(0, 100)))
        assert street.send(*LETTERS[form](each, SECRETS[form], street.hall.at))
    paid = "right" in kinds
    assert street.state() == ("confirmed" if paid else "pending")
    after = street.cashiers.books()
    assert after.get("bank", 0) - before.get("bank", 0) == sum(each.amount for each in transfers)
    assert len(street.unsettled()) - waiting == len(kinds) - paid


def transfer(street, kind):
    number = next(street.numbers)
    return Transfer(
        number=number,
        reference=f"FT{number:06}",
        account=ACCOUNT.number,
        amount=street.payment.amount + OFF[kind],
        text="chuyen tien" if kind == "unknown" else street.payment.code,
        at=street.hall.at - timedelta(seconds=20),
    )


def test_the_banks_page_pays_a_code_and_throws_switches(street):
    bank = street.bank("sepay")
    page = serve_device_page(bank, 0)

    def post(path, facts):
        asked = Request(f"http://127.0.0.1:{page.server_port}{path}", data=json.dumps(facts).encode())
        return json.load(urlopen(asked, timeout=30))

    assert post("/faults", {"twice": True})["faults"]["twice"] is True
    state = post("/deed/pay", {"payload": street.qr})
    assert [each["amount"] for each in state["transfers"]] == [street.payment.amount]
    assert state["waiting"] == 2
    street.waits(bank, 1)
    shown = urlopen(f"http://127.0.0.1:{page.server_port}/", timeout=30).read().decode()
    assert "try 1: done" in shown
    page.shutdown()
    page.server_close()
    assert street.state() == "confirmed"


@pytest.mark.parametrize(
    ("deed", "given_"),
    [("pay", {"payload": "000201"}), ("pay", {}), ("pay", {"account": "1", "amount": "x"}), ("dance", {})],
)
def test_what_cannot_be_paid_is_refused(street, deed, given_):
    with pytest.raises(ValueError, match=r"."):
        street.bank("sepay").deed(deed, given_)


def test_without_a_secret_the_command_says_where_to_put_one(tmp_path):
    result = CliRunner().invoke(bank_command, ["--data", str(tmp_path)])
    assert result.exit_code == 1
    assert "sepay-hmac.secrets has no secret" in result.output
