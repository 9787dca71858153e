"""What was chosen for the printers of kiosks"""

import sqlalchemy as sa
from alembic import op

revision = "0240"
down_revision = "0202"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "printer_choice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("device_id", sa.String, sa.ForeignKey("device.id"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("mode", sa.String),
        sa.Column("paper", sa.Integer),
        sa.Column("stores_graphics", sa.Boolean),
        sa.CheckConstraint("mode IN ('hybrid', 'raster', 'tcvn') OR mode IS NULL", name="ck_mode"),
        sa.CheckConstraint(
            "(mode IS NULL) = (paper IS NULL) AND (mode IS NULL) = (stores_graphics IS NULL)", name="ck_whole"
        ),
        sa.CheckConstraint("paper IN (58, 80)", name="ck_paper"),
    )
    op.create_index("ix_printer_choice_device", "printer_choice", ["device_id"])
