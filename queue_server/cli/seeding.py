"""motcua seed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import click

from queue_server.cli.options import open_store, with_database
from queue_server.domain.centre_document import document_of
from queue_server.domain.centre_file import CentreFile, CentreFileInvalid
from queue_server.domain.centre_reading import read_centre_file
from queue_server.domain.centre_writing import write_centre_file
from queue_server.domain.errors import NotFound
from queue_server.store.centre_export import centre_id_of, export_centre
from queue_server.store.engine import Store
from queue_server.store.unit import Unit
from queue_server.usecases.context import Clock
from queue_server.usecases.seed import Seeded, seed_centre
from queue_server.usecases.staffing import new_password, set_password


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCentre:
    """The demonstration centre in a database: its first hall's code and the logins of its people."""

    centre_id: int
    hall: str
    logins: Sequence[str]


def demo_text() -> str:
    """Return the demonstration's centre file."""
    return files("queue_server").joinpath("demo", "quang_ninh.toml").read_text(encoding="utf-8")


def seed_demo(store: Store, *, at: datetime) -> DemoCentre:
    """Bring the demonstration centre into the database, open at any hour; nobody has a password by that."""
    centre_file = read_centre_file(demo_text())
    open_services = tuple(replace(service, hours={}) for service in centre_file.services)
    centre_file = replace(centre_file, services=open_services, closed_days=())
    with Unit(store) as unit:
        seeded = seed_centre(unit, centre_file=centre_file, at=at)
    logins = tuple(person.login for person in centre_file.staff)
    return DemoCentre(centre_id=seeded.centre_id, hall=centre_file.halls[0].code, logins=logins)


@click.command("seed")
@with_database
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@click.option("--demo", is_flag=True, help="The demonstration centre that comes with Motcua.")
@click.option("--print", "show", is_flag=True, help="Print the demonstration's file, to begin your own from.")
def seed_command(database: str | None, data: Path, file: Path | None, *, demo: bool, show: bool) -> None:
    """Make a centre from FILE (TOML), or bring it to what the file says.

    Repeating it changes nothing. What the database has and the file has not stays. New people get passwords, which are
    printed once; the others keep theirs. A file with mistakes changes nothing; each mistake is named by its place.

    \b
    Examples:
      motcua seed --demo
      motcua seed --print > my-centre.toml
      motcua seed my-centre.toml
    """
    if show:
        click.echo(demo_text(), nl=False)
        return
    if (file is None) == (not demo):
        raise click.UsageError("Name a FILE or say --demo (one of them).")
    try:
        centre_file = read_centre_file(demo_text() if file is None else _text(file))
        store = open_store(database, data)
        try:
            seeded, passwords = _seed(store, centre_file)
        finally:
            store.close()
    except CentreFileInvalid as error:
        listed = "\n".join(f"  {mistake}" for mistake in error.mistakes)
        raise click.ClickException(f"The centre file has mistakes; nothing was changed.\n{listed}") from None
    click.echo(f"Centre {centre_file.code}: {seeded.created} entries made, {seeded.changed} changed.")
    if seeded.unknown_procedures:
        click.echo(
            f"{len(seeded.unknown_procedures)} procedures of the file are not in the catalogue yet:"
            " import it (motcua import-procedures), then seed again."
        )
    for login, password in passwords.items():
        click.echo(f"  {login} may sign in with the password {password}")


@click.command("export")
@with_database
@click.argument("centre")
def export_command(database: str | None, data: Path, centre: str) -> None:
    """Print the centre of code CENTRE as a centre file, as it stands now. Passwords never stand in a file.

    \b
    Example:
      motcua export quang-ninh > quang-ninh.toml
    """
    store = open_store(database, data)
    try:
        with store.reading() as connection:
            document = document_of(export_centre(connection, centre_id_of(connection, centre), procedures=True))
    except NotFound as error:
        raise click.ClickException(f"There is no {error.facts['what']} {error.facts['name']!r}.") from None
    finally:
        store.close()
    click.echo(write_centre_file(document), nl=False)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8 text.") from None


def _seed(store: Store, centre_file: CentreFile) -> tuple[Seeded, dict[str, str]]:
    at = Clock().now()
    with Unit(store) as unit:
        seeded = seed_centre(unit, centre_file=centre_file, at=at)
        passwords = {login: new_password() for login in seeded.new_logins}
        for login, password in passwords.items():
            set_password(unit, login=login, password=password, at=at)
    return seeded, passwords
