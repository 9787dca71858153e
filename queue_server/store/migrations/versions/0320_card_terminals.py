"""Payments that a driven terminal takes, and what terminals tell"""

import sqlalchemy as sa
from alembic import op

revision = "0320"
down_revision = "0241"
branch_labels = None
depends_on = None

BEFORE, AFTER = "kind IN ('board', 'keypad', 'kiosk')", "kind IN ('board', 'keypad', 'kiosk', 'terminal')"
VERDICTS = "verdict IN ('approved', 'cancelled', 'declined', 'in_doubt', 'not_started')"


def upgrade() -> None:
    allow_the_kind()
    op.execute("ALTER TABLE payment ADD COLUMN device_id VARCHAR REFERENCES device (id)")
    op.execute("ALTER TABLE payment ADD COLUMN newest BIGINT")
    at_a_device = sa.text("device_id IS NOT NULL")
    op.create_index(
        "ix_payment_device", "payment", ["device_id", "created_at"],
        sqlite_where=at_a_device, postgresql_where=at_a_device,
    )  # fmt: skip
    op.create_table(
        "terminal_telling",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("centre_id", sa.Integer, sa.ForeignKey("centre.id"), nullable=False),
        sa.Column("device_id", sa.String, sa.ForeignKey("device.id"), nullable=False),
        sa.Column("payment_id", sa.String, nullable=False),
        sa.Column("told_at", sa.BigInteger, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("code", sa.String),
        sa.Column("detail", sa.String),
        sa.Column("amount", sa.BigInteger),
        sa.Column("receipt", sa.Text),
        sa.Column("effect", sa.String, nullable=False),
        sa.Column("settled_at", sa.BigInteger),
        sa.Column("settled_by", sa.Integer, sa.ForeignKey("staff.id")),
        sa.Column("reason", sa.String),
        sa.CheckConstraint(VERDICTS, name="ck_verdict"),
        sa.CheckConstraint("effect IN ('agrees', 'contradicts', 'moved')", name="ck_effect"),
    )
    op.create_index("ix_terminal_telling_payment", "terminal_telling", ["payment_id"])
    op.create_index("ix_terminal_telling_device", "terminal_telling", ["device_id", "told_at"])
    to_settle = sa.text("effect = 'contradicts' AND settled_at IS NULL")
    op.create_index(
        "ix_terminal_telling_unsettled", "terminal_telling", ["centre_id", "id"],
        sqlite_where=to_settle, postgresql_where=to_settle,
    )  # fmt: skip


def allow_the_kind() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE device DROP CONSTRAINT ck_kind")
        op.execute(f"ALTER TABLE device ADD CONSTRAINT ck_kind CHECK ({AFTER})")
        return
    # As in 0003: the CHECK is changed in the stored text.
    op.execute("PRAGMA writable_schema = ON")
    changed = op.get_bind().execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :before, :after)"
            " WHERE type = 'table' AND name = 'device' AND instr(sql, :before) > 0"
        ),
        {"before": BEFORE, "after": AFTER},
    )
    assert changed.rowcount == 1, "the CHECK of device.kind is not as expected"
    op.execute("PRAGMA writable_schema = RESET")
