"""Days that a centre works in exchange for a day off"""

from alembic import op

revision = "0200"
down_revision = "0190"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE centre ADD COLUMN working_days VARCHAR NOT NULL DEFAULT '{}'")
