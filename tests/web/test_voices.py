"""Clips of the spoken calls over HTTP."""

from pathlib import Path

import pytest
from flask import Flask

from queue_server.web.voices import voices_blueprint


@pytest.fixture
def client(tmp_path, monkeypatch):
    """A server that was started with a data folder named relative to where it stands, as `make demo` does."""
    monkeypatch.chdir(tmp_path)
    for folder, sound in (("built", b"spoken by a machine"), ("custom", b"spoken by a person")):
        (tmp_path / "voices" / folder / "vi").mkdir(parents=True)
        (tmp_path / "voices" / folder / "vi" / "moi-so.wav").write_bytes(sound)
    (tmp_path / "voices" / "built" / "chime.wav").write_bytes(b"ding dong")
    app = Flask("server", root_path=str(Path(__file__).parent))
    app.register_blueprint(voices_blueprint(custom=Path("voices/custom"), built=Path("voices/built")))
    return app.test_client()


def test_a_clip_is_found_when_the_data_folder_is_named_relative_to_where_the_server_was_started(client):
    assert client.get("/voices/chime.wav", buffered=True).data == b"ding dong"


def test_a_centres_own_recording_is_heard_instead_of_the_built_one(client):
    assert client.get("/voices/vi/moi-so.wav", buffered=True).data == b"spoken by a person"
