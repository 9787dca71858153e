"""People of a centre: adding them and giving them passwords."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, delete, select

from queue_server.domain.centre_retiring import BEYOND_THE_CENTRE
from queue_server.domain.errors import BeyondTheCentre, NotFound
from queue_server.domain.event import EventKind
from queue_server.domain.roles import ROLES
from queue_server.store.schema import CentreRow, SignInRow, StaffRow
from queue_server.store.staff import workplaces_of
from queue_server.store.unit import Unit
from queue_server.usecases.access import HASHER
from queue_server.usecases.journaling import record


class LoginElsewhere(Exception):
    """The login is or was that of somebody at another centre, whose past turns name that person."""


def add_staff(
    unit: Unit, *, centre: str, login: str, name: str, roles: Sequence[str], password: str, at: datetime
) -> int:
    """Add a person, or change the name, roles and password of the login; return the id.

    Raises NotFound for an unknown centre or role, and LoginElsewhere.
    """
    for role in roles:
        if role not in ROLES:
            raise NotFound(what="role", name=role)
    found = unit.session.exec(select(CentreRow).where(CentreRow.code == centre)).one_or_none()
    if found is None or found.id is None:
        raise NotFound(what="centre", name=centre)
    row = unit.session.exec(select(StaffRow).where(StaffRow.login == login)).one_or_none()
    if row is None:
        row = StaffRow(centre_id=found.id, login=login, name=name, password_hash="", roles="[]")
    elif row.centre_id != found.id:
        raise LoginElsewhere(login)
    row.name, row.roles, row.active = name, json.dumps(list(roles)), True
    unit.session.add(row)
    unit.session.flush()
    set_password(unit, login=login, password=password, at=at)
    assert row.id is not None
    return row.id


_LETTERS = "abcdefghkmnpqrstuvwxyz"


def new_password() -> str:
    """Return a password of about 60 bits that can be read out: "kfta-3941-mbcz"."""
    words = ["".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(2)]
    return f"{words[0]}-{secrets.randbelow(9000) + 1000}-{words[1]}"


def reset_password(unit: Unit, *, centre_id: int, login: str, password_hash: str, actor_id: int, at: datetime) -> None:
    """Give an active person of the centre a new password, hashed before, and sign out all browsers.

    Raises NotFound, and BeyondTheCentre for who sees or works at other centres: whoever gives a password could sign in
    with it.
    """
    row = unit.session.exec(
        select(StaffRow).where(StaffRow.centre_id == centre_id, StaffRow.login == login, col(StaffRow.active))
    ).one_or_none()
    if row is None or row.id is None:
        raise NotFound(what="staff", name=login[:40])
    if BEYOND_THE_CENTRE.intersection(json.loads(row.roles)) or len(workplaces_of(unit.connection, row.id)) > 1:
        raise BeyondTheCentre()
    row.password_hash, row.failures, row.last_failure_at = password_hash, 0, None
    unit.session.add(row)
    unit.session.exec(delete(SignInRow).where(col(SignInRow.staff_id) == row.id))
    record(unit, EventKind.STAFF_PASSWORD_SET, at=at, centre_id=centre_id, clerk=row.id, actor=actor_id)


def set_password(unit: Unit, *, login: str, password: str, at: datetime) -> None:
    """Give the login a new password and sign out all its browsers. Raises NotFound."""
    row = unit.session.exec(select(StaffRow).where(StaffRow.login == login)).one_or_none()
    if row is None or row.id is None:
        raise NotFound(what="staff", name=login)
    row.password_hash, row.failures, row.last_failure_at = HASHER.hash(password), 0, None
    unit.session.add(row)
    unit.session.exec(delete(SignInRow).where(col(SignInRow.staff_id) == row.id))
    record(unit, EventKind.STAFF_PASSWORD_SET, at=at, centre_id=row.centre_id, clerk=row.id)
