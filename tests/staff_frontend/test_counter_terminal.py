"""A counter's terminal that is switched on late, before a clerk who has the fee open already."""

from playwright.sync_api import expect

from queue_server.store.devices import find_device
from queue_server.store.unit import Unit
from queue_server.usecases.reporting import note_heartbeat
from queue_server.usecases.terminals import place_terminal

READY = {"name": "terminal", "kind": "terminal", "state": "ready", "detail": None, "since": None}


def test_a_terminal_that_comes_back_is_offered_to_a_clerk_who_has_the_fee_open(site, cashiers, at_fee):
    device = cashiers.terminal()
    cashiers.does(place_terminal, device_id=device.id, counters=[1], staff_id=cashiers.other)
    cashiers.charges()
    fees = at_fee()
    expect(fees.get_by_text("Máy POS pos-1 không trả lời")).to_be_visible()
    with Unit(site.hall.store) as unit:
        known = find_device(unit.connection, device.id, centre_id=site.hall.centre_id)
        note_heartbeat(unit, device=known, parts=[READY], at=site.hall.at)
    expect(fees.get_by_role("button", name="Thẻ, máy POS pos-1")).to_be_enabled(timeout=15_000)
    expect(fees.get_by_text("Máy POS pos-1 không trả lời")).to_have_count(0)
