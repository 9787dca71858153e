"""Fees, charges, payments, bank credits and the books"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0300"
down_revision = "0230"
branch_labels = None
depends_on = None

HOLDING = "state IN ('confirmed', 'created', 'in_doubt', 'pending')"
OPEN = "state IN ('created', 'in_doubt', 'pending')"
TO_SETTLE = "state IN ('double', 'late', 'over', 'under', 'unknown')"


def serial() -> sa.Column[Any]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True)


def texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def centre() -> sa.Column[Any]:
    return sa.Column("centre_id", sa.Integer, sa.ForeignKey("centre.id"), nullable=False)


def at(name: str, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def staff(name: str, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, sa.ForeignKey("staff.id"), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "bank_account",
        sa.Column("centre_id", sa.Integer, sa.ForeignKey("centre.id"), primary_key=True, autoincrement=False),
        *texts("bank", "number", "holder"),
    )
    op.create_table(
        "fee_rule",
        sa.Column("id", sa.Integer, primary_key=True),
        centre(),
        *texts("procedure_code", "channel", "kind", "name", "unit"),
        sa.Column("tiers", sa.Text, nullable=False),
        sa.Column("most", sa.BigInteger),
        sa.Column("exempt", sa.Text, nullable=False),
        *texts("basis"),
        sa.Column("valid_from", sa.Integer, nullable=False),
        sa.Column("valid_until", sa.Integer),
        at("proposed_at", nullable=False),
        staff("proposed_by"),
        at("approved_at"),
        staff("approved_by"),
        at("withdrawn_at"),
        staff("withdrawn_by"),
        sa.CheckConstraint("channel IN ('counter', 'online', 'other', 'post')", name="ck_channel"),
        sa.CheckConstraint("kind IN ('le_phi', 'phi')", name="ck_kind"),
    )
    op.create_index("ix_fee_rule_procedure", "fee_rule", ["centre_id", "procedure_code"])
    op.create_table(
        "charge",
        sa.Column("id", sa.String, primary_key=True),
        centre(),
        sa.Column("dossier_id", sa.Integer, sa.ForeignKey("dossier.id"), nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("spared_group", sa.String),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("fees", sa.Text, nullable=False),
        at("raised_at", nullable=False),
        staff("raised_by", nullable=False),
        at("withdrawn_at"),
        staff("withdrawn_by"),
        sa.Column("reason", sa.String),
        sa.CheckConstraint("amount >= 0", name="ck_amount"),
    )
    op.create_index("ix_charge_dossier", "charge", ["dossier_id"])
    op.create_index("ix_charge_raised", "charge", ["centre_id", "raised_at"])
    op.create_table(
        "payment",
        sa.Column("id", sa.String, primary_key=True),
        centre(),
        sa.Column("charge_id", sa.String, sa.ForeignKey("charge.id"), nullable=False),
        *texts("method"),
        sa.Column("amount", sa.BigInteger, nullable=False),
        *texts("code", "state"),
        at("created_at", nullable=False),
        staff("created_by"),
        at("asked_at"),
        at("ended_at"),
        *(sa.Column(name, sa.String) for name in ("reference", "approval_code", "last4")),
        staff("checked_by"),
        sa.CheckConstraint("method IN ('card', 'vietqr')", name="ck_method"),
        sa.CheckConstraint(
            "state IN ('cancelled', 'confirmed', 'created', 'failed', 'in_doubt', 'pending', 'refunded')",
            name="ck_state",
        ),
        sa.CheckConstraint("amount > 0", name="ck_amount"),
        sa.UniqueConstraint("code", name="ux_payment_code"),
    )
    op.execute(f"CREATE UNIQUE INDEX ux_payment_holding ON payment (charge_id) WHERE {HOLDING}")
    op.create_index("ix_payment_charge", "payment", ["charge_id"])
    op.execute(f"CREATE INDEX ix_payment_open ON payment (centre_id, created_at) WHERE {OPEN}")
    op.create_index("ix_payment_ended", "payment", ["centre_id", "ended_at"])
    op.create_table(
        "bank_credit",
        serial(),
        centre(),
        *texts("provider", "reference", "account"),
        sa.Column("amount", sa.BigInteger, nullable=False),
        *texts("text"),
        at("at", nullable=False),
        at("received_at", nullable=False),
        *texts("state"),
        sa.Column("payment_id", sa.String, sa.ForeignKey("payment.id")),
        at("settled_at"),
        staff("settled_by"),
        sa.Column("reason", sa.String),
        sa.CheckConstraint(
            "state IN ('double', 'explained', 'late', 'matched', 'over', 'sent_back', 'under', 'unknown')",
            name="ck_state",
        ),
        sa.CheckConstraint("amount > 0", name="ck_amount"),
        sa.UniqueConstraint("centre_id", "provider", "reference", name="ux_bank_credit"),
    )
    op.execute(f"CREATE INDEX ix_bank_credit_unsettled ON bank_credit (centre_id, at) WHERE {TO_SETTLE}")
    op.create_table(
        "ledger_entry",
        serial(),
        centre(),
        at("at", nullable=False),
        sa.Column("charge_id", sa.String, sa.ForeignKey("charge.id")),
        sa.Column("payment_id", sa.String, sa.ForeignKey("payment.id")),
        sa.Column("credit_id", sa.BigInteger, sa.ForeignKey("bank_credit.id")),
    )
    op.create_index("ix_ledger_entry_at", "ledger_entry", ["centre_id", "at"])
    op.create_index("ix_ledger_entry_charge", "ledger_entry", ["charge_id"])
    op.create_table(
        "ledger_posting",
        sa.Column("entry_id", sa.BigInteger, sa.ForeignKey("ledger_entry.id"), primary_key=True, autoincrement=False),
        sa.Column("account", sa.String, primary_key=True),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.CheckConstraint(
            "account IN ('bank', 'card', 'due', 'le_phi', 'phi', 'suspense')", name="ck_account"
        ),
        sa.CheckConstraint("amount <> 0", name="ck_amount"),
    )
