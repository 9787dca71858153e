"""motcua import-procedures."""

import csv
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import click

from queue_server.cli.options import open_store, with_database
from queue_server.domain.catalogue import LINE_LIMIT, Level, Procedure, Rejected, parse_lines
from queue_server.domain.catalogue_offer import FOR_OTHERS, Offer, offer_for
from queue_server.store.engine import Store
from queue_server.store.unit import Unit
from queue_server.usecases.catalogue import CentreBrief, ImportReport, centres_of, import_procedures
from queue_server.usecases.context import Clock

FAULTS_FOUND = 3
SHOWN = 5

EXPLAINED = {
    "line.too_long": "the line is longer than a record can be",
    "line.not_utf8": "the line is not UTF-8 text",
    "json.unreadable": "the line is not JSON",
    "json.not_an_object": "the line is JSON, but not an object",
    "code.malformed": "the code is not like 1.004873",
    "code.repeated": "the code stands in an earlier line already; that one was taken",
    "level.unknown": "the level is none of Cấp bộ, Cấp tỉnh, Cấp xã, Cơ quan khác",
    "level.other": "settled at another level than this centre's",
    "variant.other_level": "the name says that it is the variant for another level",
    "options.malformed": "the ways of handing in (options) are not as expected",
    "url.not_a_web_address": "the address (url) is not a web address",
}
_ENDINGS = {
    "missing": "is missing or blank",
    "not_text": "is not a text",
    "unprintable": "has characters that cannot be printed",
    "too_long": "is too long",
}


@click.command("import-procedures")
@with_database
@click.argument("file", type=click.File("rb"))
@click.option("--centre", "centre_code", help="Code of the centre; needed only where there are several.")
@click.option("--all", "everywhere", is_flag=True, help="Import into every centre, each in a transaction of its own.")
@click.option(
    "--level",
    "levels",
    multiple=True,
    type=click.Choice([level.value for level in Level]),
    help="Take procedures of this level; may be repeated. Default: the level of the centre.",
)
@click.option(
    "--report",
    "report_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every record left out, with line, code and reason: CSV for a name in .csv, else JSON lines.",
)
@click.pass_context
def import_procedures_command(
    context: click.Context,
    *,
    database: str | None,
    data: Path,
    file: BinaryIO,
    centre_code: str | None,
    everywhere: bool,
    levels: tuple[str, ...],
    report_path: Path | None,
) -> None:
    """Bring the national catalogue of procedures into a centre, or into all of them.

    FILE has one JSON object a line (UTF-8), or is - for standard input. A record needs code ("1.004873"), name, field,
    level ("Cấp tỉnh, Cấp xã") and options (channel, duration, unit); agency, documents and url may be missing. Fees are
    not read: those of the catalogue are unreliable.

    Taken are the procedures of the centre's level. Each belongs to the service that names its field in `fields` of the
    centre file. Fields that no service names become services of their own; they are not offered at the kiosk until they
    are given a line.

    All or nothing is written, in one transaction. Importing the same file again changes nothing; a newer file updates.
    Procedures that the file does not have any more stay as they are. What a centre has chosen for a procedure (offered
    or not, an own short name, another service) is kept.

    \b
    Examples:
      motcua import-procedures procedures.jsonl
      motcua import-procedures procedures.jsonl --all
      motcua import-procedures procedures.jsonl --level province --level commune --report left-out.csv

    \b
    Exit codes:
      0  everything sound was imported
      1  nothing was imported (no such centre, no usable record)
      2  wrong usage
      3  imported, but some records are faulty and were left out
    """
    if everywhere and centre_code is not None:
        raise click.UsageError("Say --centre or --all, not both.")
    store = open_store(database, data)
    try:
        centres = _centres(store) if everywhere else [_centre(store, centre_code)]
        records = list(_records(file))
        offers = [offer_for(records, frozenset(map(Level, levels)) or frozenset({centre.level})) for centre in centres]
        if report_path is not None:
            _write_report(report_path, offers[0].left_out)
        for centre, offer in zip(centres, offers, strict=True):
            _import(store, centre, offer)
    finally:
        store.close()
    click.echo(_faults(offers[0]), nl=False)
    context.exit(FAULTS_FOUND if offers[0].faults else 0)


def _import(store: Store, centre: CentreBrief, offer: Offer) -> None:
    began = time.perf_counter()
    if not offer.offered:
        raise click.ClickException(_nothing(offer, centre))
    with Unit(store) as unit:
        report = import_procedures(unit, centre_id=centre.id, offer=offer, at=Clock().now())
    click.echo(_summary(report, centre, seconds=time.perf_counter() - began))


def _centres(store: Store) -> Sequence[CentreBrief]:
    centres = centres_of(store)
    if not centres:
        raise click.ClickException("There is no centre yet. Make one first: motcua seed FILE, or motcua seed --demo.")
    return centres


def _centre(store: Store, code: str | None) -> CentreBrief:
    centres = _centres(store)
    if code is None and len(centres) == 1:
        return centres[0]
    listed = ", ".join(centre.code for centre in centres)
    if code is None:
        raise click.UsageError(f"There are several centres; say which one with --centre: {listed}.")
    for centre in centres:
        if centre.code == code:
            return centre
    raise click.ClickException(f"There is no centre {code!r}. There are: {listed}.")


def _records(file: BinaryIO) -> Iterator[Procedure | Rejected]:
    with click.progressbar(length=_size(file), label="Reading") as bar:
        yield from parse_lines(_lines(file, bar.update))


def _size(file: BinaryIO) -> int:
    try:
        return os.fstat(file.fileno()).st_size
    except OSError:
        return 0


def _lines(file: BinaryIO, advance: Callable[[int], None]) -> Iterator[bytes]:
    """Yield the lines; of one over the limit only so much that it is seen to be over, so that memory stays bounded."""
    while line := file.readline(LINE_LIMIT + 1):
        advance(len(line))
        if len(line) > LINE_LIMIT and not line.endswith(b"\n"):
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = file.readline(LINE_LIMIT)
                advance(len(rest))
        yield line


def _summary(report: ImportReport, centre: CentreBrief, *, seconds: float) -> str:
    others = sum(each.reason in FOR_OTHERS for each in report.left_out)
    total = report.inserted + report.updated + report.unchanged
    lines = [
        f"Centre {centre.code}: {total:,} procedures in {seconds:.1f} s"
        f" ({report.inserted:,} new, {report.updated:,} updated, {report.unchanged:,} unchanged).",
        f"{others:,} records are for other levels and were passed over.",
    ]
    if report.absent:
        lines.append(f"{report.absent:,} known procedures are not in this file and stay as they are.")
    if report.new_services:
        lines.append(
            f"{len(report.new_services)} fields had no service; each is now a service without a line: "
            f"{_listed(report.new_services)}."
        )
    if report.unoffered:
        lines.append(
            f"{report.unoffered:,} procedures belong to services without a line. The kiosk does not offer them until "
            "the centre file names their fields under a service with a line, is seeded and this file imported again."
        )
    return "\n".join(lines)


def _listed(names: Sequence[str]) -> str:
    shown = "; ".join(names[:SHOWN])
    return f"{shown}; and {len(names) - SHOWN} more" if len(names) > SHOWN else shown


def _faults(offer: Offer) -> str:
    if not offer.faults:
        return ""
    lines = [f"{len(offer.faults):,} faulty records were left out (--report FILE lists all):"]
    lines += [f"  line {each.line}, {each.code or 'no code'}: {explain(each.reason)}" for each in offer.faults[:SHOWN]]
    return "\n".join(lines) + "\n"


def _nothing(offer: Offer, centre: CentreBrief) -> str:
    told = _faults(offer)
    return f"The file has no procedure for centre {centre.code}; nothing was imported.\n{told}".rstrip()


def explain(reason: str) -> str:
    """Say a stable reason in plain words."""
    member, _, ending = reason.partition(".")
    return EXPLAINED.get(reason) or f"{member} {_ENDINGS.get(ending, ending)}"


def _write_report(path: Path, left_out: Sequence[Rejected]) -> None:
    rows = [
        {"line": each.line, "code": each.code, "reason": each.reason, "explanation": explain(each.reason)}
        for each in left_out
    ]
    with path.open("w", encoding="utf-8", newline="") as report:
        if path.suffix.lower() == ".csv":
            writer = csv.DictWriter(report, ["line", "code", "reason", "explanation"])
            writer.writeheader()
            writer.writerows(rows)
        else:
            report.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
