"""The devices of the demonstration, let in before they ask: a manager's work that a newcomer need not do."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from queue_server.domain.ids import enrolment_code
from queue_server.store.engine import Store
from queue_server.store.staff import credentials_of
from queue_server.store.unit import Unit
from queue_server.usecases.enrolling import approve_enrolment, poll_enrolment, request_enrolment
from queue_server.usecases.terminals import place_terminal

CLAIM_LIVES = timedelta(hours=24)


def approved_claim(store: Store, centre_id: int, *, kind: str, name: str, hall: str, at: datetime) -> str:
    """Enrol a device that is approved already; return the secret with which it fetches its token."""
    secret, code = secrets.token_urlsafe(32), enrolment_code(secrets.token_bytes(16))
    with Unit(store) as unit:
        request_enrolment(unit, kind=kind, name=name, code=code, secret=secret, at=at, lives=CLAIM_LIVES)
    with Unit(store) as unit:
        approve_enrolment(
            unit, centre_id=centre_id, code=code, name=name, hall=hall, device_id=secrets.token_hex(8), at=at
        )
    return secret


def let_terminal_in(
    store: Store,
    centre_id: int,
    *,
    token_file: Path,
    name: str,
    hall: str,
    counters: Collection[int],
    manager: str,
    at: datetime,
) -> None:
    """Let a card terminal serve these counters and give its box a token; one that has a token stays as it is."""
    if token_file.exists():
        return
    secret = approved_claim(store, centre_id, kind="terminal", name=name, hall=hall, at=at)
    token = secrets.token_urlsafe(32)
    with Unit(store) as unit:
        device = poll_enrolment(unit, secret=secret, token=token, at=at).device
        person = credentials_of(unit.connection, manager)
        assert device is not None
        assert person is not None
        place_terminal(
            unit, centre_id=centre_id, device_id=device.id, counters=counters, staff_id=person.staff.id, at=at
        )
    token_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    keep_secret(token_file, token)


def keep_secret(path: Path, secret: str) -> None:
    """Write a secret that its owner alone may read."""
    path.touch(mode=0o600)
    path.write_text(secret, encoding="utf-8")
