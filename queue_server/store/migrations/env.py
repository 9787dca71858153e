"""Alembic's entry: runs inside the transaction that `migrate` opened."""

from alembic import context
from sqlmodel import SQLModel

from queue_server.store import (  # noqa: F401 - fill the metadata
    schema,
    schema_alerts,
    schema_appointments,
    schema_books,
    schema_devices,
    schema_dossiers,
    schema_leases,
    schema_money,
    schema_people,
    schema_terminals,
    schema_versions,
)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
