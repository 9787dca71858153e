"""The structure of a centre file, as data: what each part has, in the order of the file.

The writer, the differences between two versions and the administration page go by it. A key that the reader takes must
stand here too, with its words in the three languages under `admin.field.<section>.<key>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from hardware.logo import LONGEST as LONGEST_LOGO
from queue_server.domain.appointment import AppointmentRules
from queue_server.domain.centre_reading import CENTRE_LEVELS
from queue_server.domain.numbering import LAST_NUMBER
from queue_server.domain.roles import ROLES
from queue_server.domain.short_name import LONGEST
from queue_server.domain.work_rules import USUAL_REASONS, USUAL_WORK


class Kind(StrEnum):
    """What a field holds, as JSON."""

    TEXT = "text"
    CODE = "code"
    NAMES = "names"
    INTEGER = "integer"
    SWITCH = "switch"
    DATES = "dates"
    WEEKDAYS = "weekdays"
    CHOICE = "choice"
    CHOICES = "choices"
    REFERENCE = "reference"
    TEXTS = "texts"
    RANKS = "ranks"
    TABLE = "table"
    TABLES = "tables"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key. `attribute` is its name in the entry's value when it is another.

    A field that is not `needed` may be missing, which means `otherwise`; a writer leaves it out then. `of` is the
    section whose entries a reference or the ranks name; `choices` are the words that are possible. `least` and `most`
    bound a number, `most` the length of a text. A table has `fields` of its own, and so has each of several tables,
    which are known by their codes.
    """

    key: str
    kind: Kind
    attribute: str = ""
    needed: bool = True
    otherwise: object = None
    least: int | None = None
    most: int | None = None
    of: str = ""
    choices: tuple[str, ...] = ()
    fields: tuple["Field", ...] = ()

    @property
    def name(self) -> str:
        """The attribute of the entry's value that holds it."""
        return self.attribute or self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """An array of tables, or the file's own keys (""). Entries are known by the field `identity` for ever."""

    key: str
    fields: tuple[Field, ...]
    identity: str = "code"
    ordered: bool = False


NAMES = Field(key="names", kind=Kind.NAMES)
HALL = Field(key="hall", kind=Kind.REFERENCE, of="halls")
CODE = Field(key="code", kind=Kind.CODE)

WORKING_DAYS = Field(key="working_days", kind=Kind.WEEKDAYS, needed=False, otherwise=MappingProxyType({}))

_USUAL = AppointmentRules()
APPOINTMENTS = Field(
    key="appointments",
    attribute="appointment_rules",
    kind=Kind.TABLE,
    needed=False,
    otherwise=_USUAL,
    fields=tuple(
        Field(key=key, kind=Kind.INTEGER, needed=False, otherwise=getattr(_USUAL, key), least=least, most=most)
        for key, least, most in (
            ("head_start_minutes", 0, 240),
            ("early_minutes", 10, 240),
            ("grace_minutes", 0, 480),
            ("remind_hours", 1, 168),
        )
    ),
)
BOOKING = Field(
    key="booking",
    kind=Kind.TABLE,
    needed=False,
    fields=(
        Field(key="slot_minutes", kind=Kind.INTEGER, least=5, most=480),
        Field(key="capacity", kind=Kind.INTEGER, least=1, most=999),
        Field(key="days_ahead", kind=Kind.INTEGER, least=0, most=90),
    ),
)
AUTOMATIC = Field(key="automatic_call", kind=Kind.SWITCH, needed=False, otherwise=False)
BREAK_REASONS = Field(
    key="break_reasons", kind=Kind.TABLES, needed=False, otherwise=USUAL_REASONS, fields=(CODE, NAMES)
)
HOLDS = tuple(
    Field(key=key, kind=Kind.INTEGER, needed=False, otherwise=getattr(USUAL_WORK, key), least=1, most=480)
    for key in ("hold_reminder_minutes", "hold_alarm_minutes")
)
WORK = Field(key="work", kind=Kind.TABLE, needed=False, otherwise=USUAL_WORK, fields=(AUTOMATIC, *HOLDS, BREAK_REASONS))

TIMETABLES = "timetables"
"""The one part that is no array: windows by weekday under a name. A reference names it like a section."""

FORM: tuple[Section, ...] = (
    Section(
        key="",
        fields=(
            CODE,
            Field(key="level", kind=Kind.CHOICE, choices=tuple(level.value for level in CENTRE_LEVELS)),
            Field(key="zone", kind=Kind.TEXT),
            Field(key="wait_target_minutes", kind=Kind.INTEGER, least=1, most=480),
            Field(key="dossier_target_minutes", kind=Kind.INTEGER, least=1, most=480),
            Field(key="dossier_pattern", kind=Kind.TEXT),
            Field(key="early_minutes", kind=Kind.INTEGER, needed=False, otherwise=0, least=0, most=240),
            Field(key="closing_rule", kind=Kind.SWITCH, needed=False, otherwise=False),
            Field(key="recalls_before_no_show", kind=Kind.INTEGER, needed=False, otherwise=0, least=0, most=9),
            Field(key="reinstate_grace_minutes", kind=Kind.INTEGER, needed=False, otherwise=15, least=0, most=480),
            Field(
                key="dossier_hours",
                attribute="dossier_timetable",
                kind=Kind.REFERENCE,
                of="timetables",
                needed=False,
            ),
            Field(key="received_until", kind=Kind.TEXT, needed=False, otherwise="15:00"),
            Field(key="logo", kind=Kind.PICTURE, needed=False, most=LONGEST_LOGO),
            Field(key="closed_days", kind=Kind.DATES, needed=False, otherwise=()),
            WORKING_DAYS,
            NAMES,
            APPOINTMENTS,
            WORK,
        ),
    ),
    Section(key="halls", fields=(CODE, NAMES)),
    Section(
        key="lines",
        ordered=True,
        fields=(
            CODE,
            Field(key="letter", kind=Kind.TEXT, most=2),
            HALL,
            Field(key="first_number", kind=Kind.INTEGER, needed=False, otherwise=1, least=1, most=999_999),
            Field(key="last_number", kind=Kind.INTEGER, needed=False, otherwise=LAST_NUMBER, least=1, most=999_999),
            Field(key="digits", kind=Kind.INTEGER, needed=False, otherwise=3, least=1, most=6),
            Field(key="reserve_first", kind=Kind.INTEGER, needed=False, least=1, most=999_999),
            Field(key="reserve_last", kind=Kind.INTEGER, needed=False, least=1, most=999_999),
            Field(key="nominal_minutes", kind=Kind.INTEGER, least=1, most=240),
            NAMES,
        ),
    ),
    Section(
        key="services",
        ordered=True,
        fields=(
            CODE,
            Field(key="line", kind=Kind.REFERENCE, of="lines", needed=False),
            Field(key="hours", attribute="timetable", kind=Kind.REFERENCE, of=TIMETABLES, needed=False),
            Field(key="daily_limit", kind=Kind.INTEGER, needed=False, least=1, most=9999),
            NAMES,
            Field(key="short_names", kind=Kind.NAMES, most=LONGEST),
            BOOKING,
            Field(key="returns_results", kind=Kind.SWITCH, needed=False, otherwise=False),
            Field(key="fields", kind=Kind.TEXTS, needed=False, otherwise=()),
            Field(key="bring", kind=Kind.NAMES),
        ),
    ),
    Section(
        key="priority_classes",
        ordered=True,
        fields=(CODE, Field(key="head_start_minutes", kind=Kind.INTEGER, least=0, most=1440), NAMES),
    ),
    Section(
        key="counters",
        identity="number",
        fields=(
            Field(key="number", kind=Kind.INTEGER, least=1, most=999),
            HALL,
            NAMES,
            Field(key="skills", kind=Kind.RANKS, of="lines", least=1, most=99),
            Field(key="shared", kind=Kind.SWITCH, needed=False, otherwise=False),
        ),
    ),
    Section(
        key="staff",
        identity="login",
        fields=(
            Field(key="login", kind=Kind.TEXT, most=40),
            Field(key="name", kind=Kind.TEXT, most=100),
            Field(key="roles", kind=Kind.CHOICES, choices=tuple(ROLES)),
        ),
    ),
)

PROCEDURES = Section(
    key="procedures",
    fields=(
        CODE,
        Field(key="offered", kind=Kind.SWITCH, needed=False, otherwise=True),
        Field(key="short_name", kind=Kind.TEXT, needed=False, most=LONGEST),
        Field(key="service", kind=Kind.REFERENCE, of="services", needed=False),
    ),
)
"""The centre's own choices in the catalogue: in a whole file, but not in the page's form, where each works at once."""

SECTIONS: Mapping[str, Section] = MappingProxyType({section.key: section for section in (*FORM, PROCEDURES)})
"""The parts of the form by their keys; "" are the file's own keys."""
