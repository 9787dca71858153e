"""Devices: letting them in, what they report, what they are to do."""

import secrets

from flask import Response

from queue_server.domain import ids
from queue_server.domain.roles import Permission
from queue_server.store.device_views import (
    device_view,
    devices_view,
    enrolments_view,
    past_choice_view,
    settings_name,
)
from queue_server.store.devices import Device, find_kiosk
from queue_server.store.printer_choices import PrinterChoice, choices_of
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit, dump
from queue_server.store.views import View, coded, moment
from queue_server.usecases import enrolling, printers, reporting, slips, terminals
from queue_server.web.api import api
from queue_server.web.api.staff import set_cookie
from queue_server.web.caller import DEVICE_COOKIE
from queue_server.web.endpoint import Call, clock_view
from queue_server.web.limits import ENROLMENTS
from queue_server.web.schemas_devices import DeviceOut, Devices, DeviceSelf, HeartbeatOut, PrinterHistory
from queue_server.web.schemas_in import (
    ApprovalRequest,
    CountersRequest,
    EnrolmentRequest,
    HeartbeatRequest,
    JobReport,
    Nothing,
    PollRequest,
    PrinterRequest,
)
from queue_server.web.schemas_jobs import Jobs, JobState
from queue_server.web.schemas_out import EnrolmentOut, Enrolments, Polled

SELF = Permission.DEVICE_SELF
MANAGE = Permission.DEVICE_MANAGE
TEN_YEARS = 315_360_000


@api.endpoint(
    "POST", "/enrolments", needs=None, takes=EnrolmentRequest, gives=EnrolmentOut, status=201, refuses=("rate.limited",)
)
def request_enrolment(call: Call) -> View:
    """Ask to be let in; the code is for the screen, the secret for polling."""
    ENROLMENTS.take()
    with Unit(call.context.store) as unit:
        enrolment = enrolling.request_enrolment(
            unit,
            kind=call.body.kind,
            name=call.body.name,
            code=ids.enrolment_code(call.context.chance(16)),
            secret=secrets.token_urlsafe(32),
            at=call.at,
        )
    return {
        "code": enrolment.code,
        "secret": enrolment.secret,
        "expires_at": moment(enrolment.expires_at),
        "interval_seconds": enrolling.POLL_SECONDS,
    }


@api.endpoint("POST", "/enrolments/poll", needs=None, takes=PollRequest, gives=Polled, refuses=("enrolment.unknown",))
def poll_enrolment(call: Call) -> Response:
    """How far the request is. A kiosk gets its token in the answer, a board as a cookie."""
    with Unit(call.context.store) as unit:
        polled = enrolling.poll_enrolment(unit, secret=call.body.secret, token=secrets.token_urlsafe(32), at=call.at)
    view: View = {"state": polled.state}
    if polled.device is None:
        return Response(dump(view), content_type="application/json")
    view["device"] = _name(polled.device)
    board = polled.device.kind == "board"
    response = Response(dump(view if board else view | {"token": polled.token}), content_type="application/json")
    if board:
        set_cookie(response, DEVICE_COOKIE, polled.token or "", max_age=TEN_YEARS)
    return response


@api.endpoint("GET", "/enrolments", needs=MANAGE, gives=Enrolments)
def enrolments(call: Call) -> View:
    """The requests that wait for a manager, and the halls to choose from."""
    store = call.context.store
    with store.reading() as connection:
        halls = setup_of(store, connection, call.centre_id).halls.values()
        return {"enrolments": enrolments_view(connection, at=call.at), "halls": [coded(hall) for hall in halls]}


@api.endpoint(
    "POST",
    "/enrolments/approve",
    needs=MANAGE,
    takes=ApprovalRequest,
    gives=DeviceOut,
    status=201,
    once=True,
    refuses=("enrolment.unknown", "enrolment.expired", "not_found"),
)
def approve_enrolment(call: Call) -> str:
    """Let a device in."""
    letters = call.body.code.upper().replace("-", "")

    def action(unit: Unit) -> View:
        device = enrolling.approve_enrolment(
            unit,
            centre_id=call.centre_id,
            code=f"{letters[:4]}-{letters[4:]}",
            name=call.body.name,
            hall=call.body.hall,
            device_id=secrets.token_hex(8),
            at=call.at,
        )
        return _view(call, unit, device)

    return call.once(action)


@api.endpoint("GET", "/devices", needs=MANAGE, gives=Devices)
def devices(call: Call) -> View:
    """The devices of the centre and how they are."""
    store = call.context.store
    with store.reading() as connection:
        setup = setup_of(store, connection, call.centre_id)
        return {"devices": devices_view(connection, setup, at=call.at, rate=call.context.clock.rate)}


@api.endpoint(
    "POST", "/devices/<device>/revoke", needs=MANAGE, takes=Nothing, gives=DeviceOut, once=True, refuses=("not_found",)
)
def revoke_device(call: Call, device: str) -> str:
    """Shut a device out for good."""
    return call.once(
        lambda unit: _view(
            call,
            unit,
            enrolling.revoke_device(unit, centre_id=call.centre_id, device_id=device, at=call.at),
        )
    )


@api.endpoint(
    "POST", "/devices/<device>/printer", needs=MANAGE, takes=PrinterRequest, gives=DeviceOut, once=True,
    refuses=("not_found",),
)  # fmt: skip
def choose_printing(call: Call, device: str) -> str:
    """Choose how a kiosk prints: the mode in which its self-test has every letter, and the width of its paper."""
    staff, wish = call.caller.staff, call.body.printer
    assert staff is not None
    choice = None if wish is None else PrinterChoice(**wish.model_dump())
    return call.once(
        lambda unit: _view(
            call,
            unit,
            printers.choose_printing(
                unit, centre_id=call.centre_id, device_id=device, choice=choice, staff_id=staff.id, at=call.at
            ),
        )
    )


@api.endpoint(
    "POST", "/devices/<device>/counters", needs=MANAGE, takes=CountersRequest, gives=DeviceOut, once=True,
    refuses=("not_found",),
)  # fmt: skip
def place_terminal(call: Call, device: str) -> str:
    """Say which counters of its hall a card terminal serves; no other terminal serves them any more."""
    staff = call.caller.staff
    assert staff is not None
    return call.once(
        lambda unit: _view(
            call,
            unit,
            terminals.place_terminal(
                unit,
                centre_id=call.centre_id,
                device_id=device,
                counters=call.body.counters,
                staff_id=staff.id,
                at=call.at,
            ),
        )
    )


@api.endpoint("GET", "/devices/<device>/printer", needs=MANAGE, gives=PrinterHistory, refuses=("not_found",))
def printer_history(call: Call, device: str) -> View:
    """What was chosen for a kiosk's printer, newest first."""
    with call.context.store.reading() as connection:
        kiosk = find_kiosk(connection, device, centre_id=call.centre_id)
        return {"choices": [past_choice_view(each) for each in choices_of(connection, kiosk.id)]}


@api.endpoint("GET", "/device", needs=SELF, gives=DeviceSelf)
def own_device(call: Call) -> View:
    """What the device is and where it stands."""
    device, store = _own(call), call.context.store
    with store.reading() as connection:
        setup = setup_of(store, connection, device.centre_id)
    return {
        "device": _name(device),
        "hall": coded(setup.halls[device.hall_id]),
        "centre": coded(setup),
        "settings": device.settings,
        "settings_name": settings_name(device),
        "logo": setup.logo,
    } | clock_view(call.context, call.at)


@api.endpoint("POST", "/device/heartbeat", needs=SELF, takes=HeartbeatRequest, gives=HeartbeatOut)
def heartbeat(call: Call) -> View:
    """How the device and what is plugged into it are."""
    parts = [part.model_dump() for part in call.body.parts]
    with Unit(call.context.store) as unit:
        waiting = reporting.note_heartbeat(unit, device=_own(call), parts=parts, at=call.at)
    return {"jobs_waiting": waiting, "settings_name": settings_name(_own(call))} | clock_view(call.context, call.at)


@api.endpoint("POST", "/device/jobs/claim", needs=Permission.TICKET_ISSUE, takes=Nothing, gives=Jobs, once=True)
def claim_jobs(call: Call) -> str:
    """Take the papers that are to be printed now."""

    def action(unit: Unit) -> View:
        claimed = slips.claim_jobs(unit, device_id=_own(call).id, at=call.at, rate=call.context.clock.rate)
        return {
            "jobs": [
                {"id": job.id, "kind": job.kind.value, "attempt": job.attempt, "copy": job.copy, "slip": job.slip}
                for job in claimed
            ]
        }

    return call.once(action)


@api.endpoint(
    "POST",
    "/device/jobs/<job>/report",
    needs=Permission.TICKET_ISSUE,
    takes=JobReport,
    gives=JobState,
    once=True,
    refuses=("not_found",),
)
def report_job(call: Call, job: str) -> str:
    """Say what became of a paper."""
    return call.once(
        lambda unit: {
            "state": slips.report_job(
                unit,
                device_id=_own(call).id,
                job_id=job,
                outcome=call.body.outcome,
                detail=call.body.detail,
                at=call.at,
            )
        }
    )


def _own(call: Call) -> Device:
    assert call.caller.device is not None
    return call.caller.device


def _name(device: Device) -> View:
    return {"id": device.id, "kind": device.kind, "name": device.name}


def _view(call: Call, unit: Unit, device: Device) -> View:
    setup = setup_of(call.context.store, unit.connection, call.centre_id)
    return device_view(setup, device, jobs_waiting=0, at=call.at)
