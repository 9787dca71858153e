"""Leases: reserve numbers of a line, the blocks of them that kiosks hold, and what they gave without the server"""

import sqlalchemy as sa
from alembic import op

revision = "0181"
down_revision = "0166"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE line ADD COLUMN reserve_first INTEGER")
    op.execute("ALTER TABLE line ADD COLUMN reserve_last INTEGER")
    _leases()
    _offline_tickets()


def _leases() -> None:
    op.create_table(
        "lease",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("centre_id", sa.Integer, sa.ForeignKey("centre.id"), nullable=False),
        sa.Column("line_id", sa.Integer, sa.ForeignKey("line.id"), nullable=False),
        sa.Column("device_id", sa.String, sa.ForeignKey("device.id"), nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("letter", sa.String, nullable=False),
        sa.Column("digits", sa.Integer, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("given_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.CheckConstraint("first > 0 AND first <= last", name="ck_block"),
        sa.UniqueConstraint("centre_id", "day", "letter", "first", name="ux_lease_first"),
    )
    op.execute("CREATE INDEX ix_lease_running ON lease (centre_id) WHERE ended_at IS NULL")


def _offline_tickets() -> None:
    op.create_table(
        "offline_ticket",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("centre_id", sa.Integer, sa.ForeignKey("centre.id"), nullable=False),
        sa.Column("device_id", sa.String, sa.ForeignKey("device.id"), nullable=False),
        sa.Column("lease_id", sa.BigInteger, sa.ForeignKey("lease.id")),
        sa.Column("number", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("day", "label", "service", "language")),
        sa.Column("priority", sa.String),
        sa.Column("told_at", sa.String, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("fate", sa.String, nullable=False),
        sa.Column("code", sa.String),
        sa.Column("clipped", sa.Boolean, nullable=False),
        sa.CheckConstraint("fate IN ('expired', 'refused', 'waiting')", name="ck_fate"),
    )
    op.create_index("ix_offline_ticket_lease", "offline_ticket", ["lease_id", "number"])
