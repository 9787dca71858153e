"""The endpoints under /api/v1, a module an audience."""

from flask import Blueprint

from queue_server.web.endpoint import Api

api = Api(Blueprint("api", __name__, url_prefix="/api/v1"))
