"""What people and devices can do: one function, one transaction, `(unit, *, facts) -> value`."""
