"""Counters that call by themselves, and shifts that are ready for whoever comes"""

from alembic import op

revision = "0162"
down_revision = "0141"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE counter ADD COLUMN automatic BOOLEAN DEFAULT true NOT NULL")
    op.execute("ALTER TABLE shift ADD COLUMN ready_since BIGINT")
    op.execute("CREATE INDEX ix_shift_ready ON shift (centre_id) WHERE ready_since IS NOT NULL")
