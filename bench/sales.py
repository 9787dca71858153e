"""Card sales under every fault there is, one sequence (`sale_play`) after the other, and what they came to."""

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.sale_office import furnish_sales
from bench.sale_play import KINDS, Seen, sequence
from bench.sale_rig import PROTOCOLS
from bench.sale_site import Site, furnish_template, new_site

SHARE = 500
"""Sequences that share a database."""
MEMORY = Path("/dev/shm")
"""Where files are that no power cut is meant to meet: processes die here, machines do not."""


def measure_sales(
    folder: Path, tell: Callable[[str], None], *, sequences: int, url: str | None = None
) -> dict[str, Any]:
    """Run so many sequences and return how they ended, kind by kind; `wrong` names each that a judge objects to.

    Without `url` on SQLite files, as many at a time as there are cores; else one by one in that empty database.
    """
    found = Found()
    shares = [range(first, min(first + SHARE, sequences)) for first in range(0, sequences, SHARE)]
    for seen in _on_sqlite(folder, shares) if url is None else _on_postgres(folder, shares, url):
        found.add(seen)
        if found.sequences % 5_000 < SHARE:
            tell(f"{found.sequences} sequences, {len(found.wrong)} wrong")
    return found.report() | {"all places": _all_places(folder)}


@dataclass(slots=True)
class Found:
    """What all sequences came to."""

    sequences: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    struck: set[str] = field(default_factory=set)
    strikes: int = 0
    days: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, seen: list[tuple[int, Seen]]) -> None:
        """Add what was seen of each sequence."""
        for number, each in seen:
            self.sequences += 1
            self.kinds[KINDS[number % len(KINDS)]] += 1
            self.ends.update(each.ends)
            self.struck.update(each.struck)
            self.strikes += len(each.struck)
            self.days += each.days
            self.wrong += [f"{number}: {what}" for what in each.wrong]

    def report(self) -> dict[str, Any]:
        """Return it as plain values."""
        places = Counter(where.rpartition(" ")[0] for where in self.struck)
        return {
            "sequences": self.sequences, "kinds": dict(self.kinds), "payments ended": dict(self.ends),
            "days told": self.days, "strikes": self.strikes, "places struck": dict(sorted(places.items())),
            "wrong": len(self.wrong), "first wrong": self.wrong[:20],
        }  # fmt: skip


def _on_sqlite(folder: Path, shares: list[range]) -> Iterator[list[tuple[int, Seen]]]:
    template = furnish_template(folder)
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_share, shares, [template] * len(shares))


def _share(numbers: range, template: Path) -> list[tuple[int, Seen]]:
    logging.disable(logging.CRITICAL)  # a terminal that is away is said a hundred thousand times
    with TemporaryDirectory(prefix="motcua-sales-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        site = new_site(Path(folder), template)
        try:
            return [(number, sequence(number, site)) for number in numbers]
        finally:
            site.close()


def _all_places(folder: Path) -> dict[str, int]:
    """Return how many places there are at which a sale and the telling of a day can be struck."""
    site = new_site(folder / "plain", furnish_template(folder / "plain"))
    found = {f"{protocol} {where}": many for protocol in PROTOCOLS for where, many in site.passed(protocol).items()}
    site.close()
    return dict(sorted(found.items()))


def _on_postgres(folder: Path, shares: list[range], url: str) -> Iterator[list[tuple[int, Seen]]]:
    logging.disable(logging.CRITICAL)
    furnish_sales(url)
    site = Site(url, folder)
    for share in shares:
        yield [(number, sequence(number, site)) for number in share]
    site.close()
