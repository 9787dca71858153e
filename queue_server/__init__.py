"""The server of a one-stop centre: the hall and its rules, the database, the HTTP API and pages, the live push."""
