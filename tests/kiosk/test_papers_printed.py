"""Papers of payments on a simulated printer: read back, killed on the way, without paper."""

from threading import Event

from payment_papers import CONFIRMATION, PAYMENT_CODE, QR
from PIL import Image

PRINTED = ("MCHKLRTWXA", "printed")
ON_PAPER = QR.lstrip("0")
"""As a slip's code is read in these tests."""


def until(holds):
    for _ in range(1200):
        if holds():
            return
        Event().wait(0.05)
    raise AssertionError(holds)


def ready(kiosk):
    kiosk.start()
    until(kiosk.is_ready)


def is_marked(path):
    """Whether the paper bears the black band of a copy."""
    picture = Image.open(path).convert("1")
    rows, width = picture.tobytes(), picture.width // 8
    black = [not any(rows[at : at + width]) for at in range(0, len(rows), width)]
    return any(all(black[at : at + 6]) for at in range(len(black) - 6))


def test_a_payment_code_is_read_from_the_paper_to_the_byte_and_a_copy_bears_its_mark(kiosk, centre):
    ready(kiosk)
    centre.order("payment_code", PAYMENT_CODE)
    until(lambda: centre.told == [PRINTED])
    centre.order("payment_code", PAYMENT_CODE, copy=1)
    until(lambda: centre.told == [PRINTED] * 2)
    assert kiosk.paper() == [(ON_PAPER, False), (ON_PAPER, True)]
    assert QR not in kiosk.log()


def test_killed_while_a_payment_code_is_sent_it_comes_again_marked(kiosk, centre):
    ready(kiosk)
    kiosk.printer.change({"slow": True})
    kiosk.printer.baud = 9600
    centre.order("payment_code", PAYMENT_CODE)
    until(lambda: kiosk.journal_states() == ["sending"])
    kiosk.end()
    kiosk.printer.baud = 1_000_000
    kiosk.printer.change({"slow": False})
    kiosk.start()
    until(lambda: centre.state_of("MCHKLRTWXA") == "printed")
    assert kiosk.paper()[-1] == (ON_PAPER, True)
    assert centre.told == [("MCHKLRTWXA", "unknown"), PRINTED]


def test_a_confirmation_waits_for_paper_and_comes_unmarked_with_the_new_roll(kiosk, centre):
    ready(kiosk)
    kiosk.printer.change({"paper_out": True})
    until(lambda: kiosk.state()["printer"] == {"state": "faulty", "detail": "paper_out"})
    centre.order("confirmation", CONFIRMATION)
    kiosk.printer.change({"paper_out": False})
    until(lambda: centre.state_of("MCHKLRTWXA") == "printed")
    papers = list((kiosk.folder / "slips").glob("slip-*.png"))
    assert [is_marked(each) for each in papers] == [False]
    assert not kiosk.paper()
