"""What is different between two documents of a centre, piece by piece, so that a page can say it in plain words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from queue_server.domain.centre_document import Document, plain_otherwise
from queue_server.domain.centre_form import FORM, PROCEDURES, SECTIONS, TIMETABLES, Field, Kind, Section


class ChangeKind(StrEnum):
    """What happened to an entry or a field of it."""

    ADDED = "added"
    RETIRED = "retired"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference. `name` is what the entry is called: names in each language or a text; None for the centre itself.

    Of a changed field `part` is the language, the weekday, the date or the names of the line that the values belong to;
    `before` and `after` are plain values, names where the field refers to an entry, and None for what is not there.
    """

    section: str
    kind: ChangeKind
    name: Any = None
    field: str = ""
    holds: str = ""
    part: Any = None
    before: Any = None
    after: Any = None


def changes_between(before: Document, after: Document) -> Sequence[Change]:
    """Return every difference, in the order of the form."""
    both = (before, after)
    found = [*_Entry(section="", name=None, documents=both).fields(before, after)]
    found += _timetables(both)
    for section in FORM[1:]:
        found += _entries(section, both)
    if PROCEDURES.key in before and PROCEDURES.key in after:
        found += _entries(PROCEDURES, both)
    return found


def _timetables(documents: tuple[Document, Document]) -> Iterator[Change]:
    before, after = (document.get(TIMETABLES, {}) for document in documents)
    for name in _union(before, after):
        if name not in after:
            yield Change(section=TIMETABLES, kind=ChangeKind.RETIRED, name=name)
        elif name not in before:
            yield Change(section=TIMETABLES, kind=ChangeKind.ADDED, name=name)
        else:
            timetable = _Entry(section=TIMETABLES, name=name, documents=documents)
            yield from timetable.parts("", "hours", before[name], after[name])


def _entries(section: Section, documents: tuple[Document, Document]) -> Iterator[Change]:
    old, new = ({each[section.identity]: each for each in document.get(section.key, ())} for document in documents)
    for identity, entry in old.items():
        if identity not in new:
            yield Change(section=section.key, kind=ChangeKind.RETIRED, name=_name(entry))
        else:
            kept = _Entry(section=section.key, name=_name(entry), documents=documents)
            yield from kept.fields(entry, new[identity])
    for identity, entry in new.items():
        if identity not in old:
            yield Change(section=section.key, kind=ChangeKind.ADDED, name=_name(entry))
    if section.ordered and [each for each in old if each in new] != [each for each in new if each in old]:
        yield Change(section=section.key, kind=ChangeKind.MOVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """An entry that stands in both documents."""

    section: str
    name: Any
    documents: tuple[Document, Document]

    def fields(self, old: Document, new: Document) -> Iterator[Change]:
        yield from self.of(SECTIONS[self.section].fields, old, new, "")

    def of(self, fields: Iterable[Field], old: Document, new: Document, under: str) -> Iterator[Change]:
        for field in fields:
            usual = plain_otherwise(field)
            before, after = old.get(field.key, usual), new.get(field.key, usual)
            if before != after:
                yield from self.field(replace(field, key=f"{under}{field.key}"), before, after)

    def field(self, field: Field, before: Any, after: Any) -> Iterator[Change]:
        match field.kind:
            case Kind.NAMES:
                yield from self.parts(field.key, "text", before or {}, after or {})
            case Kind.RANKS:
                for change in self.parts(field.key, "rank", before or {}, after or {}):
                    yield replace(change, part=self.called(field.of, change.part))
            case Kind.WEEKDAYS:
                yield from self.parts(field.key, "weekday", before or {}, after or {})
            case Kind.DATES | Kind.TEXTS | Kind.CHOICES:
                yield from self.members(field, before or (), after or ())
            case Kind.TABLE:
                if before is None or after is None:
                    yield self.changed(field.key, "switch", before is not None, after is not None)
                yield from self.of(field.fields, before or {}, after or {}, f"{field.key}.")
            case Kind.TABLES:
                yield from self.tables(field, before or (), after or ())
            case Kind.REFERENCE:
                yield self.changed(field.key, "text", self.called(field.of, before), self.called(field.of, after))
            case _:
                yield self.changed(field.key, field.kind.value, before, after)

    def tables(self, field: Field, before: Sequence[Document], after: Sequence[Document]) -> Iterator[Change]:
        old, new = ({each["code"]: each for each in each_side} for each_side in (before, after))
        for code in _union(old, new):
            if code in old and code in new:
                yield from self.of(field.fields, old[code], new[code], f"{field.key}.")
            else:
                gone, fresh = (_name(side[code]) if code in side else None for side in (old, new))
                yield self.changed(field.key, "text", gone, fresh)

    def parts(self, field: str, holds: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
        for part in _union(before, after):
            if before.get(part) != after.get(part):
                yield replace(self.changed(field, holds, before.get(part), after.get(part)), part=part)

    def members(self, field: Field, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
        holds = {Kind.DATES: "date", Kind.CHOICES: "choice"}.get(field.kind, "text")
        for each in _union(before, after):
            if (each in before) != (each in after):
                gone, fresh = (each, None) if each in before else (None, each)
                yield self.changed(field.key, holds, gone, fresh)

    def called(self, of: str, identity: Any) -> Any:
        """Return the names of the entry referred to, as the later document has them."""
        if identity is None or of == TIMETABLES:
            return identity
        for document in reversed(self.documents):
            for entry in document.get(of, ()):
                if entry[SECTIONS[of].identity] == identity:
                    return _name(entry)
        return identity

    def changed(self, field: str, holds: str, before: Any, after: Any) -> Change:
        return Change(
            section=self.section,
            kind=ChangeKind.CHANGED,
            name=self.name,
            field=field,
            holds=holds,
            before=before,
            after=after,
        )


def _union(before: Iterable[str], after: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys([*before, *after])


def _name(entry: Mapping[str, Any]) -> Any:
    return entry.get("names") or entry.get("name") or entry.get("code")
