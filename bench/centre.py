"""A centre to be measured: many counters, clerks signed in, kiosks and boards enrolled, and years of past tickets."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from queue_server.domain.ids import fingerprint
from queue_server.store.engine import Store
from queue_server.store.migrate import migrate
from queue_server.store.moments import to_day, to_ms
from queue_server.store.schema import (
    CentreRow,
    CounterRow,
    HallRow,
    LineRow,
    ServiceRow,
    ShiftRow,
    SignInRow,
    SkillRow,
    StaffRow,
)
from queue_server.store.schema_devices import DeviceRow
from queue_server.store.unit import Unit
from queue_server.usecases.context import Clock

LINES = 4
COUNTERS = 400
KIOSKS = 32
BOARDS = 200
NAMES = json.dumps({"vi": "Đăng ký khai sinh", "en": "Birth registration", "zh": "出生登记"}, ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Secrets of the centre: (cookie, CSRF token) of each clerk, tokens of kiosks and boards."""

    clerks: list[tuple[str, str]]
    kiosks: list[str]
    boards: list[str]


def furnish(url: str, *, counters: int = COUNTERS, kiosks: int = KIOSKS, boards: int = BOARDS) -> Measured:
    """Fill an empty database with a centre of so many counters, kiosks and boards."""
    store = Store(url)
    migrate(store)
    with Unit(store) as unit:
        centre, hall = _centre(unit)
        lines = [_line(unit, centre, hall, number) for number in range(LINES)]
        clerks = [_clerk(unit, centre, hall, lines, number) for number in range(1, counters + 1)]
        kiosk_tokens = [_device(unit, centre, hall, "kiosk", number) for number in range(kiosks)]
        board_tokens = [_device(unit, centre, hall, "board", number) for number in range(boards)]
    store.close()
    return Measured(clerks=clerks, kiosks=kiosk_tokens, boards=board_tokens)


def _added(unit: Unit, row: object) -> int:
    unit.session.add(row)
    unit.session.flush()
    return int(row.id)  # type: ignore[attr-defined]


def _centre(unit: Unit) -> tuple[int, int]:
    centre = CentreRow(
        code="bench",
        names=NAMES,
        level="province",
        zone="Asia/Ho_Chi_Minh",
        wait_target_minutes=15,
        dossier_target_minutes=10,
        dossier_pattern="[A-Z0-9.-]+",
    )
    centre_id = _added(unit, centre)
    return centre_id, _added(unit, HallRow(centre_id=centre_id, code="main", names=NAMES))


def _line(unit: Unit, centre: int, hall: int, number: int) -> int:
    line = LineRow(
        centre_id=centre,
        hall_id=hall,
        code=f"line-{number}",
        letter="ABCD"[number],
        names=NAMES,
        nominal_minutes=10,
        position=number,
    )
    line_id = _added(unit, line)
    service = ServiceRow(
        centre_id=centre,
        line_id=line_id,
        code=f"service-{number}",
        names=NAMES,
        short_names=NAMES,
        bring=NAMES,
        hours="{}",
        fields="[]",
        position=number,
    )
    unit.session.add(service)
    return line_id


def _clerk(unit: Unit, centre: int, hall: int, lines: list[int], number: int) -> tuple[str, str]:
    at = to_ms(Clock().now())
    counter = _added(unit, CounterRow(centre_id=centre, hall_id=hall, number=number, names=NAMES))
    for rank in (1, 2):
        unit.session.add(SkillRow(counter_id=counter, line_id=lines[(number + rank) % LINES], rank=rank))
    clerk = _added(
        unit,
        StaffRow(
            centre_id=centre, login=f"clerk{number}", name=f"Cán bộ {number}", password_hash="-", roles='["clerk"]'
        ),
    )
    cookie, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    unit.session.add(SignInRow(id=fingerprint(cookie), staff_id=clerk, csrf=csrf, began_at=at, seen_at=at))
    unit.session.add(ShiftRow(centre_id=centre, counter_id=counter, clerk_id=clerk, began_at=at))
    return cookie, csrf


def _device(unit: Unit, centre: int, hall: int, kind: str, number: int) -> str:
    token = secrets.token_urlsafe(32)
    unit.session.add(
        DeviceRow(
            id=f"{kind}-{number}",
            centre_id=centre,
            hall_id=hall,
            kind=kind,
            name=f"{kind} {number}",
            token_hash=fingerprint(token),
            settings="{}",
            parts="[]",
            approved_at=0,
        )
    )
    return token


PAST = (
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :many - 1) "
    "INSERT INTO ticket (id, centre_id, service_id, line_id, day, letter, number, label, language, state, turn,"
    " misses, effective_at, joined_at, issued_at) "
    "SELECT printf('00%024d', i), 1, 1 + i % 4, 1 + i % 4, :today - 1 - i / 800, substr('ABCD', 1 + i % 4, 1),"
    " 1 + (i % 800) / 4, printf('%s%03d', substr('ABCD', 1 + i % 4, 1), 1 + (i % 800) / 4), 'vi', 'completed', 1, 0,"
    " :now / 1000 - 86400 * (1 + i / 800), :now - 86400000 * (1 + i / 800), :now - 86400000 * (1 + i / 800) FROM n",
    "INSERT INTO turn (ticket_id, ordinal, centre_id, day, line_id, counter_id, clerk_id, effective_at, joined_at,"
    " called_at, started_at, ended_at, held_milliseconds, recalls, outcome, announced_at) "
    "SELECT id, 1, 1, day, line_id, 1, 1, effective_at, joined_at, joined_at + 600000, joined_at + 630000,"
    " joined_at + 1200000, 0, 0, 'completed', joined_at + 600000 FROM ticket WHERE day < :today",
    "INSERT INTO event (centre_id, at, kind, body) SELECT 1, joined_at, 'ticket.issued',"
    ' \'{"ticket":"\' || id || \'","label":"\' || label || \'"}\' FROM ticket WHERE day < :today',
)


def live_long(database: Path, *, tickets: int) -> None:
    """Give the centre a past of that many tickets, each with its turn and its journal entry."""
    store = Store(f"sqlite:///{database}")
    now = Clock().now()
    facts = {"many": tickets, "today": to_day(now.date()), "now": to_ms(now)}
    with store.writer.connect() as connection:
        for statement in PAST:
            needed = {name: value for name, value in facts.items() if f":{name}" in statement}
            connection.execute(text(statement), needed)
        connection.commit()
    store.close()
