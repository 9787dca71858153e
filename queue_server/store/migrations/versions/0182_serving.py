"""Serving: the state of a ticket at its counter under its own name, also in what was written before"""

import sqlalchemy as sa
from alembic import op

revision = "0182"
down_revision = "0181"
branch_labels = None
depends_on = None

STATES = ("away", "called", "cancelled", "completed", "expired", "held", "no_show", "serving", "waiting")
WRITTEN = (("event", "body"), ("ticket", "undo"), ("answer", "body"))
BEFORE, AFTER = '"state":"served"', '"state":"serving"'

OPEN_SEAL = {
    "sqlite": "DROP TRIGGER event_no_update",
    "postgresql": "ALTER TABLE event DISABLE TRIGGER event_append_only",
}
CLOSE_SEAL = {
    "sqlite": "CREATE TRIGGER event_no_update BEFORE UPDATE ON event"
    " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    "postgresql": "ALTER TABLE event ENABLE TRIGGER event_append_only",
}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.execute("DROP INDEX ux_ticket_at_counter")
    if dialect == "sqlite":
        _sqlite_may_be_serving()
        op.execute("UPDATE ticket SET state = 'serving' WHERE state = 'served'")
    else:
        _postgresql_may_be_serving()
    op.execute("CREATE UNIQUE INDEX ux_ticket_at_counter ON ticket (counter_id) WHERE state IN ('called', 'serving')")
    # The fact stays, its word changes: a journal begun before is read as one begun after. All in the one transaction.
    op.execute(OPEN_SEAL[dialect])
    for table, column in WRITTEN:
        op.execute(
            f"UPDATE {table} SET {column} = replace({column}, '{BEFORE}', '{AFTER}') WHERE {column} LIKE '%{BEFORE}%'"
        )
    op.execute(CLOSE_SEAL[dialect])


def _sqlite_may_be_serving() -> None:
    # As in 0003: the CHECK is changed in the stored text; the rows follow.
    op.execute("PRAGMA writable_schema = ON")
    changed = op.get_bind().execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, '''served''', '''serving''')"
            " WHERE type = 'table' AND name = 'ticket' AND instr(sql, '''served''') > 0"
        )
    )
    assert changed.rowcount == 1, "the CHECK of ticket.state is not as expected"
    op.execute("PRAGMA writable_schema = RESET")


def _postgresql_may_be_serving() -> None:
    listed = ", ".join(f"'{state}'" for state in STATES)
    op.execute("ALTER TABLE ticket DROP CONSTRAINT ck_state")
    op.execute("UPDATE ticket SET state = 'serving' WHERE state = 'served'")
    op.execute(f"ALTER TABLE ticket ADD CONSTRAINT ck_state CHECK (state IN ({listed}))")
