"""Clips of the spoken calls: a centre's own recordings first, then the built bank."""

from pathlib import Path

from flask import Blueprint, Response, abort, send_file

from display.voices import find


def voices_blueprint(*, custom: Path, built: Path) -> Blueprint:
    """Return GET /voices/<name>.wav over the two folders."""
    voices = Blueprint("voices", __name__)

    @voices.get("/voices/<path:name>.wav")
    def clip(name: str) -> Response:
        file = find(name, custom=custom, built=built)
        if file is None:
            abort(404)
        response = send_file(file.resolve(), mimetype="audio/wav", conditional=True)
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response

    return voices
