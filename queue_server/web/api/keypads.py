"""Keypads at counters: what they show, and what a key does."""

from datetime import datetime

from queue_server.domain.errors import KeypadLate
from queue_server.domain.roles import Permission
from queue_server.store.devices import Device
from queue_server.store.keypad_views import keypads_view
from queue_server.store.setup import setup_of
from queue_server.usecases.pressing import press
from queue_server.web.api import api
from queue_server.web.endpoint import Answer, Call
from queue_server.web.schemas_keypads import Keypads, Pressed, PressRequest

PRESS = Permission.KEYPAD_PRESS


@api.endpoint("GET", "/keypads", needs=PRESS, gives=Keypads)
def keypads(call: Call) -> Answer:
    """How the counters of the device's hall are."""
    device, store = _own(call), call.context.store
    with store.reading() as connection:
        view = keypads_view(connection, setup_of(store, connection, call.centre_id), hall_id=device.hall_id)
    return call.timed(view)


@api.endpoint(
    "POST", "/keypads/press", needs=PRESS, takes=PressRequest, gives=Pressed, once=True,
    refuses=(
        "not_found", "keypad.late", "keypad.behind", "shift.required", "line.empty", "counter.busy",
        "counter.on_break", "counter.no_ticket", "ticket.illegal_move", "ticket.recall_first",
    ),
)  # fmt: skip
def press_key(call: Call) -> str:
    """Do what the key says for the clerk who sits at the counter."""
    asked = call.body

    return call.once(
        lambda unit: call.timed(
            press(
                unit,
                device=_own(call),
                counter=asked.counter,
                move=asked.move,
                label=asked.ticket,
                seen=_moment(asked.seen),
                at=call.at,
                rate=call.context.clock.rate,
            )
        )
    )


def _moment(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise KeypadLate() from None  # a day that no calendar has, in the right shape


def _own(call: Call) -> Device:
    assert call.caller.device is not None
    return call.caller.device
