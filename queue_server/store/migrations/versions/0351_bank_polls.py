"""When a centre's bank was last heard by asking"""

import sqlalchemy as sa
from alembic import op

revision = "0351"
down_revision = "0342"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_poll",
        sa.Column("centre_id", sa.Integer, sa.ForeignKey("centre.id"), primary_key=True, autoincrement=False),
        sa.Column("heard_at", sa.BigInteger),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("why", sa.String),
    )


def downgrade() -> None:
    op.drop_table("bank_poll")
