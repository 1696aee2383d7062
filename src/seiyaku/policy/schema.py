"""The shape of rule blocks as a JSON Schema, so that an editor completes and checks while somebody writes (2020-12)."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from seiyaku.core.model import Policy, Rules

from .references import NAMES

ADDRESS = "https://seiyaku.example/schema/rules.json"


def json_schema(policy: Policy | None = None) -> dict[str, Any]:
    """
    Return the schema of a `yaml rule` block.

    With a policy, keys that name something of it (fields, duties, purposes …) accept its names only.
    """
    schema = Rules.model_json_schema(by_alias=True, mode="validation")
    schema = {"$schema": GenerateJsonSchema.schema_dialect, "$id": ADDRESS, **schema, "title": "yaml rule"}
    for section in schema["properties"].values():
        section["additionalProperties"] = False
    if policy is not None:
        _name(schema, policy)
    return schema


def _name(schema: dict[str, Any], policy: Policy) -> None:
    for section, key, of in NAMES:
        (held,) = schema["properties"][section]["patternProperties"].values()
        item = held["$ref"].rsplit("/", 1)[1]
        names = [*getattr(policy.rules, of), *(["any"] if of == "partners" else [])]
        schema["$defs"][item]["properties"][key]["items"] = {"enum": names}
    staff = [*policy.rules.staff, *policy.rules.duties]
    schema["$defs"]["Course"]["properties"]["required_of"]["items"] = {"enum": staff}
    for key, of in (("source", "sources"), ("notice", "notices")):
        held = schema["$defs"]["Form"]["properties"][key]
        held.pop("anyOf", None)
        held.update({"enum": [*getattr(policy.rules, of)]})
