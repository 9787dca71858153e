"""motcua staff."""

from pathlib import Path

import click

from queue_server.cli.options import open_store, with_database
from queue_server.domain.errors import NotFound
from queue_server.domain.roles import ROLES
from queue_server.store.unit import Unit
from queue_server.usecases.context import Clock
from queue_server.usecases.staffing import LoginElsewhere, add_staff, new_password, set_password


@click.group("staff")
def staff() -> None:
    """People who sign in: add them, give them new passwords."""


@staff.command("add")
@with_database
@click.argument("login")
@click.option("--name", required=True, help="The name shown at the counter.")
@click.option("--centre", required=True, help="Code of the centre the person works in.")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice(sorted(ROLES)), required=True, help="May be repeated."
)
def add_command(
    *, database: str | None, data: Path, login: str, name: str, centre: str, roles: tuple[str, ...]
) -> None:
    """Add a person, or change one; prints a new password once."""
    store = open_store(database, data)
    password = new_password()
    try:
        with Unit(store) as unit:
            add_staff(unit, centre=centre, login=login, name=name, roles=roles, password=password, at=Clock().now())
    except NotFound as error:
        raise click.ClickException(f"There is no {error.facts['what']} {error.facts['name']!r}.") from None
    except LoginElsewhere:
        raise click.ClickException(f"The login {login!r} belongs to another centre; choose another one.") from None
    finally:
        store.close()
    click.echo(f"{login} may sign in with the password {password}")


@staff.command("password")
@with_database
@click.argument("login")
def password_command(database: str | None, data: Path, login: str) -> None:
    """Give a person a new password; prints it once and signs the person out everywhere."""
    store = open_store(database, data)
    password = new_password()
    try:
        with Unit(store) as unit:
            set_password(unit, login=login, password=password, at=Clock().now())
    except NotFound:
        raise click.ClickException(f"There is no login {login!r}.") from None
    finally:
        store.close()
    click.echo(f"{login} may sign in with the password {password}")
