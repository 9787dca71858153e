"""Closes of shifts and days, and whose shift an entry of the books is of"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0340"
down_revision = "0320"
branch_labels = None
depends_on = None

UNCHECKED = "approval_code IS NOT NULL AND checked_by IS NULL AND device_id IS NULL"


def upgrade() -> None:
    op.execute("ALTER TABLE ledger_entry ADD COLUMN staff_id INTEGER REFERENCES staff (id)")
    op.execute(
        "UPDATE ledger_entry SET staff_id = (SELECT p.created_by FROM payment p WHERE p.id = ledger_entry.payment_id)"
        " WHERE payment_id IS NOT NULL"
    )
    op.create_index("ix_ledger_entry_staff", "ledger_entry", ["centre_id", "staff_id", "id"])
    op.create_index("ix_ledger_entry_centre", "ledger_entry", ["centre_id", "id"])
    unchecked = sa.text(UNCHECKED)
    op.create_index(
        "ix_payment_unchecked", "payment", ["centre_id", "created_at"],
        sqlite_where=unchecked, postgresql_where=unchecked,
    )  # fmt: skip
    _shifts()
    _days()


def _shifts() -> None:
    op.create_table(
        "shift_close",
        _serial(),
        sa.Column("centre_id", sa.Integer, sa.ForeignKey("centre.id"), nullable=False),
        sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id"), nullable=False),
        *_stretch(),
        sa.Column("to_sign", sa.Boolean, nullable=False),
        sa.Column("signed_by", sa.Integer, sa.ForeignKey("staff.id")),
        sa.Column("signed_at", sa.BigInteger),
        sa.CheckConstraint("upto_entry > after_entry", name="ck_stretch"),
        sa.UniqueConstraint("centre_id", "staff_id", "after_entry", name="ux_shift_close"),
    )
    op.create_index("ix_shift_close_upto", "shift_close", ["centre_id", "staff_id", "upto_entry"])
    op.create_index("ix_shift_close_at", "shift_close", ["centre_id", "closed_at"])
    op.create_index("ix_shift_close_centre", "shift_close", ["centre_id", "id"])
    to_sign = sa.text("to_sign AND signed_by IS NULL")
    op.create_index(
        "ix_shift_close_to_sign", "shift_close", ["centre_id", "id"], sqlite_where=to_sign, postgresql_where=to_sign
    )


def _days() -> None:
    op.create_table(
        "day_close",
        _serial(),
        sa.Column("centre_id", sa.Integer, sa.ForeignKey("centre.id"), nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        *_stretch(),
        sa.Column("upto_shift", sa.BigInteger, nullable=False),
        sa.Column("closed_by", sa.Integer, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("reason", sa.String),
        sa.CheckConstraint("upto_entry >= after_entry", name="ck_stretch"),
        sa.UniqueConstraint("centre_id", "day", name="ux_day_close"),
    )


def _serial() -> sa.Column[Any]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True)


def _stretch() -> list[sa.Column[Any]]:
    return [
        sa.Column("after_entry", sa.BigInteger, nullable=False),
        sa.Column("upto_entry", sa.BigInteger, nullable=False),
        sa.Column("closed_at", sa.BigInteger, nullable=False),
        sa.Column("figures", sa.Text, nullable=False),
    ]
