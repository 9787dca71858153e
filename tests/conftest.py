"""Halls, databases and people that the tests of all areas share."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from sqlmodel import SQLModel

from queue_server.app import Application, Settings, create_app
from queue_server.domain.appointment import Appointment
from queue_server.domain.citizen_id import citizen_of
from queue_server.domain.ids import fingerprint
from queue_server.store.engine import Store
from queue_server.store.schema import (
    CentreRow,
    CounterRow,
    HallRow,
    LineRow,
    PriorityClassRow,
    ServiceRow,
    SkillRow,
    StaffRow,
)
from queue_server.store.schema_appointments import BookingRow
from queue_server.store.schema_devices import DeviceRow
from queue_server.store.staff import insert_sign_in
from queue_server.store.unit import Unit
from queue_server.usecases import (
    automatic,
    breaks,
    calling,
    dossiers,
    returning,
    seats,
    transferring,
    undoing,
    visiting,
    walking_in,
)
from queue_server.usecases.booking import book
from queue_server.usecases.checking_in import CheckIn, check_in
from queue_server.usecases.context import Clock
from queue_server.usecases.perform import Command, perform
from queue_server.usecases.tickets import Wish, issue_ticket

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Eight in the morning of a Monday in Quang Ninh."""

CITIZEN = "022204123289"
"""A personal number: born in Quang Ninh in 2004."""
CITIZEN_KEY = b"k" * 32

pytest_plugins = ["databases_of_tests", "served_pages"]
pytest.register_assert_rewrite(
    "hall_bookings",
    "hall_clerks",
    "hall_desk",
    "hall_judges",
    "hall_supervisor",
    "lone_days",
    "lone_judges",
    "money_judges",
    "money_judges_refunds",
    "money_office",
    "money_outside",
    "money_people",
    "money_refunds",
)

settings.register_profile("motcua", deadline=None)  # its speed is the machine's matter
settings.load_profile("motcua")

CHROMIUM = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--autoplay-policy=no-user-gesture-required"),
]

DOSSIER_PATTERN = r"[A-Z]\d{2}(?:\.\d{1,3}){0,3}-\d{6}-\d{4,6}"


def named(text: str) -> str:
    return json.dumps({"vi": text, "en": f"{text} (en)", "zh": f"{text} (zh)"}, ensure_ascii=False)


class PowerFailed(Exception):
    """The server is gone before it could commit."""


@dataclass(slots=True)
class Hall:
    """A small centre: two lines, three counters, three clerks; time is a value that the test moves."""

    store: Store
    centre_id: int
    clerks: list[int]
    at: datetime = MONDAY
    chances: Iterator[int] = field(default_factory=count)
    power_fails: bool = False
    answers_get_lost: bool = False

    KEYS: ClassVar[Mapping[str, Callable[..., dict[str, Any]]]] = {
        "call": calling.call_next,
        "recall": calling.recall,
        "start": calling.start,
        "complete": calling.complete,
        "miss": calling.miss,
        "hold": calling.hold,
        "resume": calling.resume,
        "reinstate": calling.reinstate,
        "transfer": transferring.transfer,
        "call_chosen": calling.call_chosen,
        "fetch": returning.fetch_paper,
        "come_back": returning.come_back,
        "walk_in": walking_in.walk_in,
        "dossier": dossiers.begin_dossier,
        "end_dossier": dossiers.end_dossier,
        "replan": visiting.replan,
        "stay": visiting.stay,
        "undo": undoing.undo_last,
        "rest": breaks.begin_break,
        "back": breaks.end_break,
        "automatic": automatic.switch_automatic,
    }
    """What each key of a clerk does."""

    def passes(self, seconds: float) -> datetime:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)
        return self.at

    def takes_ticket(self, service: str = "birth", *, priority: str | None = None, **more: Any) -> dict[str, Any]:
        """A citizen takes a number at a kiosk."""
        chance = b"".join(next(self.chances).to_bytes(10, "big") for _ in range(more.get("people", 1)))
        return self.commands(
            lambda unit: issue_ticket(
                unit,
                centre_id=self.centre_id,
                wish=Wish(
                    service=service,
                    language=more.get("language", "vi"),
                    priority=priority,
                    then=more.get("then", ()),
                    dossier=more.get("dossier"),
                    people=more.get("people", 1),
                ),
                device_id=more.get("device_id"),
                public_url="http://motcua.test",
                at=self.at,
                chance=chance,
            )
        )

    def commands(self, action: Callable[[Unit], dict[str, Any]]) -> dict[str, Any]:
        """Send one command with its idempotency key.

        Where the power fails, it first comes to the server in vain: all is done but the commit. Where answers get lost,
        it is sent twice and must be answered alike.
        """
        if self.power_fails:
            with suppress(PowerFailed), Unit(self.store) as unit:
                action(unit)
                raise PowerFailed
        command = Command(scope="test", key=f"{next(self.chances)}", fingerprint="the same")
        answers = [
            perform(self.store, command=command, at=self.at, action=action) for _ in range(1 + self.answers_get_lost)
        ]
        assert len(set(answers)) == 1
        answer: dict[str, Any] = json.loads(answers[0])
        return answer

    def books(self, slot_at: datetime, *, service: str = "birth", citizen: str = CITIZEN, **more: Any) -> Appointment:
        """A citizen of that personal number books a time."""
        with Unit(self.store) as unit:
            return book(
                unit,
                centre_id=self.centre_id,
                service=service,
                slot_at=slot_at,
                citizen=citizen_of(citizen, key=CITIZEN_KEY),
                language=more.get("language", "vi"),
                by="citizen",
                at=self.at,
                chance=(next(self.chances) * 7_919).to_bytes(8, "big"),
            )

    def checks_in(self, **wish: Any) -> dict[str, Any]:
        """A citizen reports for an appointment, by `code` or `citizen_hash`."""
        chance = next(self.chances).to_bytes(10, "big")
        return self.commands(
            lambda unit: check_in(
                unit,
                centre_id=self.centre_id,
                wish=CheckIn(by="device:kiosk-1", **wish),
                device_id="kiosk-1",
                public_url="http://motcua.test",
                at=self.at,
                chance=chance,
            )
        )

    def sits(self, clerk: int, number: int, *, takeover: bool = False) -> None:
        """A clerk sits down at a counter."""
        with Unit(self.store) as unit:
            seats.sit_down(unit, centre_id=self.centre_id, clerk_id=clerk, number=number, takeover=takeover, at=self.at)

    def does(self, clerk: int, move: str, /, **facts: Any) -> dict[str, Any]:
        """A clerk presses a key."""
        if move == "walk_in":
            facts["chance"] = next(self.chances).to_bytes(10, "big")
        use_case = self.KEYS[move]
        return self.commands(lambda unit: use_case(unit, centre_id=self.centre_id, clerk_id=clerk, at=self.at, **facts))


def furnish(store: Store) -> Hall:
    """Fill an empty migrated database with the small centre."""
    with Unit(store) as unit:

        def add(row: SQLModel) -> Any:
            unit.session.add(row)
            unit.session.flush()
            return row.id  # type: ignore[attr-defined]

        centre = add(
            CentreRow(
                code="test", names=named("Trung tâm"), level="province", zone="Asia/Ho_Chi_Minh",
                wait_target_minutes=15, dossier_target_minutes=10, dossier_pattern=DOSSIER_PATTERN,
            )
        )  # fmt: skip
        hall = add(HallRow(centre_id=centre, code="main", names=named("Sảnh chính")))
        lines = [
            add(
                LineRow(
                    centre_id=centre, hall_id=hall, code=code, letter=letter, names=named(code),
                    nominal_minutes=10, position=position,
                )
            )
            for position, (code, letter) in enumerate([("civil", "A"), ("land", "B")])
        ]  # fmt: skip
        services = [
            add(
                ServiceRow(
                    centre_id=centre, line_id=line, code=code, names=named(code), short_names=named(code),
                    bring=named("Căn cước"), hours="{}", fields="[]", position=position,
                )
            )
            for position, (code, line) in enumerate([("birth", lines[0]), ("marriage", lines[0]), ("deed", lines[1])])
        ]  # fmt: skip
        unit.session.add(BookingRow(service_id=services[0], slot_minutes=30, capacity=2, days_ahead=14))
        unit.session.add(
            PriorityClassRow(
                centre_id=centre, code="elderly", names=named("Người cao tuổi"), head_start_minutes=30, position=0
            )
        )
        for number, skills in ((1, {0: 1, 1: 2}), (2, {0: 1}), (3, {1: 1})):
            counter = add(CounterRow(centre_id=centre, hall_id=hall, number=number, names=named(f"Quầy {number}")))
            for line, rank in skills.items():
                unit.session.add(SkillRow(counter_id=counter, line_id=lines[line], rank=rank))
        clerks = [
            add(
                StaffRow(
                    centre_id=centre, login=f"clerk{number}", name=f"Cán bộ {number}", password_hash="-",
                    roles='["clerk"]',
                )
            )
            for number in (1, 2, 3)
        ]  # fmt: skip
        unit.session.add(
            DeviceRow(
                id="kiosk-1", centre_id=centre, hall_id=hall, kind="kiosk", name="Kiosk 1", settings="{}", parts="[]",
                approved_at=0,
            )
        )  # fmt: skip
    return Hall(store=store, centre_id=centre, clerks=clerks)


@pytest.fixture
def hall(store: Store) -> Hall:
    return furnish(store)


@pytest.fixture
def hall_over() -> Callable[..., Hall]:
    """Makes a hall over a database that was furnished before, from its store, centre, clerks and time."""
    return Hall


class HallClock(Clock):
    """The server's clock as the hall has it: the test moves it."""

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self.hall = hall

    def now(self) -> datetime:
        return self.hall.at


@dataclass(slots=True)
class Site:
    """The application over the small hall, with a person of every role, a device of every kind and a revoked kiosk.

    `tokens` has the secret of each by name: "admin", "manager", "auditor", "clerk", "kiosk", "board", "keypad",
    "terminal", "revoked".
    """

    application: Application
    hall: Hall
    tokens: dict[str, str]
    ids: dict[str, Any]

    CSRF = "a-csrf-token-of-the-tests"

    def signs_in(self, role: str) -> str:
        """Give the person of that role one more signed-in browser; return its cookie."""
        token = f"{role}-{next(self.hall.chances)}-token"
        with Unit(self.hall.store) as unit:
            insert_sign_in(
                unit.connection, token_hash=fingerprint(token), staff_id=self.ids[role], csrf=self.CSRF, at=self.hall.at
            )
        return token


ROLES = ("admin", "manager", "auditor", "clerk", "province")


def open_site(hall: Hall, *, data: Path, public_url: str = "http://motcua.test", **settings: Any) -> Site:
    """Compose the application over the hall's database."""
    clock = settings.pop("clock", None) or HallClock(hall)
    (data / "citizen.key").write_text(CITIZEN_KEY.hex())
    url = hall.store.url.render_as_string(hide_password=False)
    application = create_app(Settings(database_url=url, public_url=public_url, data=data, clock=clock, **settings))
    site = Site(application, hall, {}, {})
    with Unit(hall.store) as unit:
        for role in ROLES:
            person = StaffRow(
                centre_id=hall.centre_id, login=role, name=f"Người {role}", password_hash="-", roles=json.dumps([role])
            )
            unit.session.add(person)
            unit.session.flush()
            site.ids[role] = person.id
        for name in ("kiosk", "board", "keypad", "terminal", "revoked"):
            site.ids[name], site.tokens[name] = f"{name}-device", f"{name}-token"
            unit.session.add(
                DeviceRow(
                    id=site.ids[name], centre_id=hall.centre_id, hall_id=1, name=name, parts="[]",
                    kind="kiosk" if name == "revoked" else name,
                    settings='{"pixels_per_mm": 3.78}', token_hash=fingerprint(site.tokens[name]), approved_at=0,
                    revoked_at=1 if name == "revoked" else None,
                )
            )  # fmt: skip
    for role in ROLES:
        site.tokens[role] = site.signs_in(role)
    return site


@pytest.fixture
def site(hall: Hall, tmp_path: Path) -> Iterator[Site]:
    opened = open_site(hall, data=tmp_path)
    yield opened
    opened.application.context.store.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium that may make sounds without a touch, as kiosks and boards are started. A process can have one."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()
