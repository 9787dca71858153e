"""Visits: several services under one number, in order; a turn knows its own service"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0131"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE ticket ADD COLUMN stops VARCHAR",
    "ALTER TABLE ticket ADD COLUMN stop INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE turn ADD COLUMN service_id INTEGER REFERENCES service (id)",
    "UPDATE turn SET service_id = (SELECT t.service_id FROM ticket t WHERE t.id = turn.ticket_id)",
    "CREATE INDEX ix_ticket_visit ON ticket (centre_id, day) WHERE stops IS NOT NULL",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_may_go_onward()
    else:
        _postgresql_may_go_onward()


def _sqlite_may_go_onward() -> None:
    # As in 0003: the CHECK is changed in the stored text, which touches no row.
    op.execute("PRAGMA writable_schema = ON")
    changed = op.get_bind().execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, 'outcome IN (', 'outcome IN (''onward'', ')"
            " WHERE type = 'table' AND name = 'turn' AND instr(sql, 'outcome IN (') > 0"
        )
    )
    assert changed.rowcount == 1, "the CHECK of turn.outcome is not as expected"
    op.execute("PRAGMA writable_schema = RESET")


def _postgresql_may_go_onward() -> None:
    # Whatever outcomes the constraint allows by now, this is one more.
    connection = op.get_bind()
    written = connection.execute(
        sa.text(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conname = 'ck_outcome' AND conrelid = to_regclass('turn')"
        )
    ).scalar_one()
    op.execute("ALTER TABLE turn DROP CONSTRAINT ck_outcome")
    op.execute(f"ALTER TABLE turn ADD CONSTRAINT ck_outcome {written[:-1]} OR outcome = 'onward')")
