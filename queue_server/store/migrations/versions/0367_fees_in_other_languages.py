"""What citizens read of a fee in other languages."""

import sqlalchemy as sa
from alembic import op

revision = "0367"
down_revision = "0363"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fee_rule", sa.Column("translations", sa.Text(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("fee_rule", "translations")
