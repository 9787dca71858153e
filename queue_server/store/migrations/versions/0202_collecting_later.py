"""The dossier whose result a visit fetches at a later stop"""

from alembic import op

revision = "0202"
down_revision = "0201"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE ticket ADD COLUMN collects VARCHAR")
