"""Which credits named a payment"""

from alembic import op

revision = "0342"
down_revision = "0341"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_bank_credit_payment", "bank_credit", ["payment_id"])
