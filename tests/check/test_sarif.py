"""
What is written as SARIF is a SARIF 2.1.0 log.

`SCHEMA` says of the objects that are written what the standard's sections 3.13 to 3.49 say: which properties there
are (an object has no others, but for a property bag), which must be there, and what may stand in them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema_rs
import pytest

from seiyaku.check.accepting import Judged
from seiyaku.check.showing import sarif
from seiyaku.core.language import LANGUAGES, Language
from seiyaku.core.lint.findings import Severity, Span

from .sample import CLEAN, DOCUMENT, JUDGED, REPORT, WITH_ACCEPTED, finding

TEXT = {"type": "string"}


def thing(required: str, **properties: object) -> dict[str, object]:
    """Return the schema of an object: these properties and no others, some of them required."""
    closed = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**closed, "required": required.split()}


def number(least: int) -> dict[str, object]:
    """Return the schema of a whole number."""
    return {"type": "integer", "minimum": least}


def of(item: dict[str, object], **more: object) -> dict[str, object]:
    """Return the schema of an array."""
    return {"type": "array", "items": item, **more}


LEVEL = {"enum": ["none", "note", "warning", "error"]}
BAG = {"type": "object"}
MESSAGE = thing("text", text=TEXT)
ARTIFACT_LOCATION = thing("uri", uri={"type": "string", "pattern": r"^\S+$"}, index=number(-1))
REGION = thing(
    "startLine", startLine=number(1), startColumn=number(1), endLine=number(1), endColumn=number(1),
    snippet=thing("text", text=TEXT),
)  # fmt: skip
LOCATION = thing(
    "physicalLocation",
    physicalLocation=thing("artifactLocation", artifactLocation=ARTIFACT_LOCATION, region=REGION),
    logicalLocations=of(thing("", name=TEXT, fullyQualifiedName=TEXT, kind=TEXT), uniqueItems=True),
)
SUPPRESSION = thing(
    "kind", kind={"enum": ["inSource", "external"]}, status={"enum": ["accepted", "underReview", "rejected"]},
    justification=TEXT,
)  # fmt: skip
RESULT = thing(
    "message ruleId", ruleId=TEXT, ruleIndex=number(-1), level=LEVEL, message=MESSAGE, locations=of(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": TEXT}, suppressions=of(SUPPRESSION), properties=BAG,
)  # fmt: skip
RULE = thing("id", id=TEXT, shortDescription=MESSAGE, help=MESSAGE, defaultConfiguration=thing("", level=LEVEL))
SEMANTIC = r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$"
DRIVER = thing(
    "name", name=TEXT, semanticVersion={"type": "string", "pattern": SEMANTIC}, fullDescription=MESSAGE,
    rules=of(RULE, uniqueItems=True),
)  # fmt: skip
RUN = thing(
    "tool", tool=thing("driver", driver=DRIVER), results=of(RESULT),
    language={"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    artifacts=of(thing("", location=ARTIFACT_LOCATION, encoding=TEXT), uniqueItems=True),
)  # fmt: skip
SCHEMA = thing("version runs", **{"$schema": TEXT}, version={"const": "2.1.0"}, runs=of(RUN, minItems=1))
FAR = Judged(
    report=replace(
        REPORT,
        document=replace(DOCUMENT, name=str(Path("/srv/site of ours/方針 #1.html"))),
        findings=(finding("L34", Severity.INFO, None, Span(line=1, column=1, end_line=8, end_column=3), "", "17(1)"),),
    )
)
LOGS = {"found": [JUDGED], "clean": [CLEAN], "accepted": [WITH_ACCEPTED], "two": [JUDGED, FAR], "none": []}


def log(name: str, language: Language = "ja") -> dict[str, Any]:
    """Return a log as its reader gets it."""
    made: dict[str, Any] = json.loads(json.dumps(sarif.document(LOGS[name], language)))
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LOGS)
def test_a_log_is_as_the_standard_wants_it(name: str, language: Language) -> None:
    faults = [f"{'/'.join(map(str, each.instance_path))}: {each.message}" for each in _faults(log(name, language))]

    assert faults == []


@pytest.mark.parametrize(
    ("at", "wrong"),
    [(("version",), "2.0"), (("runs", 0, "results", 0, "level"), "info"), (("runs", 0, "colour"), "red")],
)
def test_the_schema_of_this_test_finds_what_is_wrong(at: tuple[Any, ...], wrong: str) -> None:
    made = log("found")
    inner = made
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] = wrong

    assert _faults(made)


@pytest.mark.parametrize("name", LOGS)
def test_every_result_points_at_its_rule_its_file_and_a_region_that_is_there(name: str) -> None:
    run = log(name)["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    files = {each["location"]["uri"] for each in run["artifacts"]}

    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert place["artifactLocation"]["uri"] in files
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])
        assert result["message"]["text"]
    assert len(set(rules)) == len(rules)


def test_a_name_with_spaces_and_japanese_is_an_address_that_leads_back_to_it() -> None:
    address = sarif.uri("/srv/site of ours/方針 #1.html")

    assert unquote(urlsplit(address).path) == "/srv/site of ours/方針 #1.html"
    assert urlsplit(address).scheme == "file"


def _faults(made: dict[str, Any]) -> list[jsonschema_rs.ValidationError]:
    return list(jsonschema_rs.validator_for(SCHEMA).iter_errors(made))
