"""Alerts about devices, and the posts that tell of them"""

import sqlalchemy as sa
from alembic import op

revision = "0220"
down_revision = "0183"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_alert",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("centre_id", sa.Integer, sa.ForeignKey("centre.id"), nullable=False),
        sa.Column("device_id", sa.String, sa.ForeignKey("device.id"), nullable=False),
        sa.Column("part", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("detail", sa.String),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("since", "raised_at")),
        sa.Column("ended_at", sa.BigInteger),
        sa.CheckConstraint("kind IN ('faulty', 'lost', 'offline', 'paper_low')", name="ck_kind"),
    )
    op.execute("CREATE UNIQUE INDEX ux_device_alert_open ON device_alert (device_id, part, kind) WHERE ended_at IS NULL")
    op.create_table(
        "alert_post",
        sa.Column("alert_id", sa.BigInteger, sa.ForeignKey("device_alert.id"), primary_key=True, autoincrement=False),
        sa.Column("what", sa.String, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.CheckConstraint("what IN ('ended', 'raised')", name="ck_what"),
        sa.CheckConstraint("state IN ('delivered', 'failed', 'queued')", name="ck_state"),
    )
    op.execute("CREATE INDEX ix_alert_post_next ON alert_post (next_at) WHERE state = 'queued'")
