"""Whether what a block says has the shape of the model, and if not, where and what was probably meant."""

from __future__ import annotations

import json
import re
import types
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from seiyaku.core.errors import PolicyError

from .marks import Marked, Path
from .pages import Page, nearest

M = TypeVar("M", bound=BaseModel)


def shape(model: type[M], marked: Marked, page: Page, clause: str | None, data: Any = None) -> M:
    """
    Read `data` (by default what the block says) as a `model`.

    Raises:
        PolicyError: the first fault in the order of the file.
    """
    made, found = faults(model, marked, page, clause, data)
    if made is None:
        raise found[0][1] from None
    return made


def faults(
    model: type[M], marked: Marked, page: Page, clause: str | None, data: Any = None
) -> tuple[M | None, list[tuple[Path, PolicyError]]]:
    """Read `data` as `shape` does; return it, or every fault with its path, in the order of the file."""
    text = json.dumps(marked.data if data is None else data)
    try:
        return model.model_validate_json(text, strict=True), []
    except ValidationError as error:
        told = [(each["loc"], _fault(model, marked, page, clause, dict(each))) for each in _telling(error)]
    told.sort(key=lambda each: each[1][0])
    return None, [(path, fault) for path, (_, fault) in told]


def _telling(error: ValidationError) -> list[Any]:
    """Return the errors without "missing" where an unknown key stands beside it: that key is the fault."""
    errors = error.errors(include_url=False)
    strange = {each["loc"][:-1] for each in errors if each["type"] == "extra_forbidden"}
    return [each for each in errors if each["type"] != "missing" or each["loc"][:-1] not in strange]


def _fault(model: type[BaseModel], marked: Marked, page: Page, clause: str | None, error: dict[str, Any]) -> Any:
    at_key = error["loc"][-1:] == ("[key]",)
    path: Path = error["loc"][:-1] if at_key else error["loc"]
    at_key = at_key or error["type"] == "extra_forbidden"
    place = marked.key(path) if at_key else marked.place(path)
    if error["type"] == "missing":
        place = marked.key(path[:-1])
    found, expected, close = _words(model, path, error)
    return place, page.fault(place, found, expected, clause=clause, nearest=close)


def _words(model: type[BaseModel], path: Path, error: dict[str, Any]) -> tuple[str, str, str | None]:
    given = error.get("input")
    if error["type"] == "extra_forbidden":
        names = _keys(model, path[:-1])
        return (
            f"the key {path[-1]!r}",
            f"one of {', '.join(names)}" if names else "no key",
            nearest(str(path[-1]), names),
        )
    if error["type"] == "missing":
        return f"no {path[-1]!r}", f"the key {path[-1]!r}", None
    if error["type"] == "literal_error":
        names = re.findall(r"'([^']*)'", error["ctx"]["expected"])
        return (
            repr(given),
            f"one of {', '.join(names)}" if names else error["ctx"]["expected"],
            nearest(str(given), names),
        )
    if error["type"] == "too_short" and isinstance(given, dict):
        return f"only {', '.join(given) or 'nothing'}", "both ja and en", None
    return _describe(given), _EXPECTED.get(error["type"], error["msg"].removeprefix("Value error, ")), None


_EXPECTED = {
    "bool_type": "true or false",
    "string_type": "text (in quotes if it looks like something else)",
    "int_type": "a whole number",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "date_from_datetime_parsing": "a day as YYYY-MM-DD",
    "date_parsing": "a day as YYYY-MM-DD",
    "date_type": "a day as YYYY-MM-DD",
}


def _describe(given: Any) -> str:
    if given is None:
        return "nothing"
    if isinstance(given, dict):
        return "a mapping"
    if isinstance(given, list):
        return "a list"
    return repr(given)[:60]


def _keys(model: Any, path: Path) -> list[str]:
    """Return the keys that may stand at `path`."""
    for step in path:
        model = _inside(model, step)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [info.alias or name for name, info in model.model_fields.items() if name not in {"clause", "line"}]
    return []


def _inside(model: Any, step: str | int) -> Any:
    if isinstance(model, type) and issubclass(model, BaseModel):
        for name, info in model.model_fields.items():
            if step in {name, info.alias}:
                return _plain(info.annotation)
        return None
    arguments = get_args(model)
    if get_origin(model) is dict:
        return _plain(arguments[1])
    return _plain(arguments[0]) if arguments else None


def _plain(annotation: Any) -> Any:
    """Take `| None` and `Annotated` off."""
    if get_origin(annotation) in {Union, types.UnionType}:
        return next(part for part in get_args(annotation) if part is not type(None))
    if hasattr(annotation, "__metadata__"):
        return _plain(annotation.__origin__)
    return annotation
