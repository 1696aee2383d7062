"""The API's description (OpenAPI 3.1), completed with what holds for every ask: headers, problems, kinds of content."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.schema import NinjaGenerateJsonSchema

from seiyaku.evidence.tables import FILES

from .filing import BYTES, STREAMED
from .opening import LINES
from .problems import CONTENT
from .shapes import Problem

HEADERS: dict[str, tuple[str, dict[str, Any]]] = {
    "On-Behalf-Of": (
        "The member of staff this ask is for; left out only by tokens of the unattended kind.",
        {"type": "string", "pattern": "^[A-Za-z0-9:_.-]{1,40}$"},
    ),
    "Idempotency-Key": (
        "Sent twice with the same body, a write is done once; ids are kept for a day, values never.",
        {"type": "string", "pattern": "^[\\x21-\\x7e]{1,255}$"},
    ),
    "Accept-Language": (
        "The language of sentences: ja or en, or a list of preferences (RFC 9110); neither of them: ja.",
        {"type": "string", "examples": ["ja", "en"]},
    ),
}
PROBLEMS = {
    "401": "The token is not valid, or nobody of that reference works here.",
    "403": "Refused by the policy or the law: clause, article, reason, remedy, entry.",
    "404": "Not there, or not yours.",
    "405": "Another method.",
    "409": "Somebody else was first.",
    "413": "The body is too large.",
    "415": "The body is not of the kind that is taken there.",
    "422": "The body cannot be used: where, and what was expected.",
    "429": "Too many asks of this token: see Retry-After.",
    "500": "The mistake is ours.",
    "503": "The house is closed; nothing was released and nothing is half done.",
}
LINED = ("use-many", "contact-many", "person-many")
FILE = {"type": "string", "format": "binary"}
OPEN = ("404", "405", "500", "503")


def describe(api: NinjaAPI, prefix: str) -> dict[str, Any]:
    """Return the description as one document."""
    document: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=prefix))
    shapes = document["components"].setdefault("schemas", {})
    shapes["Problem"] = Problem.model_json_schema(
        ref_template="#/components/schemas/{model}", schema_generator=NinjaGenerateJsonSchema
    )
    for name, shape in shapes["Problem"].pop("$defs", {}).items():
        shapes.setdefault(name, shape)
    for path, methods in document["paths"].items():
        for operation in methods.values():
            _complete(path.removeprefix("/" + prefix), operation)
    return document


def _complete(verb: str, operation: dict[str, Any]) -> None:
    """Add to one operation what every one has."""
    proven = bool(operation.get("security"))
    if verb in LINED:
        operation["responses"][200]["content"] = {LINES: {"schema": {"type": "string"}}}
    if verb in ("retrieve", "anonymised/use"):
        operation["responses"][200]["content"] = {BYTES: {"schema": FILE}}
    if verb == "reports/{name}":
        for kind in FILES.values():
            operation["responses"][200]["content"][kind.partition(";")[0]] = {"schema": FILE}
    if verb in STREAMED:
        operation["requestBody"] = {"required": True, "content": {BYTES: {"schema": FILE}}}
    operation["responses"] = {str(code): said for code, said in operation["responses"].items()}
    for code in PROBLEMS if proven else OPEN:
        operation["responses"][code] = {
            "description": PROBLEMS[code],
            "content": {CONTENT: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    for name, (said, shape) in HEADERS.items():
        if name == "Accept-Language" or (proven and (name != "Idempotency-Key" or "writing" in operation["tags"])):
            operation.setdefault("parameters", []).append(
                {"in": "header", "name": name, "required": False, "description": said, "schema": shape}
            )
