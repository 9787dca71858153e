"""Card payments given back at the terminal that took them"""

import sqlalchemy as sa
from alembic import op

revision = "0363"
down_revision = "0366"
branch_labels = None
depends_on = None

STATES = "state IN ('cancelled', 'created', 'done', 'failed', 'in_doubt', 'pending')"
OPEN = "state IN ('created', 'in_doubt', 'pending')"


def upgrade() -> None:
    op.create_table(
        "refund",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("centre_id", sa.Integer, sa.ForeignKey("centre.id"), nullable=False),
        sa.Column("payment_id", sa.String, sa.ForeignKey("payment.id"), nullable=False),
        sa.Column("device_id", sa.String, sa.ForeignKey("device.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("undone", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("asked_by", sa.Integer, sa.ForeignKey("staff.id")),
        sa.Column("reason", sa.String),
        sa.Column("asked_at", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("newest", sa.BigInteger),
        sa.Column("code", sa.String),
        sa.Column("number", sa.String),
        sa.Column("trace", sa.BigInteger),
        sa.CheckConstraint("kind IN ('refund', 'reversal')", name="ck_kind"),
        sa.CheckConstraint(STATES, name="ck_state"),
        sa.CheckConstraint("amount > 0", name="ck_amount"),
    )
    is_open = sa.text(OPEN)
    op.create_index(
        "ux_refund_open", "refund", ["payment_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_index("ix_refund_payment", "refund", ["payment_id"])
    op.create_index("ix_refund_device", "refund", ["device_id", "state"])
    op.execute("ALTER TABLE terminal_telling ADD COLUMN refund_id VARCHAR")
    of_refund = sa.text("refund_id IS NOT NULL")
    op.create_index(
        "ix_terminal_telling_refund", "terminal_telling", ["refund_id"],
        sqlite_where=of_refund, postgresql_where=of_refund,
    )  # fmt: skip
