"""A centre's rules of work as the text that its row keeps."""

import json

from queue_server.domain.work_rules import USUAL_REASONS, USUAL_WORK, BreakReason, WorkRules

PLAIN = ("automatic_call", "hold_reminder_minutes", "hold_alarm_minutes")


def work_rules_to_json(rules: WorkRules) -> str:
    """Write what `work_rules_from_json` reads."""
    written: dict[str, object] = {}
    if rules.break_reasons != USUAL_REASONS:
        written["break_reasons"] = [
            {"code": reason.code, "names": dict(reason.names)} for reason in rules.break_reasons
        ]
    for name in PLAIN:
        if getattr(rules, name) != getattr(USUAL_WORK, name):
            written[name] = getattr(rules, name)
    return json.dumps(written, ensure_ascii=False)


def work_rules_from_json(written: str) -> WorkRules:
    """Read the rules; what is not written is as usual."""
    kept = json.loads(written)
    reasons = tuple(BreakReason(code=each["code"], names=each["names"]) for each in kept.get("break_reasons", ()))
    return WorkRules(break_reasons=reasons or USUAL_REASONS, **{name: kept[name] for name in PLAIN if name in kept})
