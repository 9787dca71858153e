"""Choosing how the printers of kiosks print."""

from typing import get_args

from hardware.escpos.modes import PrintMode
from queue_server.web.schemas_in import PrintMode as WebPrintMode

HYBRID = {"mode": "hybrid", "paper": 58, "stores_graphics": True}
RASTER = {"mode": "raster", "paper": 80, "stores_graphics": False}
PRINTER = {"name": "printer", "kind": "printer", "state": "ready"}


def test_the_modes_that_can_be_chosen_are_those_of_the_driver():
    assert set(get_args(WebPrintMode)) == {mode.value for mode in PrintMode}


def test_a_choice_is_kept_with_its_past_and_goes_to_the_kiosk_which_is_told_that_there_is_something_new(visit):
    manager, kiosk = visit("manager"), visit("kiosk")
    names = [kiosk.post("/device/heartbeat", {}).json["settings_name"]]
    for choice in (HYBRID, HYBRID, RASTER, None):
        answer = manager.post("/devices/kiosk-device/printer", {"printer": choice})
        assert (answer.status_code, answer.json["printer"]) == (200, choice)
        own = kiosk.get("/device").json
        assert own["settings"].get("printer") == choice
        assert kiosk.post("/device/heartbeat", {}).json["settings_name"] == own["settings_name"]
        names.append(own["settings_name"])
    assert len(set(names)) == 3
    assert (names[1], names[4]) == (names[2], names[0])
    past = manager.get("/devices/kiosk-device/printer").json["choices"]
    assert [(each["who"], each["printer"]) for each in past] == [
        ("Người manager", None), ("Người manager", RASTER), ("Người manager", HYBRID),
    ]  # fmt: skip


def test_how_a_printer_prints_and_what_it_refuses_is_on_the_page_of_devices(visit):
    refused = {"mode": "raster", "code": "printer.too_slow", "seconds": 30.5, "least": 115_200}
    printing = HYBRID | {"baud": 9_600, "refused": refused}
    report = {"software": "", "parts": [PRINTER | {"printing": printing}]}
    assert visit("kiosk").post("/device/heartbeat", report).status_code == 200
    shown = {device["id"]: device for device in visit("manager").get("/devices").json["devices"]}
    assert shown["kiosk-device"]["parts"][0]["printing"] == printing
    assert shown["kiosk-device"]["printer"] is None


def test_only_a_kiosk_in_use_has_a_printer(visit):
    manager = visit("manager")
    for device in ("board-device", "revoked-device", "nobody"):
        assert manager.post(f"/devices/{device}/printer", {"printer": HYBRID}).status_code == 404
        assert manager.get(f"/devices/{device}/printer").status_code == 404


def test_a_mode_or_a_width_that_there_is_not_is_refused(visit):
    for wrong in ({"mode": "colour"}, {"paper": 112}, {"paper": "80"}):
        answer = visit("manager").post("/devices/kiosk-device/printer", {"printer": HYBRID | wrong})
        assert (answer.status_code, answer.json["code"]) == (422, "input.invalid")
