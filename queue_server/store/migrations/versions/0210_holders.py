"""Holders: whose memory a block of reserve numbers is in"""

from alembic import op

revision = "0210"
down_revision = "0220"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE lease ADD COLUMN holder VARCHAR NOT NULL DEFAULT ''")
