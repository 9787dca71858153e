"""Who is asking: a signed-in person, a device, or anybody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Request

from queue_server.domain.access import sign_in_lives
from queue_server.domain.ids import fingerprint
from queue_server.domain.roles import DEVICE_KINDS, Permission, permissions_of
from queue_server.store.devices import Device, device_by_token
from queue_server.store.engine import Store
from queue_server.store.staff import SignIn, Staff, save_sign_in_seen, sign_in_by_token
from queue_server.store.unit import Unit
from queue_server.usecases.perform import device_scope

STAFF_COOKIE = "motcua_sid"
DEVICE_COOKIE = "motcua_device"
FOR_DEVICES = frozenset().union(*DEVICE_KINDS.values())
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, and what they may do. `scope` is who, as the journal names them."""

    scope: str
    permissions: frozenset[Permission]
    centre_id: int | None = None
    staff: Staff | None = None
    device: Device | None = None
    csrf: str | None = None
    by_cookie: bool = False

    @property
    def keeps(self) -> str:
        """Whose idempotency keys they are: a person's at one centre are not those at another."""
        return self.scope if self.staff is None else f"{self.scope}@{self.centre_id}"


ANYBODY = Caller(scope="anybody", permissions=frozenset())


def identify(store: Store, request: Request, *, at: datetime, needs: Collection[Permission] = ()) -> Caller:
    """Return who sent the request: a Bearer token, else a cookie.

    A browser may hold a person's cookie and a board's: what the request needs decides which of the two is meant.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return device_caller(store, token.strip(), by_cookie=False)
    staff_token, device_token = request.cookies.get(STAFF_COOKIE), request.cookies.get(DEVICE_COOKIE)
    if device_token and (not staff_token or FOR_DEVICES.issuperset(needs)):
        return device_caller(store, device_token, by_cookie=True)
    return staff_caller(store, staff_token, at=at) if staff_token else ANYBODY


def device_caller(store: Store, token: str, *, by_cookie: bool) -> Caller:
    """Return the device that holds the token, or anybody."""
    with store.glancing() as connection:
        device = device_by_token(connection, fingerprint(token))
    if device is None:
        return ANYBODY
    return Caller(
        scope=device_scope(device.id),
        permissions=DEVICE_KINDS[device.kind],
        centre_id=device.centre_id,
        device=device,
        by_cookie=by_cookie,
    )


def staff_caller(store: Store, token: str, *, at: datetime) -> Caller:
    """Return the person whose browser holds the token, or anybody when it is unknown or too old."""
    token_hash = fingerprint(token)
    with store.glancing() as connection:
        found = sign_in_by_token(connection, token_hash)
    if found is None or not sign_in_lives(began_at=found.began_at, seen_at=found.seen_at, at=at):
        return ANYBODY
    _note_seen(store, token_hash, found, at=at)
    return Caller(
        scope=f"staff:{found.staff.id}",
        permissions=permissions_of(found.staff.roles),
        centre_id=found.staff.centre_id,
        staff=found.staff,
        csrf=found.csrf,
        by_cookie=True,
    )


def _note_seen(store: Store, token_hash: str, found: SignIn, *, at: datetime) -> None:
    if at - found.seen_at > SEEN_EVERY:
        with Unit(store) as unit:
            save_sign_in_seen(unit.connection, token_hash, at=at)
