"""motcua import-statement."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from queue_server.cli.options import open_store, with_database
from queue_server.domain.bank_credit import TO_SETTLE
from queue_server.domain.bank_statement import HEADINGS, Column, Line, Omission, read_statement
from queue_server.domain.errors import NotFound
from queue_server.domain.money_errors import NoAccount, NoHeading, OtherAccount
from queue_server.store.bank_credits import KeptCredit
from queue_server.store.engine import Store
from queue_server.store.payments import account_of
from queue_server.store.setup import centre_id_of
from queue_server.store.unit import Unit
from queue_server.usecases.context import Clock
from queue_server.usecases.crediting import receive_credit
from queue_server.web.strings import translate
from queue_server.web.table_file import UnreadableFile, read_table

FAULTS_FOUND = 3
WHY = {
    Omission.MONEY_OUT: "no money came in",
    Omission.NO_DAY: "no day in it",
    Omission.NO_AMOUNT: "the amount is no whole number of dong",
}
FAULTS = frozenset({Omission.NO_AMOUNT})


@click.command("import-statement")
@with_database
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--centre", "code", required=True, help="Code of the centre whose account it is.")
@click.option("--day", "day", metavar="HEADING", help="Heading of the column with the day (and time).")
@click.option("--amount", "amount", metavar="HEADING", help="Heading of the column with what came in.")
@click.option("--text", "text", metavar="HEADING", help="Heading of the column with the transfer's text.")
@click.option("--reference", "reference", metavar="HEADING", help="Heading of the column with the bank's reference.")
@click.pass_context
def import_statement_command(
    context: click.Context, /, *, database: str | None, data: Path, file: Path, code: str, **headings: str | None
) -> None:
    """Take the credits of a bank's statement in: each pays the payment it names, or waits to be settled.

    FILE is CSV (UTF-8) or .xlsx, as the banking site exports it. The heading is found by the names that Vietnamese
    banks use; name columns by the options where it is not. Importing a statement again, or one that overlaps, takes
    nothing twice, nor what a webhook told of.

    \b
    Examples:
      motcua import-statement sao-ke.xlsx --centre quang-ninh
      motcua import-statement sao-ke.csv --centre quang-ninh --amount "Số tiền"

    \b
    Exit codes:
      0  every line was read
      1  nothing was imported (no such centre, another account's statement, no heading)
      2  wrong usage
      3  imported, but some lines could not be read and were left out
    """
    named = {Column(name): heading for name, heading in headings.items() if heading is not None}
    store = open_store(database, data)
    try:
        centre_id, lines = _read(store, file, code, named)
        told = _take(store, centre_id, lines)
    finally:
        store.close()
    for line in told:
        click.echo(line)
    context.exit(FAULTS_FOUND if any(line.left_out in FAULTS for line in lines) else 0)


def _read(store: Store, file: Path, code: str, named: Mapping[Column, str]) -> tuple[int, Sequence[Line]]:
    try:
        with store.reading() as connection:
            centre_id = centre_id_of(connection, code)
            account, _ = account_of(connection, centre_id)
        return centre_id, read_statement(read_table(file.name, file.read_bytes()), account=account.number, named=named)
    except NotFound:
        raise click.ClickException(f"There is no centre {code!r}.") from None
    except NoAccount:
        raise click.ClickException(f"Centre {code} has no bank account yet; set it up first.") from None
    except OtherAccount as error:
        raise click.ClickException(f"The statement is not of the centre's account {error.facts['account']}.") from None
    except NoHeading as error:
        raise click.ClickException(_no_heading(str(error.facts["missing"]))) from None
    except UnreadableFile as error:
        raise click.ClickException(
            f"{file.name} cannot be read: {translate(f'money.file.{error}', 'en', {})}"
        ) from None


def _no_heading(missing: str) -> str:
    known = "\n".join(f"  --{column}: known are {', '.join(names)}" for column, names in HEADINGS.items())
    return f"No row names all columns; missing: {missing}. Name them by these options:\n{known}"


def _take(store: Store, centre_id: int, lines: Sequence[Line]) -> Sequence[str]:
    counts: Counter[str] = Counter()
    told = []
    with click.progressbar(lines, label="Importing") as bar:
        for line in bar:
            what, text = _taken(store, centre_id, line)
            counts[what] += 1
            told.append(f"line {line.number}: {text}")
    return [
        *told,
        f"{counts['taken']} taken in, {counts['known']} known already, {counts['left out']} left out.",
    ]


def _taken(store: Store, centre_id: int, line: Line) -> tuple[str, str]:
    if line.credit is None:
        return "left out", f"left out, {WHY[line.left_out or Omission.NO_DAY]}"
    with Unit(store) as unit:
        kept = receive_credit(unit, centre_id=centre_id, credit=line.credit, at=Clock().now())
    amount = f"{line.credit.amount:,} dong".replace(",", ".")
    if not kept.new:
        return "known", f"{amount}, known already"
    return "taken", f"{amount}, {_outcome(kept)}"


def _outcome(kept: KeptCredit) -> str:
    return f"{kept.state.value}, waits to be settled" if kept.state in TO_SETTLE else kept.state.value
