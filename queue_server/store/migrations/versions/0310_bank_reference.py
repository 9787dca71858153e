"""The bank's own reference of a credit, and who else told of it"""

import sqlalchemy as sa
from alembic import op

revision = "0310"
down_revision = "0300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bank_credit", sa.Column("bank_reference", sa.String))
    op.create_index("ix_bank_credit_at", "bank_credit", ["centre_id", "amount", "at"])
    op.create_table(
        "bank_telling",
        sa.Column("centre_id", sa.Integer, sa.ForeignKey("centre.id"), primary_key=True, autoincrement=False),
        sa.Column("provider", sa.String, primary_key=True),
        sa.Column("reference", sa.String, primary_key=True),
        sa.Column("credit_id", sa.BigInteger, sa.ForeignKey("bank_credit.id"), nullable=False),
        sa.Column("told_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("credit_id", "provider", name="ux_bank_telling"),
    )
