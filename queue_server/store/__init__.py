"""The database: rows, the unit of work, statements, the journal, read-side boards and reports."""
