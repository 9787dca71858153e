"""What the national catalogue says of fees, in and out of the database, and what of it a centre has to look at."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from queue_server.domain.catalogue_fees import Doubt, FeeDoubt, FeeWord, doubts_of, speaks_of_a_fee
from queue_server.domain.channel import ChannelKind
from queue_server.store.fee_rules import all_rules
from queue_server.store.prepared import Prepared
from queue_server.store.views import View

MISSING = "missing"
"""Offered here, a fee is spoken of, and no rule is in force."""
LISTS = (MISSING, *(doubt.value for doubt in FeeDoubt))
MOST_LISTED = 100
_PROCEDURES = Prepared(
    text(
        "SELECT procedure.code, coalesce(procedure.own_short_name, procedure.short_name), procedure.fees,"
        " procedure.offered AND service.line_id IS NOT NULL FROM procedure"
        " LEFT JOIN service ON service.id = procedure.service_id"
        " WHERE procedure.centre_id = :centre_id AND procedure.fees <> '[]' ORDER BY procedure.code"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A procedure of which the catalogue speaks of a fee; `ruled` where a rule of the centre's is in force."""

    code: str
    name: str
    offered: bool
    ruled: bool
    words: tuple[FeeWord, ...]
    doubts: tuple[Doubt, ...]

    @property
    def lists(self) -> frozenset[str]:
        """Which lists it stands on."""
        missing = self.offered and not self.ruled and speaks_of_a_fee(self.words)
        return frozenset(doubt.kind.value for doubt in self.doubts) | (frozenset({MISSING}) if missing else frozenset())


def written_words(words: Sequence[FeeWord]) -> str:
    """Return the words as the database keeps them."""
    return json.dumps([[word.channel.value, word.figure, word.note] for word in words], ensure_ascii=False)


def reviewed(connection: Connection, centre_id: int, day: date) -> Sequence[Reviewed]:
    """Return the centre's procedures of which the catalogue says something about fees, by their codes."""
    ruled = {rule.procedure for rule in all_rules(connection, centre_id) if rule.in_force(day)}
    found = []
    for code, name, fees, offered in _PROCEDURES.run(connection, centre_id=centre_id):
        words = tuple(_read_word(*each) for each in json.loads(fees))
        found.append(
            Reviewed(
                code=code, name=name, offered=bool(offered), ruled=code in ruled, words=words, doubts=doubts_of(words)
            )
        )
    return found


def review_view(found: Sequence[Reviewed], which: str) -> View:
    """Return how long each list is, and the first of one of them."""
    listed = [each for each in found if which in each.lists]
    return {
        "lists": [{"which": name, "count": sum(name in each.lists for each in found)} for name in LISTS],
        "procedures": [_procedure(each, which) for each in listed[:MOST_LISTED]],
    }


def _read_word(channel: str, figure: int | None, note: str) -> FeeWord:
    return FeeWord(channel=ChannelKind(channel), figure=figure, note=note)


def _procedure(each: Reviewed, which: str) -> View:
    doubts = [doubt for doubt in each.doubts if doubt.kind.value == which]
    words = [doubt.word for doubt in doubts] if doubts else list(each.words)
    return {
        "code": each.code,
        "name": each.name,
        "offered": each.offered,
        "ruled": each.ruled,
        "noted": next((doubt.noted for doubt in doubts if doubt.noted is not None), None),
        "until": next((doubt.until.isoformat() for doubt in doubts if doubt.until is not None), None),
        "words": [{"channel": word.channel.value, "figure": word.figure, "note": word.note} for word in words],
    }
