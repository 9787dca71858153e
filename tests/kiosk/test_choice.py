"""What the administration chooses for a printer, and what the box makes of it."""

from threading import Event

import pytest
from PIL import Image

from hardware.document import Bitmap
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.escpos.raster import WIDTH_58, WIDTH_80
from hardware.logo import write_logo
from kiosk.agent.choice import Printing
from kiosk.agent.settings import AgentSettings

HYBRID_58 = {"mode": "hybrid", "paper": 58, "stores_graphics": True}

BLACK = Bitmap(160, b"\xff" * 20 * 100)


def until(holds, *, seconds=30):
    for _ in range(int(seconds / 0.05)):
        if found := holds():
            return found
        Event().wait(0.05)
    raise AssertionError(holds)


@pytest.fixture
def printing(tmp_path):
    def at(baud=115_200, printer="/dev/ttyUSB0", **own):
        own = PrinterSettings(**({"mode": PrintMode.TCVN} | own))
        return Printing(
            AgentSettings(server="", data=tmp_path, host="", port=0, printer=printer, baud=baud, printing=own)
        )

    return at


def test_what_was_chosen_applies_and_the_options_of_the_box_do_where_nothing_was(printing):
    box = printing()
    assert box.choose(HYBRID_58)
    assert box.settings == PrinterSettings(mode=PrintMode.HYBRID, width=WIDTH_58, stores_graphics=True)
    assert box.report() == HYBRID_58 | {"baud": 115_200, "refused": None}
    assert not box.choose(HYBRID_58)
    assert box.choose(None)
    assert box.settings == PrinterSettings(mode=PrintMode.TCVN, width=WIDTH_80)


def test_a_mode_too_slow_for_the_line_is_refused_with_its_reason_and_the_box_prints_on_as_it_is_set(printing):
    box = printing(baud=19_200)
    assert box.choose(HYBRID_58)
    assert box.choose({"mode": "raster", "paper": 80, "stores_graphics": False})
    assert box.settings.mode is PrintMode.TCVN
    refused = box.report()["refused"]
    assert (refused["mode"], refused["code"], refused["least"]) == ("raster", "printer.too_slow", 115_200)
    assert refused["seconds"] > 5
    box.choose(HYBRID_58)
    assert box.report()["refused"] is None


def test_a_line_without_a_speed_takes_every_mode(printing):
    box = printing(baud=9_600, printer="socket://10.0.0.5:9100")
    assert box.choose({"mode": "raster", "paper": 80, "stores_graphics": False})
    assert (box.report()["baud"], box.report()["refused"]) == (None, None)


@pytest.mark.parametrize("strange", [{"mode": "colour"}, {"paper": 112}])
def test_a_choice_that_this_agent_does_not_know_is_refused_and_told(printing, strange):
    box = printing()
    assert not box.choose(HYBRID_58 | strange)
    assert box.report()["refused"] == {"mode": (HYBRID_58 | strange)["mode"], "code": "printer.unknown_mode"}


def test_the_logo_of_the_centre_is_taken_and_one_that_is_none_keeps_no_slip_from_being_printed(printing):
    box = printing()
    assert not box.take({"settings": {}, "logo": write_logo(BLACK)})
    assert box.logo == BLACK
    for strange in ("no logo", 7, None):
        box.take({"settings": {}, "logo": strange})
        assert box.logo is None


def test_a_choice_reaches_a_running_agent_and_the_next_slip_is_of_it_also_after_a_restart(kiosk, centre):
    kiosk.start()
    until(kiosk.is_ready)
    centre.logo = write_logo(BLACK)
    centre.printer = {"mode": "raster", "paper": 58, "stores_graphics": False}
    until(lambda: centre.parts and centre.parts[0]["printing"]["paper"] == 58)
    kiosk.takes_ticket("visit-0001")
    until(lambda: centre.told == [("A001", "printed")])
    (slip,) = (kiosk.folder / "slips").glob("slip-*.png")
    assert Image.open(slip).convert("L").getpixel((WIDTH_58 // 2, BLACK.height // 2)) == 0
    ink = Image.open(slip).convert("L").point(lambda grey: 255 - grey).getbbox()
    assert ink is not None
    assert ink[2] <= WIDTH_58
    kiosk.end()
    centre.absent = True
    kiosk.start()
    centre.parts, centre.absent = [], False
    until(lambda: centre.parts)
    assert centre.parts[0]["printing"]["paper"] == 58
