"""Breaks of clerks within their shifts, and a centre's rules of work"""

from alembic import op

revision = "0161"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = {"sqlite": "INTEGER NOT NULL", "postgresql": "SERIAL NOT NULL"}


def upgrade() -> None:
    op.execute("ALTER TABLE centre ADD COLUMN work TEXT DEFAULT '{}' NOT NULL")
    op.execute(
        f"CREATE TABLE shift_break (id {KEY[op.get_bind().dialect.name]}, centre_id INTEGER NOT NULL"
        " REFERENCES centre (id), shift_id INTEGER NOT NULL REFERENCES shift (id), day INTEGER NOT NULL,"
        " reason VARCHAR NOT NULL, began_at BIGINT NOT NULL, ended_at BIGINT, PRIMARY KEY (id),"
        " CONSTRAINT ck_ended_at CHECK (ended_at >= began_at))"
    )
    op.execute("CREATE UNIQUE INDEX ux_shift_break_open ON shift_break (shift_id) WHERE ended_at IS NULL")
    op.execute("CREATE INDEX ix_shift_break_day ON shift_break (centre_id, day)")
