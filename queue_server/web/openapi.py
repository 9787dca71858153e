"""The OpenAPI 3.1 document, made from the endpoints as they are declared."""

import re
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from queue_server.domain.centre import LANGUAGES
from queue_server.web.consoles import HEADER, NAME_PATTERN
from queue_server.web.endpoint import KEY_PATTERN, Endpoint
from queue_server.web.problems import STATUS
from queue_server.web.schemas_out import Problem
from queue_server.web.spreadsheet import EXCEL, LANGUAGE

Json = dict[str, Any]
REF = "#/components/schemas/{model}"
FILES = {".csv": "text/csv", ".toml": "application/toml", ".xlsx": EXCEL}
ALWAYS = ("server.fault", "store.busy")


def document(endpoints: Iterable[Endpoint]) -> Json:
    """Describe the endpoints."""
    listed = list(endpoints)
    paths: dict[str, Json] = {}
    for endpoint in listed:
        path = "/api/v1" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", endpoint.path)
        paths.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Motcua", "version": version("motcua")},
        "paths": paths,
        "components": {
            "schemas": _schemas(listed),
            "securitySchemes": {
                "staff": {"type": "apiKey", "in": "cookie", "name": "motcua_sid"},
                "board": {"type": "apiKey", "in": "cookie", "name": "motcua_device"},
                "agent": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _schemas(endpoints: Iterable[Endpoint]) -> Json:
    models: dict[type[BaseModel], str] = {Problem: "serialization"}
    for endpoint in endpoints:
        if endpoint.takes is not None:
            models[endpoint.takes] = "validation"
        if endpoint.gives is not None:
            models[endpoint.gives] = "serialization"
    _, definitions = models_json_schema(list(models.items()), by_alias=True, ref_template=REF)  # type: ignore[arg-type]
    return dict(definitions["$defs"])


def _operation(endpoint: Endpoint) -> Json:
    operation: Json = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": _parameters(endpoint),
        "responses": _responses(endpoint),
        "security": [{"staff": []}, {"board": []}, {"agent": []}] if endpoint.needs else [],
    }
    if endpoint.takes is not None:
        operation["requestBody"] = {"required": True, "content": _json_of(endpoint.takes)}
    if endpoint.needs:
        operation["description"] = "Needs: " + " or ".join(endpoint.needs)
    return operation


def _parameters(endpoint: Endpoint) -> list[Json]:
    found = re.findall(r"<(?:(\w+):)?(\w+)>", endpoint.path)
    parameters: list[Json] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer", "minimum": 0} if kind == "int" else {"type": "string", "minLength": 1},
        }
        for kind, name in found
    ]
    if endpoint.path.endswith((".csv", ".xlsx")):
        parameters.append(
            {
                "name": LANGUAGE,
                "in": "query",
                "required": False,
                "description": "Of the table; without it that of Accept-Language.",
                "schema": {"type": "string", "enum": list(LANGUAGES)},
            }
        )
    if endpoint.once:
        parameters.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "schema": {"type": "string", "pattern": f"^{KEY_PATTERN.pattern}$"},
            }
        )
    if _acts_at_a_counter(endpoint):
        parameters.append(
            {
                "name": HEADER,
                "in": "header",
                "required": False,
                "description": "The tab that acts for the clerk; only the one that holds the shift may.",
                "schema": {"type": "string", "pattern": f"^{NAME_PATTERN.pattern}$"},
            }
        )
    return parameters


def _acts_at_a_counter(endpoint: Endpoint) -> bool:
    return endpoint.once and "shift.required" in endpoint.refuses


def _responses(endpoint: Endpoint) -> Json:
    responses: Json = {str(endpoint.status): _success(endpoint)}
    by_status: dict[int, list[str]] = {}
    for code in sorted(_codes(endpoint)):
        by_status.setdefault(STATUS[code], []).append(code)
    for status, codes in sorted(by_status.items()):
        responses[str(status)] = {
            "description": ", ".join(codes),
            "content": {"application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}}},
        }
    return responses


def _success(endpoint: Endpoint) -> Json:
    answer: Json = {"description": endpoint.summary}
    if endpoint.gives is not None:
        answer["content"] = _json_of(endpoint.gives)
    elif suffix := next((each for each in FILES if endpoint.path.endswith(each)), None):
        answer["content"] = {FILES[suffix]: {"schema": {"type": "string"}}}
    elif endpoint.status == 200:
        answer["content"] = {"application/json": {"schema": {"type": "object"}}}
    return answer


def _codes(endpoint: Endpoint) -> set[str]:
    codes = {*endpoint.refuses, *ALWAYS}
    if endpoint.needs:
        codes |= {"auth.required", "auth.forbidden"}
        if endpoint.method != "GET":
            codes.add("csrf.failed")
    if endpoint.takes is not None:
        codes |= {"input.invalid", "input.not_json", "input.media_type", "input.too_large"}
    if endpoint.once:
        codes |= {"idempotency.key_missing", "idempotency.key_reused"}
    if _acts_at_a_counter(endpoint):
        codes.add("console.superseded")
    if "<" in endpoint.path:
        codes.add("not_found")
    return codes


def _json_of(model: type[BaseModel]) -> Json:
    return {"application/json": {"schema": {"$ref": REF.format(model=model.__name__)}}}
