"""Papers of payments: jobs that print something else than a ticket's slip; numbers of statutory receipts"""

import sqlalchemy as sa
from alembic import op

revision = "0330"
down_revision = "0340"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('queued', 'sending', 'unknown')")
KINDS = "kind IN ('confirmation', 'payment_code', 'print_slip', 'slip_copy')"
NUMBERED = sa.text("receipt IS NOT NULL")
ONE_OWNER = "(ticket_id IS NULL) <> (payment_id IS NULL)"


def upgrade() -> None:
    """SQLite cannot loosen a column: the table is written anew there."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE job RENAME TO job_before")
        for index in ("ix_job_open", "ix_job_ticket"):
            op.drop_index(index)
        _create()
        names = (
            "id, device_id, ticket_id, kind, copy_number, attempts, state, outcome, detail, slip, created_at, updated_at"
        )
        op.execute(f"INSERT INTO job ({names}) SELECT {names} FROM job_before")  # noqa: S608
        op.drop_table("job_before")
        op.create_index("ix_job_open", "job", ["device_id"], sqlite_where=OPEN)
        op.create_index("ix_job_ticket", "job", ["ticket_id"])
    else:
        op.alter_column("job", "ticket_id", nullable=True)
        op.add_column("job", sa.Column("payment_id", sa.String, sa.ForeignKey("payment.id")))
        op.create_check_constraint("ck_kind", "job", KINDS)
        op.create_check_constraint("ck_owner", "job", ONE_OWNER)
    op.create_index("ix_job_payment", "job", ["payment_id"])
    op.add_column("payment", sa.Column("receipt", sa.String))
    op.create_index(
        "ux_payment_receipt", "payment", ["centre_id", "receipt"], unique=True,
        sqlite_where=NUMBERED, postgresql_where=NUMBERED,
    )  # fmt: skip


def _create() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("device_id", sa.String, sa.ForeignKey("device.id"), nullable=False),
        sa.Column("ticket_id", sa.String, sa.ForeignKey("ticket.id")),
        sa.Column("payment_id", sa.String, sa.ForeignKey("payment.id")),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("copy_number", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("outcome", sa.String),
        sa.Column("detail", sa.String),
        sa.Column("slip", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.CheckConstraint("state IN ('failed', 'printed', 'queued', 'sending', 'unknown')", name="ck_state"),
        sa.CheckConstraint(KINDS, name="ck_kind"),
        sa.CheckConstraint(ONE_OWNER, name="ck_owner"),
    )
