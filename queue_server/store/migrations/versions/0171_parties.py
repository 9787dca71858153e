"""Parties: people who come together"""

from alembic import op

revision = "0171"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE ticket ADD COLUMN party VARCHAR")
    op.execute("CREATE INDEX ix_ticket_party ON ticket (party) WHERE party IS NOT NULL")
