"""The rules of a one-stop hall as pure functions over frozen values.

No clock, no id generator, no randomness, no I/O: time, ids and chance arrive as arguments.
"""
