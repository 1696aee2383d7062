"""
What can be wrong in a policy's file, one thing at a time.

Each case replaces some words of a policy that loads; `«` marks where the fault must be pointed out.
"""

from __future__ import annotations

Case = tuple[str, str, str, str | None, str | None]
YAML: list[Case] = [
    # words, instead of them, found, nearest, clause
    ("[name, phone]\n    duties", "[name, «*phone]\n    duties", "the anchor or alias 'phone'", None, "2"),
    ("sheet: care", "sheet: «&x care", "the anchor or alias 'x'", None, "1"),
    ("sheet: care", "sheet: «!!python/object:os.system care", "the tag tag:yaml.org,2002:python/object", None, "1"),
    ("    sheet: care", "    sheet: care\n    «sheet: cure", "a second 'sheet'", None, "1"),
    ("    sheet: care", "    «<<: {sheet: care}", "the key '<<'", None, "1"),
    ("    sheet: care", "    «[a, b]: care", "a key that is not a word", None, "1"),
    ("    sheet: care", "    sheet: care«: less", "mapping values are not allowed", None, "1"),
    ("    sheet: care", "«\tsheet: care", "cannot start any token", None, "1"),
    ("fields:\n  name:\n", "«--- \nfields:\n  name:\n", "a document mark or directive", None, "1"),
    ("sheet: care", "sheet: " + "[" * 10 + "«[" + "]" * 11, "more than 12 levels", None, "1"),
    (
        "name: {ja: 見本, en: Sample}",
        "name: {ja: 見本, en: Sample}\n  «name: {ja: 二, en: Two}",
        "a second 'name'",
        None,
        None,
    ),
]
SHAPE: list[Case] = [
    ("    sheet: care", "    «shet: care", "the key 'shet'", "sheet", "1"),
    ("purposes:\n  serve", "«purpose:\n  serve", "the key 'purpose'", "purposes", "2"),
    ("    sheet: care\n", "", "no 'sheet'", None, "1"),
    ("type: phone", "type: «fone", "'fone'", "phone", "1"),
    ("class: special-care", "class: «special-car", "'special-car'", "special-care", "1"),
    ("inside: true", "inside: «yes", "'yes'", None, "1-1"),
    ("inside: true", "inside: «1", "1", None, "1-1"),
    ("for: 1y}", "for: «1 year}", "'1 year'", None, "2"),
    ("for: 30d}", "«fro: 30d}", "the key 'fro'", "for", "2"),
    ("  allergy:", "  «Allergy:", "'Allergy'", None, "1"),
    ("label: {ja: アレルギー, en: Allergy}", "label: «{ja: アレルギー}", "only ja", None, "1"),
    ("en: Allergy}", "en: Allergy, «fr: Allergie}", "'fr'", None, "1"),
    ("sheet: care", "sheet: care\n    «clause: 8-2", "the key 'clause'", None, "1"),
    ("sheet: care", "sheet: care\n    «line: 4", "the key 'line'", None, "1"),
    ("sheet: care", "«sheet:", "nothing", None, "1"),
    ("duties: [clerk]\n    keep: {until: rel", "duties: «clerk\n    keep: {until: rel", "'clerk'", None, "2"),
    ("effective: 2024-04-01", "effective: «2024-13-01", "'2024-13-01'", None, None),
    ("  email: desk@mini.example\n", "  «e-mail: desk@mini.example\n", "the key 'e-mail'", "email", None),
]
NAMES: list[Case] = [
    ("needs: [name, phone]", "needs: [name, «phne]", "'phne'", "phone", "2"),
    ("needs: [name, phone]", "needs: [name, «name]", "'name' twice", None, "2"),
    ("duties: [clerk]\n    keep: {until: rel", "duties: [«clerks]\n    keep: {until: rel", "'clerks'", "clerk", "2"),
    (
        "text: {ja: 提供に使います, en: To serve}\n    purposes: [serve]",
        "text: {ja: 提供, en: x}\n    purposes: [«sevre]",
        "'sevre'",
        "serve",
        "2",
    ),
    ("source: form", "source: «from", "'from'", "form", "2"),
    ("notice: short", "notice: «shrot", "'shrot'", "short", "2"),
    ("to: [carrier]", "to: [«courier]", "'courier'", "carrier", "2"),
    (
        "character: entrustment\n    fields: [name, phone]",
        "character: entrustment\n    fields: [name, «fone]",
        "'fone'",
        "phone",
        "2",
    ),
    ("required: [name]", "required: [«allergy]", "'allergy'", None, "2"),
]
SENSE: list[Case] = [
    ("findable: joined", "findable: «alone", "'alone' for a field of type name", None, "1"),
    ("class: special-care", "class: special-care\n    findable: «alone", "'alone' for special-care", None, "1"),
    ("sheet: care\n", "sheet: care\n    type: sex\n    findable: «joined\n", "'joined' for special-care", None, "1"),
    ("class: special-care", "type: sex\n    findable: «joined", "'joined' for a sex", None, "1"),
    ("class: special-care", "type: date\n    findable: «alone", "'alone' for a date", None, "1"),
    ("class: special-care", "type: prefecture\n    findable: «joined", "'joined' for a prefecture", None, "1"),
    ("    type: phone\n", "    type: phone\n    unique: «true\n", "true for a field that people share", None, "1"),
    ("class: special-care", "unique: «true", "true for a field that cannot be looked up", None, "1"),
    ("class: special-care", "type: «choice", "'choice'", None, "1"),
    ("    keep: {until: acquired, for: 30d}\n", "", "no 'keep' for 'supply'", None, "2"),
    (
        "duties: [clerk]\n    keep: {until: rel",
        "duties: [clerk]\n    marketing: «true\n    keep: {until: rel",
        "advertising nobody can refuse",
        None,
        "2",
    ),
    (
        "duties: [clerk]\n    keep: {until: rel",
        "duties: [clerk]\n    acts: «[profile]\n    keep: {until: rel",
        "profile",
        None,
        "2",
    ),
    (
        "fields: [name, phone]\n    required",
        "fields: [name, phone, «allergy]\n    required",
        "'allergy', which no purpose of this form needs",
        None,
        "2",
    ),
    (
        "purposes: [serve]\n    fields",
        "purposes: [serve, «supply]\n    fields",
        "'supply', a purpose for the partner family",
        None,
        "2",
    ),
    ("    notice: short\n", "", "'form' and no 'notice'", None, "2"),
    (
        "manager: {label: {ja: 責任者, en: Manager}, reserved: true}",
        "manager: {label: {ja: 責任者, en: Manager}, reserved: «false}",
        "'manager' open to outsiders",
        None,
        "1-1",
    ),
]
LAW: list[Case] = [
    (", supervise_every: 1y}", "}", "'carrier', whom nobody supervises", None, "2"),
    ('law: ["27(5)(i)"]', 'law: ["27(5)(i)", «"27(1)(ii)"]', "entrustment on 27(1)(ii)", None, "2"),
    (
        'character: entrustment\n    fields: [name, phone]\n    law: ["27(5)(i)"]\n    needs: [',
        'character: by-law\n    fields: [name, phone]\n    law: [«"27(5)(i)"]\n    needs: [consent, ',
        "by-law on 27(5)(i)",
        None,
        "2",
    ),
    (
        'character: entrustment\n    fields: [name, phone]\n    law: ["27(5)(i)"]',
        'character: by-law\n    fields: [name, phone]\n    law: [«"27(1)(v)"]',
        "27(1)(v), of academic institutions",
        None,
        "2",
    ),
    (
        'character: entrustment\n    fields: [name, phone]\n    law: ["27(5)(i)"]',
        'character: third-party\n    fields: [name, phone]\n    law: [«"27(1)(vii)"]',
        "27(1)(vii) to none of those",
        None,
        "2",
    ),
    (
        'character: entrustment\n    fields: [name, phone]\n    law: ["27(5)(i)"]\n    needs: [',
        'character: own-use\n    fields: [name, phone]\n    law: [«"18(3)(ii)"]\n    needs: [consent, ',
        "'18(3)(ii)'",
        None,
        "2",
    ),
    (
        "governing:\n  japan",
        'special_care:\n  study: {label: {ja: 研究, en: Study}, grounds: [«"20(2)(v)"]}\ngoverning:\n  japan',
        "20(2)(v), of academic institutions",
        None,
        "2",
    ),
    (
        "governing:\n  japan",
        'special_care:\n  study: {label: {ja: 研究, en: Study}, grounds: [«"20(2)(vi)"]}\ngoverning:\n  japan',
        "20(2)(vi) and no academic source",
        None,
        "2",
    ),
    (
        (
            "    needs: [notice]\nforms:\n  sign-up:\n    label: {ja: 申込, en: Sign-up}\n"
            "    source: form\n    notice: short"
        ),
        "forms:\n  sign-up:\n    label: {ja: 申込, en: Sign-up}\n    source: «form",
        "'form' and no 'notice'",
        None,
        "2",
    ),
    ("needs: [contract, supervision]", "needs: «[contract]", "entrustment without its safeguards", None, "2"),
    ('law: ["27(5)(i)"]', 'law: «["27(1)"]', "entrustment on 27(1)", None, "2"),
    ('law: ["27(5)(i)"]', 'law: [«"27(2)"]', "opt-out provision", None, "2"),
    ('law: ["27(5)(i)"]', 'law: [«"27条"]', "'27条'", None, "2"),
    ('law: ["27(5)(i)"]', 'law: [«"27(5)i"]', "'27(5)i'", "27(5)(i)", "2"),
    ("may: [find, read]}", 'may: [find, read], law: [«"law:disclos"]}', "'law:disclos'", "law:disclose", "1-1"),
    (
        "    sheet: care",
        "    sheet: care\n  «hobby:\n    label: {ja: 趣味, en: Hobby}\n    sheet: care",
        "'hobby', which no purpose needs",
        None,
        "1",
    ),
    (
        'character: entrustment\n    fields: [name, phone]\n    law: ["27(5)(i)"]',
        'character: third-party\n    fields: [name, phone]\n    law: «["27(1)"]',
        "a third party without consent or ground",
        None,
        "2",
    ),
    (
        'character: entrustment\n    fields: [name, phone]\n    law: ["27(5)(i)"]\n    needs: [',
        'character: own-use\n    fields: [name, phone]\n    law: ["18(1)"]\n    needs: «[',
        "a use of our own that nothing covers",
        None,
        "2",
    ),
]
BATCH: list[Case] = [
    ("needs: [contract, supervision]", "needs: [contract, supervision]\n    batch: «week", "'week'", None, "2"),
    (
        "needs: [contract, supervision]", "needs: [contract, supervision]\n    batch: «month",
        "a batch of records that nobody makes", None, "2",
    ),
    (
        'character: entrustment\n    fields: [name, phone]\n    law: ["27(5)(i)"]\n    needs: [contract, supervision]',
        'character: third-party\n    fields: [name, phone]\n    law: ["27(1)"]\n    needs: [consent]\n    batch: «year',
        "a batch of what nothing makes sure to be repeated", None, "2",
    ),
    (
        "    needs: [notice]\n", "    needs: [notice]\n    batch: «month\n",
        "a batch of what no third party gives", None, "2",
    ),
    (
        "    needs: [notice]\n",
        "    needs: [notice]\n  shop: {label: {ja: 店, en: Shop}, family: partner, channel: partner, batch: «month}\n",
        "a batch of what nothing makes sure to be repeated", None, "2",
    ),
]  # fmt: skip
FORM: list[Case] = [
    ("## 2 目的", "«## 目的", "the heading '目的'", None, None),
    ("持つ項目です。", "持つ項目です。\n\n«> ### 1-2 隠れた条項", "a heading inside a list or quote", None, None),
    ("## 2 目的", "«## 1 目的", "a second clause 1", None, "1"),
    ("### 1-1 担当", "«### 3-1 担当", "clause 3-1", None, "3-1"),
    ("### 1-1 担当", "«## 1-1 担当", "a heading of level 2", None, "1-1"),
    ("## 2 目的", "«# 2 目的", "the heading '2 目的'", None, None),
    ("## 2 目的", "«## 附則\n\n## 2 目的", "an addendum written by hand", None, None),
    ("持つ項目です。", "持つ項目です。\n\n«<script>alert(1)</script>", "HTML '<script>alert(1)</script>'", None, "1"),
    ("## 2 目的\n\n```yaml rule", "## 2 目的\n\n«```yaml rules", "a block tagged 'yaml rules'", "yaml rule", "2"),
    ("## 2 目的\n\n```yaml rule", "## 2 目的\n\n«```yaml", "a block tagged 'yaml'", "yaml rule", "2"),
    (
        "governing:\n  japan: {law: japan}\n```\n",
        "governing:\n  japan: {law: japan}\n",
        "a fence that does not close",
        None,
        "2",
    ),
    ("持つ項目です。", "- 一つ\n\n«  ```yaml rule\n  staff: {}\n  ```", "a rule block that is indented", None, "1"),
    ("# 方針\n", "# 方針\n\n«前書き\n", "words outside every clause", None, None),
    ("持つ項目です。", "持つ«\u202e項目です。", "the character U+202E", None, None),
    ("持つ項目です。", "持つ«\x00項目です。", "the character U+0000", None, None),
]
CASES = [*YAML, *SHAPE, *NAMES, *SENSE, *LAW, *BATCH, *FORM]
