"""The Socket.IO end: authenticates, assigns rooms, sends the first snapshot."""

import logging
from dataclasses import replace
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, join_room

from queue_server.domain.access import sign_in_lives
from queue_server.domain.ids import fingerprint
from queue_server.domain.roles import permissions_of
from queue_server.realtime.feeds import Feeds
from queue_server.realtime.rooms import Member, Members, rooms_of_device, rooms_of_staff
from queue_server.store.devices import device_by_token
from queue_server.store.jobs import open_job_counts
from queue_server.store.shifts import shift_of_clerk
from queue_server.store.staff import sign_in_by_token
from queue_server.usecases.context import Context

log = logging.getLogger("motcua.sockets")

LARGEST_MESSAGE = 65_536


def open_sockets(app: Flask, context: Context, members: Members, *, cookies: tuple[str, str]) -> SocketIO:
    """Add Socket.IO to the app, websocket only; `cookies` are the names of the staff's and the device's cookie."""
    socketio = SocketIO(
        app,
        async_mode="threading",
        transports=["websocket"],
        ping_interval=10,
        ping_timeout=8,
        max_http_buffer_size=LARGEST_MESSAGE,
        manage_session=False,
    )
    feeds = Feeds(context)

    @socketio.on("connect")  # type: ignore[untyped-decorator]
    def connect(auth: Any = None) -> bool:
        member = _identify(context, auth, cookies)
        if member is None or not members.admit(member):
            log.info("socket refused: %s", "unknown" if member is None else "too many")
            return False
        for room in member.rooms:
            join_room(room)
        _greet(context, feeds, socketio, member)
        return True

    @socketio.on("disconnect")  # type: ignore[untyped-decorator]
    def disconnect(_reason: Any = None) -> None:
        members.leave(_sid())

    return socketio


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]


def _identify(context: Context, auth: Any, cookies: tuple[str, str]) -> Member | None:
    """Return the member behind a token or the cookies; a browser that holds both cookies is in the rooms of both."""
    token = auth.get("token") if isinstance(auth, dict) else None
    if isinstance(token, str):
        return _device_member(context, token) if token.isascii() else None
    staff_token, device_token = (request.cookies.get(cookie) for cookie in cookies)
    person = _staff_member(context, staff_token) if staff_token else None
    board = _device_member(context, device_token) if device_token else None
    if person is not None and board is not None:
        return replace(board, staff_id=person.staff_id, rooms=board.rooms + person.rooms)
    return person or board


def _device_member(context: Context, token: str) -> Member | None:
    with context.store.reading() as connection:
        device = device_by_token(connection, fingerprint(token))
    if device is None:
        return None
    return Member(sid=_sid(), centre_id=device.centre_id, rooms=rooms_of_device(device), device_id=device.id)


def _staff_member(context: Context, token: str) -> Member | None:
    with context.store.reading() as connection:
        found = sign_in_by_token(connection, fingerprint(token))
    if found is None or not sign_in_lives(began_at=found.began_at, seen_at=found.seen_at, at=context.clock.now()):
        return None
    staff = found.staff
    rooms = rooms_of_staff(staff, permissions_of(staff.roles))
    return Member(sid=_sid(), centre_id=staff.centre_id, rooms=rooms, staff_id=staff.id)


def _greet(context: Context, feeds: Feeds, socketio: SocketIO, member: Member) -> None:
    with context.store.reading() as connection:
        setup = feeds.setup(connection, member.centre_id)
        for room in member.rooms:
            kind, _, name = room.partition(":")
            if kind == "board":
                socketio.emit("board", feeds.board(connection, setup, int(name)), to=member.sid)
            elif kind == "manager":
                socketio.emit("manager", feeds.manager(connection, setup), to=member.sid)
            elif kind == "device":
                waiting = open_job_counts(connection).get(name, 0)
                socketio.emit("device", {"jobs_waiting": waiting}, to=member.sid)
            elif (shift := shift_of_clerk(connection, int(name))) is not None and shift.centre_id == setup.id:
                socketio.emit("console", feeds.console(connection, setup, shift), to=member.sid)
