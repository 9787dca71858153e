"""The console that acts for a shift, and counters that two clerks share"""

from alembic import op

revision = "0164"
down_revision = "0163"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE counter ADD COLUMN shared BOOLEAN DEFAULT false NOT NULL")
    for column in (
        "seat INTEGER DEFAULT 0 NOT NULL",
        "console VARCHAR",
        "console_browser VARCHAR",
        "console_since BIGINT",
    ):
        op.execute(f"ALTER TABLE shift ADD COLUMN {column}")
    op.execute("DROP INDEX ux_shift_counter")
    op.execute("CREATE UNIQUE INDEX ux_shift_counter ON shift (counter_id, seat) WHERE ended_at IS NULL")
