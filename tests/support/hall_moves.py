"""Which use cases change the hall, read from the program's own text, and which random machine drives each of them."""

import ast
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "queue_server"
CHANGES = {"tickets", "shifts", "breaks", "skills", "handlings", "dossiers", "appointments", "leases", "days"}
"""Modules of the store that write what a hall is in."""
WRITES = ("insert_", "save_", "delete_", "remember_", "mark_", "close_", "keep_", "forget_", "begin_", "end_", "see_")

BESIDE = {
    "appointment_care.forget_old_citizens": "forgets names, moves nothing: test_appointments.py",
    "sitting.take_console": "says which tab acts, moves nothing: test_consoles.py",
    "steps.assign_procedure": "sets a due time, moves nothing: test_dossiers.py",
    "seed.seed_centre": "what administration.put_in_force does, without a draft: tests/catalogue/test_seeding.py",
}
"""Use cases that no machine drives, and why not."""


def of_hall():
    """What the machine of the hall must have done: everything that changes the hall."""
    return changing_use_cases() - BESIDE.keys()


@cache
def changing_use_cases():
    """The use cases that other layers call and that write, themselves or by what they call, what a hall is in."""
    calls = {f"{file.stem}.{name}": called for file in files("usecases") for name, called in calls_of(file).items()}
    return {name for name in asked_for_from_outside() if name in calls and reaches(name, calls)}


def undoable_moves():
    """The names under which a counter keeps what it can take back."""
    names = set()
    for file in files("usecases"):
        for call in (node for node in ast.walk(parsed(file)) if isinstance(node, ast.Call)):
            called = getattr(call.func, "id", "")
            given = call.args[4:5] if called == "save_move" else []
            given += [each.value for each in call.keywords if called == "Undo" and each.arg == "move"]
            names |= {each.value for each in given if isinstance(each, ast.Constant)}
    return names


def reaches(name, calls):
    seen, ahead = set(), [name]
    while ahead:
        at = ahead.pop()
        if at.startswith("store."):
            return True
        if at not in seen:
            seen.add(at)
            ahead += calls.get(at, ())
    return False


def asked_for_from_outside():
    return {
        name
        for file in SOURCE.rglob("*.py")
        if file.parent.name not in {"usecases", "store", "domain"}
        for name in used_in(parsed(file), imports_of(parsed(file)))
        if not name.startswith("store.")
    }


def calls_of(file):
    """What each function or class of the file calls: of its own file, of other use cases, of what the store writes."""
    tree = parsed(file)
    own = {node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    known = imports_of(tree) | {name: f"{file.stem}.{name}" for name in own}
    return {name: used_in(node, known) for name, node in own.items()}


def imports_of(tree):
    """A name in the file -> "module.function" of a use case, "store.function" of a writer, or "module." of a module."""
    known = {}
    for node in (each for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)):
        house, _, module = (node.module or "").removeprefix("queue_server.").partition(".")
        for alias in node.names:
            name = alias.asname or alias.name
            if house == "usecases":
                known[name] = f"{module}.{alias.name}" if module else f"{alias.name}."
            elif house == "store" and module in CHANGES and alias.name.startswith(WRITES):
                known[name] = f"store.{alias.name}"
    return known


def used_in(node, known):
    used = {known[each.id] for each in ast.walk(node) if isinstance(each, ast.Name) and each.id in known}
    used |= {
        f"{known[each.value.id]}{each.attr}"
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id in known
    }
    return {name for name in used if not name.endswith(".")}


def files(house):
    return sorted((SOURCE / house).glob("*.py"))


@cache
def parsed(file):
    return ast.parse(file.read_text(encoding="utf-8"))
