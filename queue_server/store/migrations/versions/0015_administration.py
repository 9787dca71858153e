"""Administration: what is retired, timetables by name, a centre's own choices in the catalogue, kept versions"""

from alembic import op
import sqlalchemy as sa

revision = "0015"
down_revision = "0017"
branch_labels = None
depends_on = None

RETIRABLE = ("hall", "line", "service", "priority_class", "counter")


def upgrade() -> None:
    for name in RETIRABLE:
        op.execute(f"ALTER TABLE {name} ADD COLUMN retired BOOLEAN DEFAULT false NOT NULL")
    for statement in (
        "ALTER TABLE centre ADD COLUMN timetables VARCHAR DEFAULT '{}' NOT NULL",
        "ALTER TABLE centre ADD COLUMN dossier_timetable VARCHAR",
        "ALTER TABLE service ADD COLUMN timetable VARCHAR",
        "ALTER TABLE procedure ADD COLUMN offered BOOLEAN DEFAULT true NOT NULL",
        "ALTER TABLE procedure ADD COLUMN own_short_name VARCHAR",
        "ALTER TABLE procedure ADD COLUMN own_service BOOLEAN DEFAULT false NOT NULL",
    ):
        op.execute(statement)
    op.create_table(
        "centre_version",
        sa.Column("centre_id", sa.Integer(), sa.ForeignKey("centre.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.Integer(), sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", "number"),
    )
