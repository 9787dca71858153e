"""Bringing a database to the schema of this version, whatever older version it has."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from queue_server.store.engine import Store

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(store: Store, *, to: str = "head") -> tuple[str | None, str | None]:
    """Run the missing migrations in one transaction; return the revision before and after."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store.writer.connect() as connection:
        connection.begin()
        before = MigrationContext.configure(connection).get_current_revision()
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        after = MigrationContext.configure(connection).get_current_revision()
        connection.commit()
    return before, after


def revisions() -> list[str]:
    """Return all revisions, oldest first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    walked = ScriptDirectory.from_config(config).walk_revisions()
    return [script.revision for script in walked][::-1]
