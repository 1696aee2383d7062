"""The description is OpenAPI 3.1, and what answers is what it describes, of the right shape or not (schemathesis)."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as openapi

from seiyaku.config.wsgi import application
from tests.door.conftest import House

from .conftest import JSON, Caller, caller

BY = (
    "deliver-service", "service-contact", "answer-questions", "law:ask-consent", "law:stop", "law:disclose",
    "law:erase", "law:provision", "law:accuracy", "law:withhold", "law:quarantine", "law:retention", "house:papers",
)  # fmt: skip
# Not asked: that whatever has the right shape is accepted. Names of fields and purposes are the policy's to know.
CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
    openapi.unsupported_method,
]


@pytest.fixture
def described(house: House) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def test_the_description_is_openapi_3_1_and_asks_for_a_token_wherever_people_are_meant(house: House) -> None:
    document = Caller("", None).get("openapi.json").json()

    asked = {path: ways["post"] for path, ways in document["paths"].items() if "post" in ways}

    assert document["openapi"].startswith("3.1")
    assert [path for path, way in asked.items() if not way.get("security")] == []
    assert {tuple(way["responses"]["403"]["content"]) for way in asked.values()} == {("application/problem+json",)}


@pytest.mark.slow
@pytest.mark.promise("2-2")
@pytest.mark.parametrize(
    "mode",
    [
        GenerationMode.POSITIVE,
        pytest.param(GenerationMode.NEGATIVE, marks=pytest.mark.sqlite),  # turned away unread
    ],
    ids=lambda mode: str(mode.value),
)
def test_whatever_is_sent_is_answered_as_described(house: House, described: Any, mode: GenerationMode) -> None:
    """Negative cases are of another shape than described: besides an answer as described, they get a refusal."""
    asking: Caller = caller(house.desk, BY)
    headers = {"Authorization": f"Bearer {asking.token}", "On-Behalf-Of": house.desk.id}

    for found in described.get_all_operations():
        operation = found.ok()
        shapes = {body.media_type for body in operation.body}
        if mode is GenerationMode.NEGATIVE and JSON not in shapes:
            continue  # nothing of another shape could be sent there: any bytes are bytes

        @settings(
            max_examples=15, deadline=None, database=None, phases=[Phase.generate], derandomize=True,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            body = case.meta.components.get(ParameterLocation.BODY)
            assume(body is None or body.mode is mode)  # who asks is set here: broken headers are not sent
            for name in headers:
                case.headers.pop(name, None)
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS)
            assert mode is GenerationMode.POSITIVE or 400 <= answer.status_code < 500

        ask()
