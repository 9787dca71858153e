"""Dossiers: steps and results, due times, work behind the counters, services at which results are fetched"""

from alembic import op

revision = "0131"
down_revision = "0162"
branch_labels = None
depends_on = None

STATES = (
    "appraising", "approving", "ready", "receiving", "refused", "returned", "stamping", "supplement", "withdrawn",
)  # fmt: skip
STEPS = ("appraise", "approve", "receive", "return", "stamp")
RESULTS = ("back", "done", "ready", "refused", "returned", "supplement", "unfinished", "withdrawn")
CHANNELS = ("counter", "online", "other", "post")
UNITS = ("day", "hour", "month", "working_day")


def among(column: str, values: tuple[str, ...], *, empty: bool = False) -> str:
    """Write the CHECK that the column holds one of the values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"CONSTRAINT ck_{column} CHECK ({column} IN ({listed}){f' OR {column} IS NULL' if empty else ''})"


def upgrade() -> None:
    serial = "INTEGER NOT NULL PRIMARY KEY" if op.get_bind().dialect.name == "sqlite" else "SERIAL PRIMARY KEY"
    for statement in (
        f"ALTER TABLE dossier ADD COLUMN state VARCHAR DEFAULT 'receiving' NOT NULL {among('state', STATES)}",
        "ALTER TABLE dossier ADD COLUMN procedure_id INTEGER REFERENCES procedure (id)",
        f"ALTER TABLE dossier ADD COLUMN channel VARCHAR {among('channel', CHANNELS, empty=True)}",
        "ALTER TABLE dossier ADD COLUMN quantity FLOAT",
        f"ALTER TABLE dossier ADD COLUMN unit VARCHAR {among('unit', UNITS, empty=True)}",
        *(f"ALTER TABLE dossier ADD COLUMN {name} BIGINT" for name in ("received_at", "due_at", "settled_at")),
        "ALTER TABLE dossier ADD COLUMN ended_at BIGINT",
        "ALTER TABLE dossier ADD COLUMN changes INTEGER DEFAULT 0 NOT NULL",
        "CREATE INDEX ix_dossier_state ON dossier (centre_id, state, due_at)",
        "CREATE INDEX ix_dossier_settled ON dossier (centre_id, settled_at, due_at)",
        "ALTER TABLE handling ADD COLUMN step VARCHAR",
        "ALTER TABLE handling ADD COLUMN result VARCHAR",
        f"CREATE TABLE back_handling (id {serial}, centre_id INTEGER NOT NULL REFERENCES centre (id),"
        " dossier_id INTEGER NOT NULL REFERENCES dossier (id), clerk_id INTEGER NOT NULL REFERENCES staff (id),"
        " step VARCHAR NOT NULL, result VARCHAR, started_at BIGINT NOT NULL, ended_at BIGINT,"
        f" {among('step', STEPS)}, {among('result', RESULTS, empty=True)},"
        " CONSTRAINT ck_ended_at CHECK (ended_at >= started_at))",
        "CREATE INDEX ix_back_handling_dossier ON back_handling (dossier_id)",
        "CREATE UNIQUE INDEX ux_back_handling_running ON back_handling (dossier_id) WHERE ended_at IS NULL",
        "ALTER TABLE service ADD COLUMN returns_results BOOLEAN DEFAULT false NOT NULL",
        "ALTER TABLE centre ADD COLUMN dossier_hours VARCHAR DEFAULT '{}' NOT NULL",
        "ALTER TABLE centre ADD COLUMN received_until VARCHAR DEFAULT '15:00' NOT NULL",
    ):
        op.execute(statement)
