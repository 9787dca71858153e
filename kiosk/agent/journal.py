"""The agent's journal of slips and other papers, on its own disk: what a kill or a power cut must not make it forget.

A job is `claimed` when the server hands it out, `sending` before its first byte goes to the printer, `done` with its
outcome after the printer's word, and `reported` once the server has that outcome. What is found as `sending` at a
start may or may not have come out: its outcome is unknown, and the server hands it out again to be marked as a copy.
What is found as `claimed` never reached the printer. The server decides what is still worth printing.

The slip of a number that the agent gave by itself is a job of its `own_since` then: nobody else hands it out again, so
the agent tries it until it came out, was doubted too often, or is too old to be of use. Once the server knows of the
number, its slip is a job of the server's like all others.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from time import time
from typing import Any

from kiosk.agent.database import Database

INTERRUPTED = "unknown"
NEVER_SENT = "offline"
KEPT_SECONDS = 3 * 24 * 3600
"""How long a finished job is remembered: a server set back to last night's copy may ask again."""

CLAIM = """
INSERT INTO job (job, kind, copy, slip, state, changed_at) VALUES (?, ?, ?, ?, 'claimed', ?)
ON CONFLICT (job) DO UPDATE SET
    copy = CASE WHEN state = 'reported' THEN max(copy, excluded.copy) ELSE copy END,
    slip = excluded.slip,
    changed_at = excluded.changed_at,
    state = CASE WHEN state <> 'reported' THEN state WHEN outcome = 'printed' THEN 'done' ELSE 'claimed' END
"""
OWN = "INSERT INTO job (job, copy, slip, state, changed_at, own_since) VALUES (?, 0, ?, 'claimed', ?, ?)"
OWN_LIVES = 1800.0
"""Seconds after which the slip of a number of our own comes no more: its citizen has the number from the screen."""
MOST_DOUBTS = 3
"""After so many prints that nobody can vouch for, the printer is to be looked at before more paper is spent."""
CERTAIN = frozenset({"paper_out", "cover_open", "cutter", "overheated", "offline"})
"""Outcomes after which nothing readable came out."""
CLAIM_KEY = "claim_key"
CLAIM_LIVES = 120.0
"""Seconds after which the server takes a job that was handed out without a report as doubtful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One slip or other paper at this agent; `kind` as the server has it.

    `begun` counts the times its bytes went to the printer, `doubts` those after which nobody knows what came out.
    """

    seq: int
    job: str
    kind: str
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
    """The slips in the agent's database. Safe to use from several threads."""

    def __init__(self, database: Database, *, now: Callable[[], float] = time) -> None:
        self._now = now
        self._database = database

    def recover(self) -> int:
        """Settle what an earlier process left unfinished; return how many slips that were."""
        left = self._database.change(
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
        key, _, began = (self._database.fact(CLAIM_KEY) or "").partition(" ")
        if not key or self._now() - float(began or 0) > CLAIM_LIVES:
            key = token_urlsafe(24)
            self._database.remember(CLAIM_KEY, f"{key} {int(self._now())}")
        return key

    def claimed(self, jobs: Iterable[Mapping[str, Any]]) -> None:
        """Take what the server has handed out, and end the claim. What is at this agent already stays as it is."""
        at = int(self._now())
        with self._database.transaction():
            for job in jobs:
                self._database.change(CLAIM, job["id"], job["kind"], job["copy"], json.dumps(job["slip"]), at)
            self._database.remember(CLAIM_KEY, None)
            self._database.change("DELETE FROM job WHERE state = 'reported' AND changed_at < ?", at - KEPT_SECONDS)

    def add_own(self, job: str, slip: Mapping[str, Any]) -> None:
        """Take the slip of a number that this agent gave by itself, in the caller's transaction."""
        at = int(self._now())
        self._database.change(OWN, job, json.dumps(slip), at, at)

    def try_own_again(self) -> None:
        """Let our own slips that did not come out be printed once more, and settle those for which that is over."""
        since = int(self._now() - OWN_LIVES)
        self._database.change(
            "UPDATE job SET state = CASE WHEN outcome = 'printed' OR doubts >= ? OR own_since < ? THEN 'reported'"
            " ELSE 'claimed' END WHERE own_since IS NOT NULL AND state = 'done'",
            MOST_DOUBTS,
            since,
        )

    def hand_over(self, job: str) -> None:
        """The server knows of the number: its slip is the server's job from here on, and its outcome is told."""
        self._database.change(
            "UPDATE job SET own_since = NULL, state = CASE state WHEN 'reported' THEN 'done' ELSE state END"
            " WHERE job = ?",
            job,
        )

    def own_state(self, job: str) -> Mapping[str, str | None] | None:
        """Return how far a slip of our own is, in the server's words; None when it is none of ours."""
        row = self._database.row("SELECT state, outcome FROM job WHERE job = ? AND own_since IS NOT NULL", job)
        if row is None:
            return None
        state, outcome = row
        if state in {"claimed", "sending"}:
            return {"state": "queued" if state == "claimed" else state, "outcome": outcome}
        comes = "queued" if outcome in CERTAIN else "unknown"
        word = "printed" if outcome == "printed" else "failed" if state == "reported" else comes
        return {"state": word, "outcome": outcome}

    def next_claimed(self) -> Job | None:
        """Return the newest job to print (its citizen still stands at the kiosk), None while one is being printed."""
        row = self._database.row(
            "SELECT seq, job, kind, copy, slip, begun, doubts FROM job WHERE state = 'claimed'"
            " AND NOT EXISTS (SELECT 1 FROM job WHERE state = 'sending') ORDER BY changed_at DESC, seq DESC LIMIT 1"
        )
        if row is None:
            return None
        seq, job, kind, copy, slip, begun, doubts = row
        return Job(seq=seq, job=job, kind=kind, copy=copy, slip=json.loads(slip), begun=begun, doubts=doubts)

    def sending(self, seq: int) -> None:
        """The job's bytes are about to go to the printer."""
        self._database.change("UPDATE job SET state = 'sending', begun = begun + 1 WHERE seq = ?", seq)

    def done(self, seq: int, outcome: str, detail: str | None, *, begun: bool, doubt: bool) -> None:
        """The printer has spoken: `begun` says whether it took any of the job, `doubt` whether some may be on paper."""
        self._database.change(
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
        self._database.change(
            "UPDATE job SET state = 'done', outcome = 'unknown', detail = ?, report_key = ? WHERE seq = ?",
            detail,
            token_urlsafe(24),
            seq,
        )

    def give_back(self, outcome: str, detail: str | None) -> int:
        """Let the server keep all jobs that were not begun; return how many."""
        return self._database.change(
            "UPDATE job SET state = 'done', outcome = ?, detail = ?, report_key = ? WHERE state = 'claimed'",
            outcome,
            detail,
            token_urlsafe(24),
        )

    def unreported(self) -> list[Report]:
        """Return the outcomes that the server does not have yet, newest first."""
        rows = self._database.rows(
            "SELECT seq, job, outcome, detail, report_key FROM job WHERE state = 'done' AND own_since IS NULL"
            " ORDER BY seq DESC"
        )
        return [
            Report(seq=seq, job=job, outcome=outcome, detail=detail, key=f"{key}-{seq}")
            for seq, job, outcome, detail, key in rows
        ]

    def reported(self, report: Report) -> None:
        """The server has this outcome."""
        self._database.change("UPDATE job SET state = 'reported' WHERE seq = ? AND state = 'done'", report.seq)

    def is_printing(self) -> bool:
        """Say whether a job is with the printer."""
        return self._database.row("SELECT 1 FROM job WHERE state = 'sending'") is not None

    def label(self, seq: int) -> str:
        """Return the number on a slip, for the log: the job's own name holds the ticket's secret."""
        row = self._database.row("SELECT slip FROM job WHERE seq = ?", seq)
        return "?" if row is None else str(json.loads(row[0]).get("label", "?"))

    def open_jobs(self) -> int:
        """Return how many of the server's jobs are at this agent and not yet reported."""
        row = self._database.row("SELECT count(*) FROM job WHERE state <> 'reported' AND own_since IS NULL")
        assert row is not None
        return int(row[0])
