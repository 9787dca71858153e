"""The agent's journal of slips, on its own disk: what a kill or a power cut must not make it forget.

A job is `claimed` when the server hands it out, `sending` before its first byte goes to the printer, `done` with its
outcome after the printer's word, and `reported` once the server has that outcome. What is found as `sending` at a
start may or may not have come out: its outcome is unknown, and the server hands it out again to be marked as a copy.
What is found as `claimed` never reached the printer. The server decides what is still worth printing.
"""

import json
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock
from time import time
from typing import Any

log = logging.getLogger("motcua.agent")

INTERRUPTED = "unknown"
NEVER_SENT = "offline"
KEPT_SECONDS = 3 * 24 * 3600
"""How long a finished job is remembered: a server set back to last night's copy may ask again."""
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
    seq INTEGER PRIMARY KEY,
    job TEXT NOT NULL UNIQUE,
    copy INTEGER NOT NULL,
    slip TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('claimed', 'sending', 'done', 'reported')),
    begun INTEGER NOT NULL DEFAULT 0,
    doubts INTEGER NOT NULL DEFAULT 0,
    outcome TEXT,
    detail TEXT,
    report_key TEXT,
    changed_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
CLAIM = """
INSERT INTO job (job, copy, slip, state, changed_at) VALUES (:job, :copy, :slip, 'claimed', :at)
ON CONFLICT (job) DO UPDATE SET
    copy = CASE WHEN state = 'reported' THEN max(copy, excluded.copy) ELSE copy END,
    slip = excluded.slip,
    changed_at = excluded.changed_at,
    state = CASE WHEN state <> 'reported' THEN state WHEN outcome = 'printed' THEN 'done' ELSE 'claimed' END
"""
CLAIM_KEY = "claim_key"
CLAIM_LIVES = 120.0
"""Seconds after which the server takes a job that was handed out without a report as doubtful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One slip at this agent.

    `begun` counts the times its bytes went to the printer, `doubts` those after which nobody knows what came out.
    """

    seq: int
    job: str
    copy: int
    slip: Any
    begun: int
    doubts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is to be told to the server; `key` makes a second telling harmless."""

    seq: int
    job: str
    outcome: str
    detail: str | None
    key: str


class SlipJournal:
    """One file, synchronous to the disk. Safe to use from several threads."""

    def __init__(self, path: Path, *, now: Callable[[], float] = time) -> None:
        self._now = now
        self._lock = Lock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=FULL")
            self._database.executescript(SCHEMA)
        except sqlite3.DatabaseError:
            self._database.close()
            raise

    def recover(self) -> int:
        """Settle what an earlier process left unfinished; return how many slips that were."""
        left = self._change(
            "UPDATE job SET state = 'done', outcome = ?, detail = 'agent stopped', doubts = doubts + 1, report_key = ?"
            " WHERE state = 'sending'",
            INTERRUPTED,
            token_urlsafe(24),
        )
        return left + self.give_back(NEVER_SENT, "agent stopped")

    def claim_key(self) -> str:
        """Return the key of the claim under way: the same until its jobs are in the journal, whatever happens.

        After CLAIM_LIVES it is another one: yesterday's answer would print yesterday's slips.
        """
        key, _, began = (self.fact(CLAIM_KEY) or "").partition(" ")
        if not key or self._now() - float(began or 0) > CLAIM_LIVES:
            key = token_urlsafe(24)
            self.remember(CLAIM_KEY, f"{key} {int(self._now())}")
        return key

    def claimed(self, jobs: Iterable[Mapping[str, Any]]) -> None:
        """Take what the server has handed out, and end the claim. What is at this agent already stays as it is."""
        at = int(self._now())
        rows = [{"job": job["id"], "copy": job["copy"], "slip": json.dumps(job["slip"]), "at": at} for job in jobs]
        with self._lock, self._transaction():
            self._database.executemany(CLAIM, rows)
            self._database.execute("DELETE FROM fact WHERE name = ?", (CLAIM_KEY,))
            self._database.execute("DELETE FROM job WHERE state = 'reported' AND changed_at < ?", (at - KEPT_SECONDS,))

    def next_claimed(self) -> Job | None:
        """Return the newest job to print (its citizen still stands at the kiosk), None while one is being printed."""
        row = self._row(
            "SELECT seq, job, copy, slip, begun, doubts FROM job WHERE state = 'claimed'"
            " AND NOT EXISTS (SELECT 1 FROM job WHERE state = 'sending') ORDER BY changed_at DESC, seq DESC LIMIT 1"
        )
        if row is None:
            return None
        seq, job, copy, slip, begun, doubts = row
        return Job(seq=seq, job=job, copy=copy, slip=json.loads(slip), begun=begun, doubts=doubts)

    def sending(self, seq: int) -> None:
        """The job's bytes are about to go to the printer."""
        self._change("UPDATE job SET state = 'sending', begun = begun + 1 WHERE seq = ?", seq)

    def done(self, seq: int, outcome: str, detail: str | None, *, begun: bool, doubt: bool) -> None:
        """The printer has spoken: `begun` says whether it took any of the job, `doubt` whether some may be on paper."""
        self._change(
            "UPDATE job SET state = 'done', outcome = ?, detail = ?, begun = begun - ?, doubts = doubts + ?,"
            " report_key = ?, changed_at = ? WHERE seq = ? AND state = 'sending'",
            outcome,
            detail,
            int(not begun),
            int(doubt),
            token_urlsafe(24),
            int(self._now()),
            seq,
        )

    def give_up(self, seq: int, detail: str) -> None:
        """Do not print this job."""
        self._change(
            "UPDATE job SET state = 'done', outcome = 'unknown', detail = ?, report_key = ? WHERE seq = ?",
            detail,
            token_urlsafe(24),
            seq,
        )

    def give_back(self, outcome: str, detail: str | None) -> int:
        """Let the server keep all jobs that were not begun; return how many."""
        return self._change(
            "UPDATE job SET state = 'done', outcome = ?, detail = ?, report_key = ? WHERE state = 'claimed'",
            outcome,
            detail,
            token_urlsafe(24),
        )

    def unreported(self) -> list[Report]:
        """Return the outcomes that the server does not have yet, newest first."""
        rows = self._rows(
            "SELECT seq, job, outcome, detail, report_key FROM job WHERE state = 'done' ORDER BY seq DESC"
        )
        return [
            Report(seq=seq, job=job, outcome=outcome, detail=detail, key=f"{key}-{seq}")
            for seq, job, outcome, detail, key in rows
        ]

    def reported(self, report: Report) -> None:
        """The server has this outcome."""
        self._change("UPDATE job SET state = 'reported' WHERE seq = ? AND state = 'done'", report.seq)

    def is_printing(self) -> bool:
        """Say whether a job is with the printer."""
        return self._row("SELECT 1 FROM job WHERE state = 'sending'") is not None

    def label(self, seq: int) -> str:
        """Return the number on a slip, for the log: the job's own name holds the ticket's secret."""
        row = self._row("SELECT slip FROM job WHERE seq = ?", seq)
        return "?" if row is None else str(json.loads(row[0]).get("label", "?"))

    def open_jobs(self) -> int:
        """Return how many jobs are at this agent and not yet reported."""
        row = self._row("SELECT count(*) FROM job WHERE state <> 'reported'")
        assert row is not None
        return int(row[0])

    def fact(self, name: str) -> str | None:
        """Return what was remembered under that name."""
        row = self._row("SELECT value FROM fact WHERE name = ?", name)
        return None if row is None else str(row[0])

    def remember(self, name: str, value: str | None) -> None:
        """Remember a value; None forgets it."""
        if value is None:
            self._change("DELETE FROM fact WHERE name = ?", name)
        else:
            self._change("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", name, value)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def _change(self, statement: str, *values: str | int | None) -> int:
        with self._lock:
            return self._database.execute(statement, values).rowcount

    def _rows(self, statement: str, *values: str | int) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(statement, values).fetchall()

    def _row(self, statement: str, *values: str | int) -> tuple[Any, ...] | None:
        rows = self._rows(statement, *values)
        return rows[0] if rows else None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")


def open_journal(path: Path) -> SlipJournal:
    """Open the journal, a new one when the file is damaged: slips it held come from the server again, as copies."""
    path.touch(mode=0o600)
    try:
        return SlipJournal(path)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in DAMAGED:
            raise
        aside = path.with_name(f"{path.name}.damaged-{int(time())}")
        log.error("the journal is damaged (%s); it is kept as %s and a new one begun", error, aside.name)
        path.rename(aside)
        for rest in ("-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)
        return SlipJournal(path)
