"""A key of a simulated pad, a pty, the agent, the real server, a called ticket: each in a process of its own."""

import re
from threading import Event

import httpx
import pytest

from queue_server.store.engine import Store
from queue_server.store.journal import entries_since
from queue_server.store.unit import Unit
from queue_server.usecases.context import Clock
from queue_server.usecases.enrolling import approve_enrolment


@pytest.fixture
def hall(box, hall_over):
    """The centre of the box's server, whose database both have open."""
    store = Store(f"sqlite:///{box.folder / 'motcua.sqlite'}")
    yield hall_over(store, 1, [1, 2, 3], Clock().now())
    store.close()


def until(holds):
    for _ in range(1_200):
        if found := holds():
            return found
        Event().wait(0.05)
    raise AssertionError(holds)


def test_a_key_pressed_at_a_counter_calls_the_next_ticket(box, hall):
    box.start("pads")
    box.start("keypads")
    code = re.search(r"code (\S+)", box.log("keypads")).group(1)
    with Unit(hall.store) as unit:
        facts = {"centre_id": hall.centre_id, "hall": "main", "device_id": "pads", "at": hall.at}
        approve_enrolment(unit, code=code, name="Bàn phím", **facts)
    hall.takes_ticket()
    hall.sits(hall.clerks[0], 1)
    page = f"http://127.0.0.1:{box.ports['pads']}"
    with httpx.Client(trust_env=False) as web:

        def pad():
            return web.get(f"{page}/state").json()["pads"]["1"]

        def presses():
            web.post(f"{page}/deed/press", json={"pad": 1, "key": "1"}).raise_for_status()

        def called():
            if pad()["text"] == "E01":  # the server was too slow: a clerk presses again
                presses()
            return (pad()["text"], pad()["lamp"]) == ("A001", "calling")

        until(lambda: (pad()["text"], pad()["lamp"]) == ("1", "free"))
        presses()
        until(called)
    with hall.store.reading() as connection:
        called = [entry.body for entry in entries_since(connection, 0) if entry.kind == "ticket.called"]
    assert [(body["label"], body["keypad"]) for body in called] == [("A001", "pads")]
