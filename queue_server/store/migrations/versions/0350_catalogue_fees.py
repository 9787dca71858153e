"""What the catalogue says of fees."""

import sqlalchemy as sa
from alembic import op

revision = "0350"
down_revision = "0321"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("procedure", sa.Column("fees", sa.String(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("procedure", "fees")
