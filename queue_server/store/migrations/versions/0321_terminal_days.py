"""A terminal's day, compared with ours"""

import sqlalchemy as sa
from alembic import op

revision = "0321"
down_revision = "0330"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "terminal_day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("centre_id", sa.Integer, sa.ForeignKey("centre.id"), nullable=False),
        sa.Column("device_id", sa.String, sa.ForeignKey("device.id"), nullable=False),
        sa.Column("asked_at", sa.BigInteger),
        sa.Column("asked_by", sa.Integer, sa.ForeignKey("staff.id")),
        sa.Column("withdrawn_at", sa.BigInteger),
        sa.Column("told_at", sa.BigInteger),
        sa.Column("count", sa.Integer),
        sa.Column("amount", sa.BigInteger),
        sa.Column("our_count", sa.Integer),
        sa.Column("our_amount", sa.BigInteger),
        sa.Column("matched", sa.Integer),
        sa.Column("differences", sa.Text),
    )
    awaited = sa.text("told_at IS NULL AND withdrawn_at IS NULL")
    op.create_index(
        "ux_terminal_day_open", "terminal_day", ["device_id"], unique=True,
        sqlite_where=awaited, postgresql_where=awaited,
    )  # fmt: skip
    op.create_index("ix_terminal_day_device", "terminal_day", ["device_id", "told_at"])
    op.create_index("ix_terminal_day_told", "terminal_day", ["centre_id", "told_at"])
