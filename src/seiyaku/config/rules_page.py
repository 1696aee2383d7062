"""The reference page of what stands in a policy file: the front matter, and every section and key of a rule block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seiyaku.core.language import Language, Text
from seiyaku.core.law import DUTIES
from seiyaku.core.model import Operator
from seiyaku.core.vocabulary import KEYS, SAFEGUARDS, SECTIONS, WORDS
from seiyaku.policy.references import NAMES
from seiyaku.policy.schema import json_schema

SAYS = Text(
    "ポリシーのファイルに書けるものの全部です。書き方は[ポリシーを書く](../how-to/write-a-policy.md)、"
    "エディターに読ませる形は `seiyaku policy schema`。ここにない名前は、読み込みのときに断られます。",
    "All that may stand in a policy file. How one is written: [Writing a policy](../how-to/write-a-policy.en.md); "
    "the same for editors: `seiyaku policy schema`. A name that is not here is refused when the policy loads.",
)
FRONT = Text("前書き", "Front matter")
SECTION_SAYS = Text(
    "節の下に、名前（小文字と数字とハイフン）を付けて項目を並べます。どの項目にも `unclear:` を書けます。"
    "書くと、人が決めて消すまで、その項目は何も許しません。",
    "Below a section stand items, each under a name (small letters, digits, hyphens). Every item may have `unclear:` "
    "with what is undecided: until a person decides and removes it, it allows nothing.",
)
HEADS = Text("書くこと", "key"), Text("意味", "what it says"), Text("値", "value"), Text("なければ", "when left out")
MUST = Text("必須", "must be there")
BOTH = "`{ja: …, en: …}`"
LENGTH = Text("期間（`14d`、`3m`、`1y`）", "a length: `14d`, `3m`, `1y`")
DAY = Text("日（`2026-04-01`）", "a day: `2026-04-01`")
NUMBER = Text("整数", "a whole number")
WORDING = Text("文字", "text")
ID = Text("名前（小文字、数字、ハイフン）", "a name: small letters, digits, hyphens")
NAME = Text("`{0}` の名前", "names of `{0}`")
SINGLE = {("forms", "source"): "sources", ("forms", "notice"): "notices", ("forms", "required"): "fields"}
NAMED = Text("名前ごとに {0}", "by name: {0}")
LIST = Text("{0}（いくつでも）", "{0}, any number")
LENGTHS = Text("項目ごとに `keep` と同じ形", "as `keep`, by field")
EVENT = Text("`{{until: {0}, for: 期間}}`", "`{{until: {0}, for: a length}}`")
MORE: dict[str, Text] = {  # of a rule that is the machine's own business, so that no public page says it
    "label": Text("呼び名", "what it is called"),
    "sheet": Text("いっしょに封をする束の名前（自由）", "with which others it is sealed (any name)"),
    "type": Text("値の種類", "the type of its values"),
    "findable": Text("それで人を探せるか", "whether people may be found by it"),
    "unique": Text("同じ値を持てるのは一人だけ", "one person at most may have a value"),
    "class": Text("法律上の区分", "what the law makes of it"),
    "warn_before": Text("切れる前に知らせる期間", "how long before it lapses to warn"),
    "grace_at_most": Text("猶予の上限", "the longest grace"),
}
NOTES: dict[str, Text] = {
    "fields": Text(
        "`findable` は `alone`（それだけで）、`joined`（ほかの項目といっしょに）、`no`。"
        "性別、都道府県、日付、要配慮は探せません。",
        "`findable`: `alone`, `joined` (only with a second item) or `no`. Sex, prefecture, dates and special care are "
        "refused.",
    ),
    "duties": Text(
        "`reserved: true` の職務は自社の者だけが担い（3-1）、`manager`、`key-holder`、`gate-administrator` が要ります。"
        "`law` は、法律そのものが与える目的のうち、この職務が担うものです: {0}。",
        "A `reserved` duty is for the operator's own people (3-1); `manager`, `key-holder` and `gate-administrator` "
        "must be there. `law` names the purposes that the Act itself gives which this duty serves: {0}.",
    ),
    "purposes": Text(
        "`family` は、ご本人から得た情報の目的なら `customer`、協力会社などから得た情報なら `partner`、"
        "同意があるときだけなら `consent`。`needs` にない項目は、その目的では開きません。"
        "`marketing` には同意が要り、`refusable` なら断りがすぐに効きます。",
        "`family`: `customer` (collected from the person), `partner` (from cooperating companies) or `consent` (with "
        "consent only). A field that is not in `needs` is not opened for the purpose. `marketing` wants consent; a "
        "refusal of what is `refusable` holds at once.",
    ),
    "sources": Text(
        "`channel: form`（ご本人が記入する）には `needs: [notice]` が要ります（21条2項）。",
        "`channel: form` (people fill it in themselves) wants `needs: [notice]` (art. 21(2)).",
    ),
    "training": Text(
        "`required_of` は働く者の区分か職務。空なら全員です。",
        "`required_of` names kinds of staff or duties; when empty, everybody.",
    ),
    "provisions": Text(
        "`to` は取引先の区分か `any`。`fields` が空なら、同意で示した項目です。`law` は[法律の表](law.md)にある根拠で、"
        "どれか一つが要ります。",
        "`to` names kinds of partner, or `any`. Empty `fields` are those of the consent. `law` names grounds of "
        "[the law table](law.en.md), of which one must hold.",
    ),
    "special_care": Text(
        "同意のほかに認める根拠を `grounds` に書きます。[法律の表](law.md)の 20(2) のものだけで、"
        "同意だけなら `grounds: []` です。`direct_is_consent: true` なら、ご本人が `mail`、`post`、`phone`、"
        "`counter` で伝えたものは同意とみます。`form` に書かれたものは、同意の記録がなければ隔離されます。",
        "`grounds` are those admitted beside consent, of 20(2) in [the law table](law.en.md); with consent alone it is "
        "`grounds: []`. With `direct_is_consent: true` what people tell by `mail`, `post`, `phone` or at the `counter` "
        "counts as consent; what they fill in on a `form` goes to quarantine without a consent on record.",
    ),
    "urgent": Text(
        "`grounds` は[法律の表](law.md)の 21 の根拠です。", "`grounds` are those of 21 in [the law table](law.en.md)."
    ),
    "safeguards": Text("`checks` に書けるもの: {0}。", "`checks` may name: {0}."),
}


def page(language: Language) -> Iterator[str]:
    """Yield the lines of the page below its title."""
    yield SAYS.say(language)
    yield from ("", f"## {FRONT.say(language)}", "", *_head(language))
    yield from _front(language)
    schema = json_schema()
    yield from ("", SECTION_SAYS.say(language))
    for section, said in SECTIONS.items():
        (held,) = schema["properties"][section]["patternProperties"].values()
        item = schema["$defs"][held["$ref"].rsplit("/", 1)[1]]
        yield from ("", f"## `{section}`: {said.say(language)}", "")
        if section in NOTES:
            yield from (NOTES[section].say(language).format(_listed(section, language)), "")
        yield from _head(language)
        for key, shape in item["properties"].items():
            if key != "unclear":
                yield _row(section, key, shape, language, must=key in item.get("required", ()))


def _front(language: Language) -> Iterator[str]:
    for name, field in Operator.model_fields.items():
        if name == "unclear":
            continue
        value = BOTH if "Label" in str(field.annotation) or "dict" in str(field.annotation) else ""
        value = value or {"academic": "`true`, `false`", "id": ID.say(language)}.get(name, WORDING.say(language))
        left = MUST.say(language) if field.is_required() else f"`{_plain(field.default)}`"
        yield f"| `operator.{name}` | {OPERATOR[name].say(language)} | {value} | {left} |"
    for name, (said, must) in FRONT_DAYS.items():
        shape = WORDING if name == "replaces" else DAY
        yield f"| `{name}` | {said.say(language)} | {shape.say(language)} | {MUST.say(language) if must else '—'} |"


OPERATOR: dict[str, Text] = {
    "id": Text("事業者の名前（フォルダーの名前）", "the operator's name here (the folder's)"),
    "name": Text("名称", "its name"),
    "address": Text("住所（32条1項1号）", "its address (art. 32(1)(i))"),
    "representative": Text("代表者（32条1項1号）", "its representative (art. 32(1)(i))"),
    "manager": Text("責任者", "who is responsible"),
    "desk": Text("窓口", "the desk"),
    "email": Text("窓口のメール", "the desk's e-mail"),
    "time_zone": Text("時刻の帯", "the time zone"),
    "academic": Text("学術研究機関等である", "it is an academic institution"),
}
FRONT_DAYS: dict[str, tuple[Text, bool]] = {
    "effective": (Text("施行の日（ファイルの名前）", "the day it takes effect (the file's name)"), True),
    "published": (Text("公表の日", "the day it is published"), True),
    "replaces": (Text("前の版の番号（`seiyaku policy versions`）", "the digest of the version before it"), False),
}


def _head(language: Language) -> Iterator[str]:
    yield f"| {' | '.join(head.say(language) for head in HEADS)} |"
    yield "|---|---|---|---|"


def _listed(section: str, language: Language) -> str:
    named = {"duties": {duty.key: duty.label for duty in DUTIES}, "safeguards": SAFEGUARDS}.get(section, {})
    return ", ".join(f"`{name}` {said.say(language)}" for name, said in named.items())


def _row(section: str, key: str, shape: dict[str, Any], language: Language, *, must: bool) -> str:
    said = MORE.get(key) or KEYS.get("klass" if key == "class" else key) or Text("", "")
    left = MUST.say(language) if must else _left(shape)
    return f"| `{key}` | {said.say(language)} | {_value((section, key), shape, language)} | {left} |"


def _left(shape: dict[str, Any]) -> str:
    default = shape.get("default")
    return "—" if default in (None, [], {}) else f"`{_plain(default)}`"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _value(place: tuple[str, str], shape: dict[str, Any], language: Language) -> str:
    """Say what may be written at a section's key: from the shape that the schema gives it."""
    shape = next((each for each in shape.get("anyOf", ()) if each.get("type") != "null"), shape)
    if "$ref" in shape:
        keep = json_schema()["$defs"]["Keep"]["properties"]["until"]["enum"]
        return EVENT.filled("\\|".join(keep)).say(language)
    if "enum" in shape or "const" in shape:
        return ", ".join(_word(each, language) for each in shape.get("enum", [shape.get("const")]))
    if shape.get("type") == "array":
        inner = _value(place, shape["items"], language)
        return inner if "enum" in shape["items"] else LIST.filled(inner).say(language)
    if shape.get("type") == "object":
        return _map(shape, language)
    return _simple(place, shape, language)


def _map(shape: dict[str, Any], language: Language) -> str:
    if "propertyNames" in shape:
        return BOTH
    held = [*shape.get("patternProperties", {}).values(), shape.get("additionalProperties")][0]
    return LENGTHS.say(language) if "$ref" in held else NAMED.filled(BOTH).say(language)


def _simple(place: tuple[str, str], shape: dict[str, Any], language: Language) -> str:
    if shape.get("type") == "boolean":
        return "`true`, `false`"
    if shape.get("type") == "integer":
        return NUMBER.say(language)
    if shape.get("format") == "date":
        return DAY.say(language)
    if shape.get("pattern", "").endswith("[dmy]$"):
        return LENGTH.say(language)
    of = SINGLE.get(place) or next((names for *where, names in NAMES if (*where,) == place), None)
    return NAME.filled(of).say(language) if of else WORDING.say(language)


def _word(each: Any, language: Language) -> str:
    name = _plain(each)
    said = WORDS[name].say(language) if name in WORDS else name
    return f"`{name}`" if said == name else f"`{name}` {said}"
