"""
The form over a plan: what its fields show of the YAML, and the YAML that comes of what was typed.

The YAML is the one truth. A field changes its own key and leaves every other as it stands, those included that have no
field; a form in which nothing was changed leaves the text as it is, comments and all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from seiyaku.anonymised.gates import rule_with
from seiyaku.anonymised.plans import LARGEST
from seiyaku.anonymised.presets import PRESETS
from seiyaku.anonymised.reading import NAME
from seiyaku.core.errors import PolicyError
from seiyaku.core.model import Policy
from seiyaku.policy.marks import read_yaml
from seiyaku.policy.pages import Page

Data = dict[str, Any]
ORDER = (
    "title", "preset", "columns", "k", "suppress", "metric", "require", "levels", "average_risk", "sample_uniqueness",
    "population_uniqueness", "sampled", "linked", "within", "withhold", "history", "at_most",
    "local", "sample", "remove_rows", "ways", "considered", "continues",
    "consent", "join",
)  # fmt: skip
SHARES = ("suppress", "average_risk", "withhold")
DECIMALS = (
    *SHARES,
    "sample_uniqueness",
    "population_uniqueness",
    "sampled",
    "sample",
    "top",
    "bottom",
    "noise",
    "swap",
)
WHOLE = re.compile(r"\d{1,15}\Z", re.ASCII)
DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,15})?([eE][-+]?\d{1,3})?\Z", re.ASCII)
PLACES = {"sex": ("sex", "value"), "age-group": ("birth-date", "age-group"), "prefecture": ("address", "prefecture"),
          "industry-or-occupation": ("industry", "industry"), "month-of-use": ("started-on", "month")}  # fmt: skip
DIVERSE = "l-diversity "
SLOTS = 200  # of a form: more than any table of items has


def beginning(preset: str, policy: Policy) -> str:
    """Return the text a new plan begins with: the preset's own figures, and the items whose source is plain."""
    rule, strict = rule_with(policy, "items"), PRESETS[preset]
    columns = {
        label["ja"]: {"item": item, "from": PLACES[item][0], "take": PLACES[item][1], "as": "quasi"}
        for item, label in (rule.items if rule else {}).items()
        if item in PLACES and PLACES[item][0] in policy.rules.fields
    }
    return written({
        "title": {"ja": "", "en": ""}, "preset": preset, "columns": columns, "k": strict.k,
        "suppress": min(strict.suppress, 0.02), "considered": {"ja": "", "en": ""},
    })  # fmt: skip


def said(text: str) -> Data | None:
    """Return what a text says as YAML; None where it is none, no mapping, or longer than a plan may be."""
    if len(text) > LARGEST:
        return None
    try:
        data = read_yaml(Page(NAME, text), text, 1, None).data
    except PolicyError:
        return None
    return data if isinstance(data, dict) else None


def written(data: Data) -> str:
    """Return a plan as YAML, its keys in one order, so that two of them can be laid side by side."""
    known = {key: data[key] for key in ORDER if key in data}
    whole = {key: _plain(key, value) for key, value in (known | data).items()}
    made: str = yaml.safe_dump(
        whole, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10_000
    )  # fmt: skip
    return made


def _plain(key: str, value: Any) -> Any:
    """Return a value as YAML would have it: the house's reader leaves decimals as text."""
    if isinstance(value, dict):
        return {each: _plain(str(each), inner) for each, inner in value.items()}
    if key in DECIMALS and isinstance(value, str) and DECIMAL.match(value):
        return float(value)
    return value


def alike(one: Data, other: Data) -> bool:
    """Tell whether two plans say the same, in whatever order."""

    def plain(data: Data) -> Data:
        said_so = {key: _plain(key, value) for key, value in data.items()}
        return said_so | {"require": sorted(map(str, _listed(data.get("require"))))}

    return plain(one) == plain(other)


def merged(data: Data, post: Mapping[str, str], ways: list[str]) -> Data:
    """Return what a plan says with what the fields of the form say."""
    out = dict(data)
    for key in ("title", "considered"):
        out[key] = {language: post.get(f"{key}.{language}", "").strip() for language in ("ja", "en")}
    continues = {language: post.get(f"continues.{language}", "").strip() for language in ("ja", "en")}
    _put(out, "continues", continues if any(continues.values()) else None)
    _put(out, "preset", post.get("preset", ""))
    _put(out, "k", _whole(post.get("k", "")))
    _put(out, "within", _whole(post.get("within", "")))
    for key in SHARES:
        _put(out, key, _share(post.get(key, "")))
    if post.get("metric", "loss") != data.get("metric", "loss"):
        _put(out, "metric", post.get("metric"))
    _put(out, "ways", ways or None)
    out["columns"], diverse = _columns(data, post)
    others = [text for text in _listed(data.get("require")) if not str(text).startswith(DIVERSE)]
    kept = [text for text in _listed(data.get("require")) if _beyond_the_form(text)]
    _put(out, "require", [*others, *kept, *diverse] or None)
    if set(_quasi(out)) != set(_quasi(data)):
        out.pop("levels", None)  # a level that was pinned is one of other columns
    return out


def _put(data: Data, key: str, value: Any) -> None:
    if value in (None, ""):
        data.pop(key, None)
    else:
        data[key] = value


def _columns(data: Data, post: Mapping[str, str]) -> tuple[Data, list[str]]:
    """Return the columns as the form says, in the order they stood in, and the diversity asked of each."""
    held, columns, diverse = data.get("columns"), {}, []
    before = held if isinstance(held, dict) else {}
    told = post.get("slots", "0")
    for at in range(min(int(told), SLOTS) if WHOLE.match(told) else 0):
        use, was = post.get(f"c{at}.as", "out"), post.get(f"c{at}.was", "")
        if use == "out":
            continue
        old = before.get(was)
        column = dict(old) if isinstance(old, dict) else {}
        name = post.get(f"c{at}.name", "").strip() or was or post.get(f"c{at}.item", "")
        column |= {"item": post.get(f"c{at}.item", ""), "as": use}
        for key in ("from", "hierarchy"):
            _put(column, key, post.get(f"c{at}.{key}", ""))
        take = post.get(f"c{at}.take", "value")
        if take != column.get("take", "value"):
            column["take"] = take
        _put(column, "merge_below", _whole(post.get(f"c{at}.merge_below", "")))
        for key in ("bottom", "top"):
            _put(column, key, _decimal(post.get(f"c{at}.{key}", "")))
        columns[name] = {key: column[key] for key in ("item", "from", "take", "as") if key in column} | column
        if use == "sensitive" and post.get(f"c{at}.l", "").strip():
            diverse.append(f"{DIVERSE}{name}:{post[f'c{at}.l'].strip()}")
    return columns, diverse


def _beyond_the_form(text: object) -> bool:
    """Tell whether a diversity has a kind: the form asks for the plain one only."""
    return str(text).startswith(DIVERSE) and str(text).count(":") > 1


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _quasi(data: Data) -> list[str]:
    columns = data.get("columns")
    held = columns if isinstance(columns, dict) else {}
    return [name for name, column in held.items() if isinstance(column, dict) and column.get("as") == "quasi"]


def _whole(typed: str) -> Any:
    return int(typed.strip()) if WHOLE.match(typed.strip()) else typed.strip()


def _decimal(typed: str) -> Any:
    text = typed.strip()
    if not DECIMAL.match(text):
        return text
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() and "e" not in text.lower() else float(number)


def _share(typed: str) -> Any:
    """Return the share that a percentage is; what is no number stays, for the plan's own reading to refuse."""
    text = typed.strip().removesuffix("%").strip()
    return float(Decimal(text) / 100) if DECIMAL.match(text) else text


def percent(value: Any) -> str:
    """Return a share as the percentage that its field shows."""
    try:
        number = Decimal(str(value)) * 100
    except InvalidOperation:
        return str(value)
    return f"{number.normalize():f}" if number.is_finite() else str(value)


def fields(data: Data) -> dict[str, Any]:
    """Return what the fields show: plain values by name."""

    def label(key: str, language: str) -> str:
        held = data.get(key)
        return str(held.get(language) or "") if isinstance(held, dict) else ""

    texts = {f"{key}_{language}": label(key, language)
             for key in ("title", "considered", "continues") for language in ("ja", "en")}  # fmt: skip
    shares = {key: percent(data[key]) if data.get(key) is not None else "" for key in SHARES}
    plain = {"preset": str(data.get("preset") or ""), "metric": str(data.get("metric") or "loss")}
    k = "" if data.get("k") is None else str(data["k"])
    within = "" if data.get("within") is None else str(data["within"])
    return texts | shares | plain | {"k": k, "within": within, "ways": _listed(data.get("ways"))}


def slots(data: Data, policy: Policy) -> list[dict[str, Any]]:
    """Return a slot for each column, then one for each item of the policy that no column is."""
    rule, held = rule_with(policy, "items"), data.get("columns")
    items = rule.items if rule else {}
    columns = (
        {name: column for name, column in held.items() if isinstance(column, dict)} if isinstance(held, dict) else {}
    )
    made = [_slot(name, column, data) for name, column in columns.items()]
    used = {slot["item"] for slot in made}
    for item, said_as in items.items():
        if item not in used:
            source, take = PLACES.get(item, ("", "value"))
            source = source if source in policy.rules.fields else ""
            made.append(_slot("", {"item": item, "from": source, "take": take, "as": "out"}, data, said_as["ja"]))
    return [slot | {"at": at} for at, slot in enumerate(made)]


def _slot(name: str, column: Data, data: Data, suggested: str = "") -> dict[str, Any]:
    diverse = next(
        (str(text).rpartition(":")[2] for text in _listed(data.get("require"))
         if str(text).startswith(f"{DIVERSE}{name}:") and not _beyond_the_form(text)), "",
    )  # fmt: skip

    def shown(key: str) -> str:
        return "" if column.get(key) is None else str(column[key])

    return {
        "was": name, "name": name or suggested, "item": shown("item"), "use": shown("as") or "out",
        "source": shown("from"), "take": shown("take") or "value", "hierarchy": shown("hierarchy"),
        "merge_below": shown("merge_below"), "top": shown("top"), "bottom": shown("bottom"), "l": diverse,
    }  # fmt: skip
