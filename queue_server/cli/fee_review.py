"""motcua review-fees."""

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from queue_server.cli.options import open_store, with_database
from queue_server.domain.errors import NotFound
from queue_server.store.catalogue_fees import LISTS, Reviewed, reviewed
from queue_server.store.setup import centre_id_of
from queue_server.usecases.context import Clock

HEADING = ["list", "procedure", "name", "offered", "rule in force", "channel", "figure", "in the note", "until", "note"]


@click.command("review-fees")
@with_database
@click.argument("centre")
@click.option("--list", "which", type=click.Choice(LISTS), default="missing", show_default=True, help="Which list.")
def review_fees_command(*, database: str | None, data: Path, centre: str, which: str) -> None:
    """List as CSV where the national catalogue contradicts itself about fees at the centre of code CENTRE.

    \b
    missing   offered here, a fee is spoken of, and no approved rule is in force
    free      the figure is 0 and the note speaks of a fee
    small     the figure is below 1,000 dong
    zeros     the note has the figure with more or fewer zeros
    channels  online and at the counter it is not the same
    ends      the note has a day on which it ends
    units     the note counts by page, by copy and the like

    Nothing of it is ever charged: find the law behind it, and propose a rule.
    """
    store = open_store(database, data)
    try:
        with store.reading() as connection:
            found = reviewed(connection, centre_id_of(connection, centre), Clock().now().date())
    except NotFound as error:
        raise click.ClickException(f"There is no {error.facts['what']} {error.facts['name']!r}.") from None
    finally:
        store.close()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEADING)
    writer.writerows(row for each in found if which in each.lists for row in _rows(each, which))


def _rows(each: Reviewed, which: str) -> Iterator[list[str | int | None]]:
    """Yield a line a doubt, or where nothing is in doubt one for each thing that is said."""
    doubts = [(doubt.word, doubt.noted, doubt.until) for doubt in each.doubts if doubt.kind.value == which]
    for word, noted, until in doubts or [(word, None, None) for word in each.words]:
        facts = [which, each.code, each.name, _yes(each.offered), _yes(each.ruled)]
        yield [*facts, word.channel.value, word.figure, noted, _day(until), word.note]


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
