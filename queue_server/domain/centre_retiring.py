"""What a draft may not do to a hall at work. Nothing is deleted: what a draft leaves out is retired."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from queue_server.domain.centre import Names
from queue_server.domain.centre_file import CentreFile, Mistake
from queue_server.domain.roles import ROLES, Permission

BEYOND_THE_CENTRE = frozenset(role for role, allowed in ROLES.items() if Permission.PROVINCE_VIEW in allowed)
"""Roles that see other centres: one centre cannot give them; the command line can."""

ADMINISTERS = frozenset(role for role, allowed in ROLES.items() if Permission.CENTRE_ADMINISTER in allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """What of the hall depends on its set-up now.

    `open_tickets` counts by line what has not ended or can come back today; `given` are the lines that gave numbers of
    a letter today, `leased` the first and last numbers of a letter that kiosks hold today; `busy_counters` have a
    ticket or one that waits for them alone; `sitting` is the counter of each login with an open shift here,
    `sitting_elsewhere` the name of the other centre at which a login of this one has one; `awaited` are logins that a
    ticket waits for, `retired_elsewhere` those that other centres have retired; `devices` counts by hall,
    `booked` the appointments to come by service.
    """

    open_tickets: Mapping[str, int]
    given: Mapping[str, AbstractSet[str]]
    leased: Mapping[str, Sequence[tuple[int, int]]]
    busy_counters: AbstractSet[int]
    sitting: Mapping[str, int]
    awaited: AbstractSet[str]
    devices: Mapping[str, int]
    booked: Mapping[str, int]
    sitting_elsewhere: Mapping[str, Names] = field(default_factory=dict)
    retired_elsewhere: AbstractSet[str] = frozenset()


def mistakes_against(now: CentreFile, draft: CentreFile, present: Present, *, actor: str) -> Sequence[Mistake]:
    """Return what of the draft cannot come into force now; `actor` is the login of who asks.

    Codes: code.fixed, hall.in_use, line.in_use, letter.given_today, line.leased_today, service.booked, counter.in_use,
    staff.sitting, staff.sitting_elsewhere, staff.retired_elsewhere, staff.awaited, staff.yourself, role.beyond.
    """
    found = []
    if draft.code != now.code:
        found.append(Mistake(place="code", code="code.fixed", detail=f"the centre's code stays {now.code!r}"))
    return [*found, *_halls(now, draft, present), *_lines(now, draft, present),
        *_services(now, draft, present), *_counters(now, draft, present),
            *_staff(now, draft, present, actor)]  # fmt: skip


def warnings_about(draft: CentreFile, present: Present) -> Sequence[Mistake]:
    """Return what may come into force and is hardly meant: line.unserved, whose numbers no counter calls."""
    served = {line for counter in draft.counters for line in counter.skills}
    offered = {service.line for service in draft.services}
    found = []
    for place, line in enumerate(draft.lines, start=1):
        waiting = present.open_tickets.get(line.code, 0)
        if line.code not in served and (line.code in offered or waiting):
            found.append(_mistake(f"lines[{place}]", "line.unserved", name=line.names, count=waiting))
    return found


def _halls(now: CentreFile, draft: CentreFile, present: Present) -> Iterator[Mistake]:
    kept = {hall.code for hall in draft.halls}
    for hall in now.halls:
        if hall.code not in kept and present.devices.get(hall.code):
            yield _mistake("halls", "hall.in_use", name=hall.code, count=present.devices[hall.code])


def _lines(now: CentreFile, draft: CentreFile, present: Present) -> Iterator[Mistake]:
    kept = {line.code for line in draft.lines}
    for line in now.lines:
        if line.code not in kept and present.open_tickets.get(line.code):
            yield _mistake("lines", "line.in_use", name=line.letter, count=present.open_tickets[line.code])
    ranges = {line.code: line.ranges for line in now.lines}
    for place, line in enumerate(draft.lines, start=1):
        for first, last in present.leased.get(line.letter, ()):
            if line.series.overlaps(replace(line.series, first=first, last=last)):
                yield _mistake(f"lines[{place}]", "line.leased_today", name=line.letter, first=first, last=last)
        changed = ranges.get(line.code) != line.ranges
        if changed and present.given.get(line.letter, frozenset()) - {line.code}:
            yield _mistake(f"lines[{place}].letter", "letter.given_today", name=line.letter)


def _services(now: CentreFile, draft: CentreFile, present: Present) -> Iterator[Mistake]:
    kept = {service.code: place for place, service in enumerate(draft.services, start=1)}
    for service in now.services:
        count, place = present.booked.get(service.code), kept.get(service.code)
        if not count:
            continue
        if place is None:
            yield _mistake("services", "service.booked", name=service.names, count=count)
        elif draft.services[place - 1].booking is None or draft.services[place - 1].line is None:
            yield _mistake(f"services[{place}]", "service.booked", name=service.names, count=count)


def _counters(now: CentreFile, draft: CentreFile, present: Present) -> Iterator[Mistake]:
    kept = {counter.number for counter in draft.counters}
    taken = present.busy_counters | set(present.sitting.values())
    for counter in now.counters:
        if counter.number not in kept and counter.number in taken:
            yield _mistake("counters", "counter.in_use", name=counter.number)


def _staff(now: CentreFile, draft: CentreFile, present: Present, actor: str) -> Iterator[Mistake]:
    kept = {person.login: person for person in draft.staff}
    held = {person.login: frozenset(person.roles) for person in now.staff}
    for person in now.staff:
        if person.login not in kept and person.login in present.sitting:
            yield _mistake("staff", "staff.sitting", name=person.name, counter=present.sitting[person.login])
        elif person.login not in kept and person.login in present.sitting_elsewhere:
            centre = present.sitting_elsewhere[person.login]
            yield _mistake("staff", "staff.sitting_elsewhere", name=person.name, centre=centre)
        elif person.login not in kept and person.login in present.awaited:
            yield _mistake("staff", "staff.awaited", name=person.name)
    if ADMINISTERS & held.get(actor, frozenset()) and not (actor in kept and ADMINISTERS & set(kept[actor].roles)):
        yield _mistake("staff", "staff.yourself", name=actor)
    for place, person in enumerate(draft.staff, start=1):
        if BEYOND_THE_CENTRE.intersection(person.roles) - held.get(person.login, frozenset()):
            yield _mistake(f"staff[{place}].roles", "role.beyond", name=person.name)
    yield from logins_of_others(draft, present.retired_elsewhere)


def logins_of_others(draft: CentreFile, retired_elsewhere: AbstractSet[str]) -> Iterator[Mistake]:
    """Yield staff.retired_elsewhere for each login that another centre has retired: its past turns name that person."""
    for place, person in enumerate(draft.staff, start=1):
        if person.login in retired_elsewhere:
            detail = f"the login {person.login!r} was that of somebody at another centre; choose another one"
            facts = {"name": person.login}
            yield Mistake(place=f"staff[{place}].login", code="staff.retired_elsewhere", detail=detail, facts=facts)


def _mistake(place: str, code: str, **facts: str | int | Names) -> Mistake:
    words = {name: value["vi"] if isinstance(value, Mapping) else value for name, value in facts.items()}
    named = ", ".join(f"{name} {value}" for name, value in words.items())
    return Mistake(place=place, code=code, detail=f"cannot be done now ({named})", facts=facts)
