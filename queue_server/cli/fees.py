"""motcua import-fees and export-fees."""

import csv
import sys
from pathlib import Path

import click

from queue_server.cli.options import open_store, with_database
from queue_server.domain.errors import NotFound
from queue_server.domain.fee_import import FeePlan, plan_fees
from queue_server.domain.fee_sheet import FeeSheet, read_fee_sheet, write_fee_sheet
from queue_server.store.engine import Store
from queue_server.store.fee_rules import all_rules
from queue_server.store.setup import centre_id_of
from queue_server.store.staff import credentials_of, staff_of
from queue_server.store.unit import Unit
from queue_server.usecases.context import Clock
from queue_server.usecases.fees import import_fees
from queue_server.web.fee_words import mistake_in_words
from queue_server.web.strings import translate
from queue_server.web.table_file import UnreadableFile, read_table


@click.command("import-fees")
@with_database
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--centre", "code", required=True, help="Code of the centre.")
@click.option("--by", "login", required=True, help="Login of who proposes them; somebody else has to approve.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of the file.")
def import_fees_command(*, database: str | None, data: Path, file: Path, code: str, login: str, dry_run: bool) -> None:
    """Propose the fee rules of a CSV (UTF-8) or .xlsx FILE, all or none.

    A line is a rule, under the headings that `motcua export-fees` writes. A file with mistakes changes nothing; each is
    named by its row and column. Rules that the centre has already are passed over, so a file can be brought in again.
    No rule counts before somebody else has approved it on the page "Fees".

    \b
    Examples:
      motcua import-fees phi.xlsx --centre quang-ninh --by quanly --dry-run
      motcua import-fees phi.csv --centre quang-ninh --by quanly
    """
    sheet = _sheet(file)
    store = open_store(database, data)
    try:
        plan = _plan(store, sheet, code, login, dry_run=dry_run)
    except NotFound as error:
        raise click.ClickException(f"There is no {error.facts['what']} {error.facts['name']!r}.") from None
    finally:
        store.close()
    click.echo(f"{len(plan.proposed)} {'would be ' if dry_run else ''}proposed, {plan.known} known already.")
    if plan.replacing:
        click.echo(f"{plan.replacing} take the place of rules that count: withdraw those before these are approved.")


@click.command("export-fees")
@with_database
@click.argument("centre")
def export_fees_command(*, database: str | None, data: Path, centre: str) -> None:
    """Print the fee rules of the centre of code CENTRE as CSV, in the form in which they can be brought in.

    \b
    Example:
      motcua export-fees quang-ninh > phi.csv
    """
    store = open_store(database, data)
    try:
        with store.reading() as connection:
            rules = all_rules(connection, centre_id_of(connection, centre))
    except NotFound as error:
        raise click.ClickException(f"There is no {error.facts['what']} {error.facts['name']!r}.") from None
    finally:
        store.close()
    csv.writer(sys.stdout, lineterminator="\n").writerows(write_fee_sheet(rules))


def _sheet(file: Path) -> FeeSheet:
    try:
        sheet = read_fee_sheet(read_table(file.name, file.read_bytes()))
    except UnreadableFile as fault:
        raise click.ClickException(f"{file.name}: {translate(f'money.file.{fault}', 'en', {})}") from None
    if sheet.mistakes:
        listed = "\n".join(f"  row {mistake.row}: {mistake_in_words(mistake, 'en')}" for mistake in sheet.mistakes)
        raise click.ClickException(f"The file has mistakes; nothing was proposed.\n{listed}")
    return sheet


def _plan(store: Store, sheet: FeeSheet, code: str, login: str, *, dry_run: bool) -> FeePlan:
    rules = [rule for _, rule in sheet.rules]
    with Unit(store) as unit:
        centre_id = centre_id_of(unit.connection, code)
        person = credentials_of(unit.connection, login)
        if person is None or staff_of(unit.connection, centre_id=centre_id, staff_id=person.staff.id) is None:
            raise NotFound(what="person of the centre", name=login)
        if dry_run:
            return plan_fees(rules, all_rules(unit.connection, centre_id))
        return import_fees(unit, centre_id=centre_id, rules=rules, staff_id=person.staff.id, at=Clock().now())
