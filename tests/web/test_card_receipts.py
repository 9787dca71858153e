"""From a terminal's print lines to the paper in the citizen's hand: terminal, box, server, kiosk, printer."""

import httpx
import pytest
from cashiers import Cashiers
from till_box import TillBox
from zvt_bench import ZvtBench

from hardware.escpos.compose import composed
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.simulators.cardholder import Cardholder
from hardware.simulators.language import take
from hardware.simulators.letters import letter
from hardware.simulators.zvt_messages import CARD
from kiosk.papers import paper_document
from queue_server.domain.payment import Method
from queue_server.store.devices import find_device
from queue_server.store.tellings import tellings_of
from queue_server.store.unit import Unit

TITLE = "PHIẾU GIAO DỊCH THẺ"
SAID = [TITLE, "HCC QUANG NINH", "KUNDENBELEG", "KARTE VISA ############1111", "16000 VND", "CODE 007919"]
WRITES = ("begin", "send", "answer", "told")


def read(job):
    """The lines of a job in the printer's own letters, as its bytes say them; white ones on black are between bars."""
    buffer, page, inverse, lines = bytearray(job), 0, False, [("", False)]
    while buffer:
        command = take(buffer)
        if command.head == b"\x1bt":
            page = command.body[0]
        elif command.head == b"\x1dB":
            inverse = bool(command.body[0])
        elif command.head == b"" and command.body == b"\n":
            lines.append(("", False))
        elif command.head == b"" and command.body[0] >= 0x20:
            lines[-1] = lines[-1][0] + letter(command.body[0], page), inverse
    said = [(" ".join(line.split()), marked) for line, marked in lines]
    return [f"|{line}|" if marked else line for line, marked in said]


class Desk:
    """A counter whose terminal has no printer, its box, the hall's kiosk with one, before the site's server."""

    def __init__(self, site, visit, folder, faults):
        self.site, self.cashiers = site, Cashiers(site.hall)
        self.clerk, self.kiosk = visit("clerk"), visit("kiosk")
        with Unit(site.hall.store) as unit:
            self.device = find_device(unit.connection, site.ids["terminal"], centre_id=site.hall.centre_id)
        self.bench = ZvtBench(faults=faults)
        server = httpx.WSGITransport(app=site.application.flask)
        self.box = TillBox(folder / "box", self.bench, office=server, token=site.tokens["terminal"])

    def sells(self, *, at=0, after=False):
        self.box.starts(self.bench.another_till(), at=at, after=after)
        payment = self.cashiers.begins(self.cashiers.charges(again=True), Method.CARD, device=self.device)
        self.box.lives(2)
        return payment

    def wakes(self):
        self.bench.pass_time(300)
        self.box.starts(self.bench.another_till())
        self.box.lives(3)

    def told(self, payment):
        with self.site.hall.store.reading() as connection:
            return [each.telling for each in tellings_of(connection, payment.id)]

    def prints(self, payment):
        """Order the confirmation, and read what the kiosk's printer is sent."""
        ordered = self.clerk.post(f"/payments/{payment.id}/papers", {"kind": "confirmation", "device": "kiosk-device"})
        assert ordered.status_code == 200, ordered.json
        (job,) = self.kiosk.post("/device/jobs/claim").json["jobs"]
        self.kiosk.post(f"/device/jobs/{job['id']}/report", {"outcome": "printed", "detail": None})
        document = paper_document(job["kind"], job["slip"], copy=job["copy"], logo=None)
        return read(composed(document, PrinterSettings(mode=PrintMode.TCVN)))


@pytest.fixture
def faults():
    return {}


@pytest.fixture
def desk(site, visit, tmp_path, faults):
    return Desk(site, visit, tmp_path, faults)


def section(paper):
    return paper[paper.index(TITLE) :][: len(SAID)]


def test_the_cardholders_receipt_is_on_the_confirmation_and_again_on_its_marked_copy(desk):
    payment = desk.sells()
    first, copy = desk.prints(payment), desk.prints(payment)
    assert section(first) == section(copy) == SAID
    assert "PHIẾU XÁC NHẬN THANH TOÁN" in first[: first.index(TITLE)]
    assert not any("BELEG" in line for line in first if line != "KUNDENBELEG")
    assert ([line for line in first if "IN LẠI" in line], [line for line in copy if "IN LẠI" in line]) == (
        [], ["|IN LẠI|"],
    )  # fmt: skip


@pytest.mark.parametrize("faults", [{"unmasked": True}, {"unmasked": True, "by_lines": True}])
def test_a_whole_card_number_in_a_line_is_on_no_paper_and_in_no_file(desk, site, tmp_path):
    payment = desk.sells()
    assert "KARTE VISA ************1111" in desk.prints(payment)
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert any(b"KARTE VISA" in each for each in files)
    assert not any(CARD.encode() in each for each in files)


@pytest.mark.parametrize("cardholder", [Cardholder.DECLINE, Cardholder.CANCEL])
def test_of_what_was_not_paid_no_receipt_is_kept_and_no_paper_is_given(desk, cardholder):
    desk.bench.device.cardholder = cardholder
    payment = desk.sells()
    assert [each.lines for each in desk.told(payment)] == [()]
    refused = desk.clerk.post(f"/payments/{payment.id}/papers", {"kind": "confirmation", "device": "kiosk-device"})
    assert refused.json["code"] == "payment.no_paper"


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("write", WRITES[2:])
def test_a_box_killed_at_a_write_brings_the_receipt_all_the_same(desk, write, after):
    payment = desk.sells(at=WRITES.index(write) + 1, after=after)
    desk.wakes()
    assert section(desk.prints(payment)) == SAID


@pytest.mark.parametrize("back", [60, 150])
def test_a_line_cut_within_the_print_lines_is_doubt_and_then_the_receipt_comes_with_the_terminals_word(desk, back):
    whole = ZvtBench()
    whole.till.newest()
    before = whole.plugged.heard
    whole.sell()
    desk.bench.wrap = cut_after(whole.plugged.heard - back)
    payment = desk.sells()
    assert [each.verdict.value for each in desk.told(payment)] == ["in_doubt"]
    assert before < whole.plugged.heard - back
    desk.bench.wrap = None
    desk.wakes()
    assert [each.verdict.value for each in desk.told(payment)] == ["in_doubt", "approved"]
    assert section(desk.prints(payment)) == SAID
    assert len(desk.bench.booked()) == 1


@pytest.mark.parametrize("faults", [{"babbles": 10_000}])
def test_ten_thousand_lines_of_a_mad_terminal_are_a_bounded_paper(desk):
    paper = desk.prints(desk.sells())
    assert section(paper) == SAID
    assert len(paper) < 75
    assert "…" in paper or "..." in paper


def cut_after(left):
    def wrap(line):
        line.hears = left
        return line

    return wrap
