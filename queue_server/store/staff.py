"""People who sign in, and their signed-in browsers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from queue_server.store.moments import from_ms, maybe_from_ms, to_ms
from queue_server.store.prepared import Prepared

NO_PASSWORD = "!"  # noqa: S105 - no hash at all, so that nothing matches it
"""Stands where a password's hash will: the person cannot sign in before getting one."""

_STAFF = (
    "SELECT s.id, s.centre_id, s.login, s.name, s.roles, s.password_hash, s.failures, s.last_failure_at FROM staff s"
)
_BY_LOGIN = Prepared(text(f"{_STAFF} WHERE s.login = :login AND s.active"))
_AT_CENTRE = "SELECT s.id, coalesce(m.centre_id, s.centre_id), s.login, s.name, coalesce(m.roles, s.roles)"
_BY_ID = Prepared(
    text(
        f"{_AT_CENTRE} FROM staff s LEFT JOIN membership m ON m.staff_id = s.id AND m.centre_id = :centre_id"
        " WHERE s.id = :id AND s.active AND coalesce(m.centre_id, s.centre_id) = :centre_id"
    )
)
_BY_SIGN_IN = Prepared(
    text(
        f"{_AT_CENTRE}, i.csrf, i.began_at, i.seen_at FROM sign_in i JOIN staff s ON s.id = i.staff_id"
        " LEFT JOIN membership m ON m.staff_id = i.staff_id AND m.centre_id = i.centre_id"
        " WHERE i.id = :id AND s.active"
    )
)
_WORKPLACES = Prepared(
    text(
        "SELECT c.id, c.code, c.names, s.roles FROM staff s JOIN centre c ON c.id = s.centre_id WHERE s.id = :id"
        " UNION ALL"
        " SELECT c.id, c.code, c.names, m.roles FROM membership m JOIN centre c ON c.id = m.centre_id"
        " WHERE m.staff_id = :id ORDER BY 2"
    )
)
_NAME = Prepared(text("SELECT name FROM staff WHERE id = :id"))
_AT = Prepared(text("UPDATE sign_in SET centre_id = :centre_id WHERE id = :id"))
_WITHOUT_PASSWORD = Prepared(
    text("SELECT login FROM staff WHERE centre_id = :centre_id AND active AND password_hash = :none ORDER BY login")
)
_RETIRED_ELSEWHERE = Prepared(text("SELECT login FROM staff WHERE centre_id <> :centre_id AND NOT active"))
_INSERT = Prepared(
    text("INSERT INTO sign_in (id, staff_id, csrf, began_at, seen_at) VALUES (:id, :staff_id, :csrf, :at, :at)")
)
_SEEN = Prepared(text("UPDATE sign_in SET seen_at = :at WHERE id = :id"))
_DELETE = Prepared(text("DELETE FROM sign_in WHERE id = :id"))
_PURGE = Prepared(text("DELETE FROM sign_in WHERE began_at < :began_before OR seen_at < :seen_before"))
_FAILED = Prepared(text("UPDATE staff SET failures = failures + 1, last_failure_at = :at WHERE id = :id"))
_SUCCEEDED = Prepared(text("UPDATE staff SET failures = 0, last_failure_at = NULL WHERE id = :id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A person at a centre, with what they may do there."""

    id: int
    centre_id: int
    login: str
    name: str
    roles: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """A centre at which a person works, with what they may do there."""

    centre_id: int
    code: str
    names: Mapping[str, str]
    roles: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a sign-in is checked against."""

    staff: Staff
    password_hash: str
    failures: int
    last_failure_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A signed-in browser."""

    staff: Staff
    csrf: str
    began_at: datetime
    seen_at: datetime


def credentials_of(connection: Connection, login: str) -> Credentials | None:
    """Return what the login is checked against, or None for an unknown or inactive one."""
    row = _BY_LOGIN.run(connection, login=login).one_or_none()
    if row is None:
        return None
    return Credentials(staff=_staff(row), password_hash=row[5], failures=row[6], last_failure_at=maybe_from_ms(row[7]))


def staff_of(connection: Connection, *, centre_id: int, staff_id: int) -> Staff | None:
    """Return an active person who works at the centre, with what they may do there, or None."""
    row = _BY_ID.run(connection, id=staff_id, centre_id=centre_id).one_or_none()
    return None if row is None else _staff(row)


def workplaces_of(connection: Connection, staff_id: int) -> list[Workplace]:
    """Return the centres at which the person works, in the order of their codes."""
    return [
        Workplace(centre_id=row[0], code=row[1], names=json.loads(row[2]), roles=json.loads(row[3]))
        for row in _WORKPLACES.run(connection, id=staff_id)
    ]


def save_sign_in_centre(connection: Connection, token_hash: str, *, centre_id: int) -> None:
    """Write at which centre the signed-in browser is from now on."""
    _AT.run(connection, id=token_hash, centre_id=centre_id)


def logins_without_password(connection: Connection, centre_id: int) -> list[str]:
    """Return the active people who cannot sign in before they are given a password."""
    return [row[0] for row in _WITHOUT_PASSWORD.run(connection, centre_id=centre_id, none=NO_PASSWORD)]


def retired_elsewhere(connection: Connection, centre_id: int) -> frozenset[str]:
    """Return the logins of people whom other centres have retired."""
    return frozenset(row[0] for row in _RETIRED_ELSEWHERE.run(connection, centre_id=centre_id))


def sign_in_by_token(connection: Connection, token_hash: str) -> SignIn | None:
    """Return the signed-in browser of that token hash, or None; its age is for the caller to judge."""
    row = _BY_SIGN_IN.run(connection, id=token_hash).one_or_none()
    if row is None:
        return None
    return SignIn(staff=_staff(row), csrf=row[5], began_at=from_ms(row[6]), seen_at=from_ms(row[7]))


def insert_sign_in(connection: Connection, *, token_hash: str, staff_id: int, csrf: str, at: datetime) -> None:
    """Keep a new signed-in browser."""
    _INSERT.run(connection, id=token_hash, staff_id=staff_id, csrf=csrf, at=to_ms(at))


def save_sign_in_seen(connection: Connection, token_hash: str, *, at: datetime) -> None:
    """Note that the browser was active."""
    _SEEN.run(connection, id=token_hash, at=to_ms(at))


def delete_sign_in(connection: Connection, token_hash: str) -> None:
    """Forget the browser."""
    _DELETE.run(connection, id=token_hash)


def purge_sign_ins(connection: Connection, *, began_before: datetime, seen_before: datetime) -> None:
    """Forget browsers that signed in or were last active too long ago."""
    _PURGE.run(connection, began_before=to_ms(began_before), seen_before=to_ms(seen_before))


def note_failure(connection: Connection, staff_id: int, *, at: datetime) -> None:
    """Count a wrong password."""
    _FAILED.run(connection, id=staff_id, at=to_ms(at))


def note_success(connection: Connection, staff_id: int) -> None:
    """Forget wrong passwords."""
    _SUCCEEDED.run(connection, id=staff_id)


def _staff(row: Any) -> Staff:
    return Staff(id=row[0], centre_id=row[1], login=row[2], name=row[3], roles=json.loads(row[4]))


def staff_name(connection: Connection, staff_id: int | None) -> str | None:
    """Return a person's name, also of one who has left; None of nobody."""
    return None if staff_id is None else _NAME.run(connection, id=staff_id).scalar()
