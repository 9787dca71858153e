"""Turns: tickets reserved for a counter or a clerk, reasons of calls, returns, and a centre's rules of absence"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = (
    "ALTER TABLE centre ADD COLUMN recalls_before_no_show INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE centre ADD COLUMN reinstate_grace_minutes INTEGER DEFAULT 15 NOT NULL",
    "ALTER TABLE ticket ADD COLUMN returns INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE ticket ADD COLUMN for_counter_id INTEGER REFERENCES counter (id)",
    "ALTER TABLE ticket ADD COLUMN for_clerk_id INTEGER REFERENCES staff (id)",
    "ALTER TABLE turn ADD COLUMN reason VARCHAR",
)
INDEXES = (
    "DROP INDEX ix_ticket_aside",
    "CREATE INDEX ix_ticket_aside ON ticket (centre_id, day, state) WHERE state IN ('away', 'held', 'no_show')",
    "CREATE INDEX ix_ticket_for_counter ON ticket (for_counter_id, effective_at, issued_at, number, id)"
    " WHERE state = 'waiting' AND for_counter_id IS NOT NULL",
    "CREATE INDEX ix_ticket_for_clerk ON ticket (for_clerk_id, effective_at, issued_at, number, id)"
    " WHERE state = 'waiting' AND for_clerk_id IS NOT NULL",
)
STATES = ("away", "called", "cancelled", "completed", "expired", "held", "no_show", "served", "waiting")
OUTCOMES = ("away", "cancelled", "completed", "expired", "forgotten", "no_show", "transferred")


def upgrade() -> None:
    for statement in (*COLUMNS, *INDEXES):
        op.execute(statement)
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_may_be_away()
    else:
        _postgresql_may_be_away()


def _sqlite_may_be_away() -> None:
    # SQLite cannot alter a CHECK, and a new table cannot take the place of one that others refer to while foreign keys
    # are on. Its manual's way for what does not touch the rows on disk (lang_altertable, section 7) is the stored text.
    connection = op.get_bind()
    op.execute("PRAGMA writable_schema = ON")
    for name, column in (("ticket", "state"), ("turn", "outcome")):
        changed = connection.execute(
            sa.text(
                "UPDATE sqlite_schema SET sql = replace(sql, :before, :after)"
                " WHERE type = 'table' AND name = :name AND instr(sql, :before) > 0"
            ),
            {"name": name, "before": f"{column} IN (", "after": f"{column} IN ('away', "},
        )
        assert changed.rowcount == 1, f"the CHECK of {name}.{column} is not as expected"
    op.execute("PRAGMA writable_schema = RESET")


def _postgresql_may_be_away() -> None:
    for name, column, values, empty in (
        ("ticket", "state", STATES, ""),
        ("turn", "outcome", OUTCOMES, " OR outcome IS NULL"),
    ):
        listed = ", ".join(f"'{value}'" for value in values)
        op.execute(f"ALTER TABLE {name} DROP CONSTRAINT ck_{column}")
        op.execute(f"ALTER TABLE {name} ADD CONSTRAINT ck_{column} CHECK ({column} IN ({listed}){empty})")
