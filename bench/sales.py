"""Card sales under every fault there is, one sequence (`sale_play`) after the other, and what they came to."""

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.sale_office import furnish_sales
from bench.sale_places import DEEDS, KINDS, Place, Places, in_words
from bench.sale_play import Seen, sequence
from bench.sale_site import Site, furnish_template, new_site

Played = Iterator[list[tuple[int, Seen]]]
SHARE = 500
"""Sequences that share a database."""
MEMORY = Path("/dev/shm")
"""Where files are that no power cut is meant to meet: processes die here, machines do not."""


def measure_sales(
    folder: Path, tell: Callable[[str], None], *, sequences: int, url: str | None = None
) -> dict[str, Any]:
    """Run so many sequences and return how they ended; `wrong` names each that a judge objects to, and `not struck` the
    places of each dialogue that none of them struck.

    Without `url` on SQLite files, as many at a time as there are cores; else one by one in that empty database.
    """
    shares = [range(first, min(first + SHARE, sequences)) for first in range(0, sequences, SHARE)]
    places, played = _on_sqlite(folder, shares) if url is None else _on_postgres(folder, shares, url)
    found = Found(places)
    for seen in played:
        found.add(seen)
        if found.sequences % 5_000 < SHARE:
            tell(f"{found.sequences} sequences, {len(found.wrong)} wrong")
    tell(found.last_word())
    return found.report()


@dataclass(slots=True)
class Found:
    """What all sequences came to."""

    places: Places
    sequences: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    struck: dict[str, set[Place]] = field(default_factory=lambda: {each: set() for each in KINDS})
    strikes: int = 0
    days: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, seen: list[tuple[int, Seen]]) -> None:
        """Add what was seen of each sequence."""
        for number, each in seen:
            kind = KINDS[number % len(KINDS)]
            self.sequences += 1
            self.kinds[kind] += 1
            self.ends.update(each.ends)
            self.struck[kind].update([each.struck] if each.struck else [])
            self.strikes += each.strikes
            self.days += each.days
            self.wrong += [f"{number}: {what}" for what in each.wrong]

    def not_struck(self) -> frozenset[Place]:
        """Return the places that no sequence struck."""
        return self.places.all.difference(*self.struck.values())

    def last_word(self) -> str:
        """Return a line on the places that were not struck."""
        left, many = len(self.not_struck()), len(self.places.all)
        if not left:
            return f"each of the {many} places was struck"
        if self.sequences < self.places.whole:
            return f"{left} of {many} places were NOT struck: that takes {self.places.whole} sequences"
        return f"{left} of {many} places were NOT struck in a whole run: {'; '.join(in_words(self.not_struck()))}"

    def report(self) -> dict[str, Any]:
        """Return it as plain values."""
        every, left = self.places.all, self.not_struck()
        struck = _by_point(every - left)
        in_each_way = frozenset.intersection(*(frozenset(self.struck[deed]) for deed in DEEDS))
        return {
            "sequences": self.sequences, "kinds": dict(self.kinds), "payments ended": dict(self.ends),
            "days told": self.days, "strikes": self.strikes, "a whole run": self.places.whole,
            "places struck": {where: f"{struck[where]} of {many}" for where, many in sorted(_by_point(every).items())},
            "bytes struck in each of the three ways": len(in_each_way), "places not struck": len(left),
            "not struck": in_words(left), "is whole": self.sequences >= self.places.whole,
            "wrong": len(self.wrong), "first wrong": self.wrong[:20],
        }  # fmt: skip


def is_sound(report: dict[str, Any]) -> bool:
    """Say whether nothing was wrong and, where the run was long enough for that, no place was left out."""
    return not report["wrong"] and not (report["is whole"] and report["not struck"])


def _by_point(places: Iterable[Place]) -> Counter[str]:
    return Counter(f"{each.dialogue.protocol} {each.where}" for each in places)


def _on_sqlite(folder: Path, shares: list[range]) -> tuple[Places, Played]:
    template = furnish_template(folder)
    site = new_site(folder / "plain", template)
    site.close()
    return site.places, _at_once(shares, template, site.places)


def _at_once(shares: list[range], template: Path, places: Places) -> Played:
    many = len(shares)
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_share, shares, [template] * many, [places] * many)


def _share(numbers: range, template: Path, places: Places) -> list[tuple[int, Seen]]:
    logging.disable(logging.CRITICAL)  # a terminal that is away is said a hundred thousand times
    with TemporaryDirectory(prefix="motcua-sales-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        site = new_site(Path(folder), template, places)
        try:
            return [(number, sequence(number, site)) for number in numbers]
        finally:
            site.close()


def _on_postgres(folder: Path, shares: list[range], url: str) -> tuple[Places, Played]:
    furnish_sales(url)
    site = Site(url, folder)
    return site.places, _one_by_one(shares, site)


def _one_by_one(shares: list[range], site: Site) -> Played:
    logging.disable(logging.CRITICAL)
    for share in shares:
        yield [(number, sequence(number, site)) for number in share]
    site.close()
