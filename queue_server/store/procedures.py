"""Procedures of a centre's catalogue, for whoever must name one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.catalogue import ChannelKind, TimeUnit
from queue_server.domain.due import Term
from queue_server.domain.errors import NotFound
from queue_server.domain.plain_text import folded
from queue_server.store.prepared import Prepared

MOST_FOUND = 9
_DAYS = {TimeUnit.HOUR: 1 / 8, TimeUnit.WORKING_DAY: 1.4, TimeUnit.DAY: 1.0, TimeUnit.MONTH: 30.0}
"""About how many calendar days a unit is, to tell the longer of two terms."""

_COLUMNS = "SELECT id, code, name, coalesce(own_short_name, short_name), field, channels FROM procedure"
_ALL = Prepared(
    text(
        "SELECT id, code, name, coalesce(own_short_name, short_name), field, channels FROM procedure"
        " WHERE centre_id = :centre_id AND offered ORDER BY code"
    )
)
_ONE = Prepared(
    text(
        "SELECT id, code, name, coalesce(own_short_name, short_name), field, channels FROM procedure"
        " WHERE centre_id = :centre_id AND code = :code"
    )
)
_CODE = Prepared(text("SELECT code FROM procedure WHERE id = :id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureBrief:
    """A procedure as a clerk chooses it, with the terms that the catalogue states for each channel."""

    id: int
    code: str
    name: str
    short_name: str
    field: str
    terms: Sequence[tuple[ChannelKind, Term]]

    def term(self, channel: ChannelKind) -> Term | None:
        """Return the longest statutory term for the channel; None when the catalogue states none that can be used."""
        terms = [term for kind, term in self.terms if kind is channel]
        return max(terms, key=lambda term: term.quantity * _DAYS[term.unit], default=None)


def find_procedure(connection: Connection, *, centre_id: int, code: str) -> ProcedureBrief:
    """Return the centre's procedure of that code. Raises NotFound."""
    row = _ONE.run(connection, centre_id=centre_id, code=code).one_or_none()
    if row is None:
        raise NotFound(what="procedure", name=code[:32])
    return _brief(row)


def procedure_code(connection: Connection, procedure_id: int) -> str:
    """Return the national code of a procedure that a dossier names."""
    return str(_CODE.run(connection, id=procedure_id).scalar_one())


def search_procedures(connection: Connection, *, centre_id: int, words: str) -> Sequence[ProcedureBrief]:
    """Return up to MOST_FOUND offered procedures whose code, names and field have all the words, in any spelling.

    A code that begins with the words comes first, then where the words stand in the short name, then shorter names.
    """
    wanted = folded(words).split()
    if not wanted:
        return []
    ranked = []
    for row in _ALL.run(connection, centre_id=centre_id):
        short = folded(row[3])
        whole = f"{folded(row[1])} {short} {folded(row[2])} {folded(row[4])}"
        if all(word in whole for word in wanted):
            rank = (not row[1].startswith(words.strip()), not all(word in short for word in wanted), len(row[2]))
            ranked.append((rank, row[1], row))
    ranked.sort(key=lambda each: each[:2])
    return [_brief(row) for _, _, row in ranked[:MOST_FOUND]]


def _brief(row: Any) -> ProcedureBrief:
    terms = [
        (ChannelKind(each["kind"]), Term(quantity=each["duration"], unit=TimeUnit(each["unit"])))
        for each in json.loads(row[5])
        if each["duration"] is not None and each["unit"] is not None
    ]
    return ProcedureBrief(
        id=row[0], code=row[1], name=row[2], short_name=row[3], field=row[4], terms=tuple(dict.fromkeys(terms))
    )
