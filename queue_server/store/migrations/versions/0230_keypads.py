"""Keypads among the kinds of devices"""

import sqlalchemy as sa
from alembic import op

revision = "0230"
down_revision = "0240"
branch_labels = None
depends_on = None

BEFORE, AFTER = "kind IN ('board', 'kiosk')", "kind IN ('board', 'keypad', 'kiosk')"


def upgrade() -> None:
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
