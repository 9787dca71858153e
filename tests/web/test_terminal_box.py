"""The box of a card terminal before the real server: both halves of a sale, and the box killed between them."""

import httpx
import pytest
from cashiers import Cashiers
from till_box import TillBox
from zvt_bench import ZvtBench

from bench.sale_disk import Copy
from hardware.simulators.cardholder import Cardholder
from queue_server.domain.payment import Method, PaymentState
from queue_server.store.devices import find_device
from queue_server.store.payments import find_payment
from queue_server.store.tellings import tellings_of
from queue_server.store.unit import Unit

WRITES = ("begin", "send", "answer", "told")


class Counter:
    """A counter's terminal and its box, before the site's server."""

    def __init__(self, site, folder):
        self.site, self.cashiers = site, Cashiers(site.hall)
        with Unit(site.hall.store) as unit:
            self.device = find_device(unit.connection, site.ids["terminal"], centre_id=site.hall.centre_id)
        server = httpx.WSGITransport(app=site.application.flask)
        self.box = TillBox(folder / "box", ZvtBench(), office=server, token=site.tokens["terminal"])

    def asks(self, *, at=0, after=False):
        """A clerk asks for a card; the box's agent is killed at that write."""
        self.box.starts(self.box.bench.another_till(), at=at, after=after)
        charge = self.cashiers.charges(again=True)
        payment = self.cashiers.begins(charge, Method.CARD, device=self.device)
        self.box.lives(2)
        return payment

    def wakes(self):
        """The box comes up again."""
        self.box.bench.pass_time(300)
        self.box.starts(self.box.bench.another_till())
        self.box.lives(3)

    def state(self, payment):
        with self.site.hall.store.reading() as connection:
            return find_payment(connection, centre_id=self.site.hall.centre_id, payment_id=payment.id).state

    def told(self, payment):
        with self.site.hall.store.reading() as connection:
            return [each.telling.verdict.value for each in tellings_of(connection, payment.id)]


@pytest.fixture
def counter(site, tmp_path):
    return Counter(site, tmp_path)


@pytest.mark.parametrize(
    ("cardholder", "state"),
    [
        (Cardholder.APPROVE, PaymentState.CONFIRMED),
        (Cardholder.DECLINE, PaymentState.FAILED),
        (Cardholder.CANCEL, PaymentState.CANCELLED),
    ],
)
def test_what_the_terminal_says_is_what_the_server_keeps(counter, cardholder, state):
    counter.box.bench.device.cardholder = cardholder
    assert counter.state(counter.asks()) is state


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("write", WRITES)
def test_a_box_killed_at_a_write_and_its_server_agree_with_the_terminal(counter, write, after):
    payment = counter.asks(at=WRITES.index(write) + 1, after=after)
    counter.wakes()
    paid = len(counter.box.bench.booked())
    assert paid <= 1
    assert counter.state(payment) is (PaymentState.CONFIRMED if paid else PaymentState.FAILED)
    assert set(counter.told(payment)) == {"approved" if paid else "not_started"}


def test_a_server_that_is_set_back_to_a_copy_of_hours_ago_is_told_again_what_it_forgot(counter):
    counter.box.starts(counter.box.bench.another_till())
    charge = counter.cashiers.charges(again=True)
    payment = counter.cashiers.begins(charge, Method.CARD, device=counter.device)
    copy = Copy(counter.site.hall.store.url.database)
    counter.box.lives(2)
    copy.put_back()
    counter.site.hall.passes(7200)
    assert counter.state(payment) is PaymentState.CREATED
    counter.box.lives(3)
    assert (counter.state(payment), len(counter.box.bench.booked())) == (PaymentState.CONFIRMED, 1)


def test_a_cut_cable_is_doubt_at_the_server_until_the_terminal_was_asked(counter):
    counter.box.bench.wrap = cut_after(200)
    payment = counter.asks()
    assert counter.told(payment)[0] == "in_doubt"
    counter.box.bench.wrap = None
    counter.wakes()
    assert (counter.state(payment), len(counter.box.bench.booked())) == (PaymentState.CONFIRMED, 1)
    assert counter.told(payment) == ["in_doubt", "approved"]


def cut_after(left):
    def wrap(line):
        line.hears = left
        return line

    return wrap
