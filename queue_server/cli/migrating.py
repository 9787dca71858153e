"""motcua migrate."""

from pathlib import Path

import click

from queue_server.cli.options import database_url, with_database
from queue_server.store.engine import Store
from queue_server.store.migrate import migrate


@click.command("migrate")
@with_database
def migrate_command(database: str | None, data: Path) -> None:
    """Make the database, or bring an older one to this version. Safe to repeat."""
    store = Store(database_url(database, data))
    before, after = migrate(store)
    store.close()
    if before == after:
        click.echo(f"The database is up to date (revision {after}).")
    else:
        click.echo(f"The database went from revision {before or 'none'} to {after}.")
