"""The cable of a pipe terminal pulled at every byte of a whole sale: the till never says what is not so."""

from dataclasses import dataclass
from functools import partial

import pytest
from pipe_bench import FEE, Bench

from hardware.simulators.cardholder import Cardholder
from hardware.simulators.wired import STEP, Wired
from hardware.terminal.acknowledged import Byte
from hardware.terminal.till import Sale, Verdict

FEE_BOOKED = ("AB12CD", 50_000)
MORE = 20
"""Cuts beyond the last byte of the sale: it is then as if there was none."""
PEOPLE = [Cardholder.APPROVE, Cardholder.DECLINE]


def bytes_of_a_sale(cardholder, direction):
    bench = Bench()
    bench.terminal.cardholder = cardholder
    plugged, far = [], 10**9
    bench.sell(bench.till(lambda wired: plugged.append(wired) or wired, **{direction: far}))
    return far - getattr(plugged[0], direction)


@pytest.mark.parametrize("silently", [False, True], ids=["noticed", "unnoticed"])
@pytest.mark.parametrize("cardholder", PEOPLE)
@pytest.mark.parametrize("direction", ["sends", "hears"])
def test_the_cable_pulled_at_any_byte_never_makes_a_lie_and_recall_tells_the_truth(direction, cardholder, silently):
    whole = bytes_of_a_sale(cardholder, direction)
    assert whole > 20
    seen = set()
    for cut in range(whole + MORE):
        bench = Bench()
        bench.sell(sale=Sale(reference="BEFORE", amount=50_000))
        before = bench.till().newest()
        bench.terminal.cardholder = cardholder
        answer = bench.sell(bench.till(silently=silently, step=0.2 if silently else STEP, **{direction: cut}))
        bench.rest(60)
        booked = FEE_BOOKED in bench.booked
        seen.add((answer.verdict, booked))
        if booked:
            assert answer.verdict in {Verdict.APPROVED, Verdict.IN_DOUBT}, cut
        else:
            assert answer.verdict is not Verdict.APPROVED, cut
        truth = bench.till().recall(FEE, after=before)
        assert truth.verdict is (Verdict.APPROVED if booked else Verdict.NOT_STARTED), cut
        assert len(bench.booked) == 1 + booked, cut
    paid = cardholder is Cardholder.APPROVE
    end = Verdict.APPROVED if paid else Verdict.DECLINED
    assert seen >= {(Verdict.NOT_STARTED, False), (Verdict.IN_DOUBT, paid), (end, paid)}


@pytest.mark.parametrize("fault", ["lost_ack", "wrong_check", "twice"])
def test_the_same_holds_on_a_line_that_is_bad_besides(fault):
    for cut in range(0, 400, 7):
        bench = Bench()
        bench.terminal.change({fault: True})
        answer = bench.sell(bench.till(hears=cut))
        bench.rest(60)
        known = Verdict.APPROVED if bench.booked else Verdict.NOT_STARTED
        assert answer.verdict in {known, Verdict.IN_DOUBT}, cut
        truth = bench.till().recall(FEE, after=None)
        assert truth.verdict is known, cut


def test_a_line_that_comes_and_goes_at_every_byte_never_charges_twice():
    """The till asks again after each cut, as the agent does: newest before, recall after."""
    for cut in range(5, 200, 3):
        bench = Bench()
        before = bench.till().newest()
        verdict, tries = bench.sell(bench.till(hears=cut)).verdict, 0
        while verdict is not Verdict.APPROVED:
            tries += 1
            assert tries < 4, cut
            bench.rest(20)
            verdict = bench.till().recall(FEE, after=before).verdict
            if verdict is Verdict.NOT_STARTED:
                before = bench.till().newest()
                verdict = bench.sell().verdict
        assert bench.booked == [FEE_BOOKED], cut


@dataclass
class OneWrongByte:
    """A line on which the byte at one place of a direction arrives as another."""

    line: Wired
    direction: str
    place: int
    byte: int
    passed: int = 0

    def write(self, data, *, seconds):
        self.line.write(self.spoilt(data) if self.direction == "sends" else data, seconds=seconds)

    def read(self, *, seconds):
        data = self.line.read(seconds=seconds)
        return self.spoilt(data) if self.direction == "hears" else data

    def spoilt(self, data):
        spoilt = bytearray(data)
        if 0 <= self.place - self.passed < len(data):
            spoilt[self.place - self.passed] = self.byte
        self.passed += len(data)
        return bytes(spoilt)

    def discard(self):
        pass

    def close(self):
        self.line.close()


@pytest.mark.parametrize("byte", [*Byte, ord("0")], ids=lambda byte: f"{int(byte):02X}")
@pytest.mark.parametrize("direction", ["sends", "hears"])
def test_a_wrong_byte_anywhere_never_makes_a_lie_and_recall_tells_the_truth(direction, byte):
    for place in range(bytes_of_a_sale(Cardholder.APPROVE, direction)):
        bench = Bench()
        answer = bench.sell(bench.till(partial(OneWrongByte, direction=direction, place=place, byte=byte), step=0.1))
        bench.rest(60)
        known = Verdict.APPROVED if FEE_BOOKED in bench.booked else Verdict.NOT_STARTED
        assert answer.verdict in {known, Verdict.IN_DOUBT}, place
        truth = bench.till().recall(FEE, after=None)
        assert truth.verdict is known, place
        assert len(bench.booked) <= 1, place
