"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from queue_server.store.engine import Store
from queue_server.store.migrate import migrate

Command = TypeVar("Command", bound=Callable[..., Any])


def with_data(command: Command) -> Command:
    """Add --data: the folder of everything this installation keeps."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="MOTCUA_DATA",
        default=Path("var"),
        show_default=True,
        help="Folder for the database, voices and slips.",
    )(command)


def with_database(command: Command) -> Command:
    """Add --database and --data."""
    return with_data(
        click.option(
            "--database",
            envvar="MOTCUA_DATABASE",
            default=None,
            help="SQLAlchemy URL; postgresql+psycopg://… for PostgreSQL. Default: motcua.sqlite in the data folder.",
        )(command)
    )


def database_url(database: str | None, data: Path) -> str:
    """Return the URL that the options mean, making the data folder, for its owner alone, when it is missing."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return database or f"sqlite:///{(data / 'motcua.sqlite').resolve()}"


def open_store(database: str | None, data: Path) -> Store:
    """Open the database and bring it to this version's schema."""
    store = Store(database_url(database, data))
    migrate(store)
    return store
