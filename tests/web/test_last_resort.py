"""What the server says when something went wrong that nobody thought of, and what it refuses to begin with."""

import logging

import pytest
from click.testing import CliRunner
from flask import Flask

from queue_server.cli.serving import serve_command
from queue_server.web.problems import HANDLERS

SECRET = "01M8BWJVK6PNWB6JD8Y140PPWQ"


@pytest.fixture
def client():
    app = Flask("server")
    for kind, answer in HANDLERS:
        app.register_error_handler(kind, answer)

    @app.get("/t/<ticket>")
    def breaks(ticket: str) -> str:
        raise RuntimeError("broken")

    return app.test_client()


def test_a_fault_is_logged_without_the_secret_address_of_a_ticket(client, caplog):
    with caplog.at_level(logging.ERROR):
        answer = client.get(f"/t/{SECRET}")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "server.fault")
    assert "/t/<ticket>" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_server_that_listens_everywhere_must_be_told_what_a_phone_can_reach(tmp_path, host):
    answer = CliRunner().invoke(serve_command, ["--data", str(tmp_path / "new"), "--host", host])
    assert answer.exit_code == 2
    assert "--public-url" in answer.output
