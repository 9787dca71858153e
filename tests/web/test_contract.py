"""The OpenAPI document is true: generated requests of every kind find no answer that it does not describe."""

from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from queue_server.web.api import api
from queue_server.web.limits import ALL_BOOKINGS, BOOKINGS, ENROLMENTS, PHONE_PAYMENTS, SLOT_LOOKS

EXAMPLES = 12
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
    positive_data_acceptance,
]
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def test_the_document_lists_every_endpoint_once(visit):
    document = visit("auditor").get("/openapi.json").json
    assert document["openapi"].startswith("3.1.")
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert len(operations) == len(list(api))
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)


def test_every_schema_of_the_document_is_a_valid_schema_and_every_reference_resolves(visit):
    document = visit("auditor").get("/openapi.json").json
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        jsonschema_rs.meta.validate({"$schema": DRAFT} | schema)
    references = set(_references(document))
    assert references
    assert {reference.removeprefix("#/components/schemas/") for reference in references} <= set(schemas)


def _references(node: Any) -> Any:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


@pytest.mark.parametrize(
    ("who", "under"),
    [("anonymous", "/"), ("admin", "/"), ("kiosk", "/"), ("keypad", "/keypads"), ("terminal", "/terminal")],
)
def test_generated_requests_find_no_fault_and_no_answer_that_is_not_described(site, visit, who, under, monkeypatch):
    """Every operation under a path, with what fits its schema and with what does not."""
    for bucket in (ENROLMENTS, BOOKINGS, ALL_BOOKINGS, SLOT_LOOKS, PHONE_PAYMENTS):
        monkeypatch.setattr(bucket, "burst", 1_000_000)
    document = visit("auditor").get("/openapi.json").json
    site.hall.takes_ticket(device_id="kiosk-1")
    schema = schemathesis.openapi.from_dict(_without_security(document))
    schema.app = site.application.flask
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == len(list(api))
    asked = [operation for operation in operations if operation.path.startswith(f"/api/v1{under}")]
    assert asked
    found = {operation.label: _fault(operation, visit(who), EXAMPLES) for operation in asked}
    assert "\n".join(f"{label}: {fault}" for label, fault in found.items() if fault) == ""


def _without_security(document: Any) -> Any:
    """The same document, whose requests carry the visitor's identity and no invented one."""
    document["components"].pop("securitySchemes")
    for path in document["paths"].values():
        for operation in path.values():
            operation.pop("security")
    return document


def _fault(operation: Any, visitor: Any, examples: int) -> str | None:
    cookie = visitor.client.get_cookie("motcua_sid")
    cookies = {"motcua_sid": cookie.value} if cookie else {}

    @settings(
        max_examples=examples, deadline=None, database=None, phases=[Phase.generate], derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(_requests(operation))
    def ask(case: Any) -> None:
        response = case.call(headers=dict(visitor.headers), cookies=cookies)
        case.validate_response(response, checks=CHECKS)

    try:
        ask()
    except (schemathesis.errors.SchemathesisError, FailureGroup, Failure) as error:
        return "\n".join([str(error), *(str(one) for one in getattr(error, "exceptions", ()))])
    return None


def _requests(operation: Any) -> Any:
    """What fits the schema, and, where anything can be wrong, what does not."""
    fitting = operation.as_strategy()
    if operation.body or operation.path_parameters or operation.headers:
        return fitting | operation.as_strategy(GenerationMode.NEGATIVE)
    return fitting
