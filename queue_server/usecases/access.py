"""Signing in and out."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from queue_server.domain.access import ABSOLUTE_LIMIT, IDLE_LIMIT, delay_after
from queue_server.domain.errors import NotFound, SignInRefused, TooManyAttempts
from queue_server.domain.event import EventKind
from queue_server.domain.ids import fingerprint
from queue_server.store.engine import Store
from queue_server.store.setup import setup_for_writing
from queue_server.store.shifts import mark_ready, shift_of_clerk
from queue_server.store.staff import (
    Credentials,
    Staff,
    credentials_of,
    delete_sign_in,
    insert_sign_in,
    note_failure,
    note_success,
    purge_sign_ins,
    save_sign_in_centre,
    workplaces_of,
)
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record

HASHER = PasswordHasher()
"""argon2id with the library's parameters (RFC 9106, low-memory profile)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A password check: whose login it was, and whether the password was right."""

    credentials: Credentials
    right: bool


@cache
def _decoy() -> str:
    return HASHER.hash("a login that does not exist")


def check_password(store: Store, *, login: str, password: str, at: datetime) -> Checked | None:
    """Compare the password outside any transaction (it takes tens of milliseconds); None for an unknown login.

    An unknown login takes as long as a known one. Raises TooManyAttempts while the login must rest.
    """
    with store.reading() as connection:
        found = credentials_of(connection, login)
    if found is None:
        _matches(_decoy(), password)
        return None
    _refuse_hurry(found, at=at)
    return Checked(credentials=found, right=_matches(found.password_hash, password))


def sign_in(unit: Unit, *, checked: Checked, token: str, csrf: str, at: datetime) -> Staff:
    """Keep the browser as signed in; tokens come from a secure source (at least 128 bits)."""
    staff = checked.credentials.staff
    note_success(unit.connection, staff.id)
    purge_sign_ins(unit.connection, began_before=at - ABSOLUTE_LIMIT, seen_before=at - IDLE_LIMIT)
    insert_sign_in(unit.connection, token_hash=fingerprint(token), staff_id=staff.id, csrf=csrf, at=at)
    record(unit, EventKind.STAFF_SIGNED_IN, at=at, centre_id=staff.centre_id, clerk=staff.id)
    return staff


def change_centre(unit: Unit, *, staff: Staff, token: str, code: str, at: datetime) -> Staff:
    """Let the signed-in browser be at another centre at which the person works. Raises NotFound."""
    for place in workplaces_of(unit.connection, staff.id):
        if place.code == code:
            _no_longer_ready(unit, staff)
            save_sign_in_centre(unit.connection, fingerprint(token), centre_id=place.centre_id)
            record(unit, EventKind.STAFF_CHANGED_CENTRE, at=at, centre_id=place.centre_id, clerk=staff.id)
            return replace(staff, centre_id=place.centre_id, roles=place.roles)
    raise NotFound(what="centre", name=code)


def note_refusal(unit: Unit, *, checked: Checked, at: datetime) -> None:
    """Count and journal a wrong password."""
    staff = checked.credentials.staff
    note_failure(unit.connection, staff.id, at=at)
    record(unit, EventKind.STAFF_REFUSED, at=at, centre_id=staff.centre_id, clerk=staff.id)


def sign_out(unit: Unit, *, staff: Staff, token: str, at: datetime) -> None:
    """Forget the browser; nobody is called by itself to the counter of who went away."""
    _no_longer_ready(unit, staff)
    delete_sign_in(unit.connection, fingerprint(token))
    record(unit, EventKind.STAFF_SIGNED_OUT, at=at, centre_id=staff.centre_id, clerk=staff.id)


def _no_longer_ready(unit: Unit, staff: Staff) -> None:
    shift = shift_of_clerk(unit.connection, staff.id)
    if shift is not None:
        setup_for_writing(unit, shift.centre_id)
        mark_ready(unit.connection, shift, None)


def require_right(checked: Checked | None) -> Checked:
    """Return the check of a right password. Raises SignInRefused, the same for a wrong login and a wrong password."""
    if checked is None or not checked.right:
        raise SignInRefused()
    return checked


def _refuse_hurry(found: Credentials, *, at: datetime) -> None:
    if found.last_failure_at is None:
        return
    rest = found.last_failure_at + delay_after(found.failures) - at
    if rest.total_seconds() > 0:
        raise TooManyAttempts(seconds=int(rest.total_seconds()) + 1)


def _matches(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
