"""What a held turn is for, when its counter is reminded, and whether it is parked"""

from alembic import op

revision = "0163"
down_revision = "0172"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE turn ADD COLUMN aside TEXT")
