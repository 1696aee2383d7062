"""
The gates of a release, in the order they are tried; each says no in words, with its clause and article (policy 9).

Before anything is read (`of_plan`):
* 43(5)      It is not joined with anything: no re-identification (9-2-D).
* 9-1        The policy makes anonymised information at all, and names the purpose of internal use.
* 9-4-A      Every column is one of the policy's items, once.
* 9-1        No secrecy of communications without the consent of each person.
* R.34(1)    No identifier or contact but what is taken of it coarsely.
* R.34(2)    No identification code.
* R.34(3)    No number that links tables.
* R.34(4)    k, suppression and risk at least as strict as the preset.
* R.34(5)    What the nature of the database asks for was considered, in words.

Of the table that was made (`of_table`): the same, on what is really in it, in persons; and beside earlier releases.
What differs from an earlier release with an item in common: `between`. Whether those of an earlier one alone may be
taken: `within`.

Not here: who may (`acting`), reading, recounting (`auditing`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seiyaku.core.language import Text
from seiyaku.core.model import AnonymisedRule, FieldRule, Policy

from .plans import PERSON, Plan
from .takes import REDUCES, is_coarse_enough

if TYPE_CHECKING:
    from .running import Made

# What each gate is called on a screen or in a document.
NAMES: Mapping[str, Text] = {
    "not-joined": Text("識別行為の禁止", "no re-identification"),
    "in-policy": Text("ポリシーの定め", "in the policy"),
    "only-the-items": Text("公表する項目だけ", "the items alone"),
    "no-communications": Text("通信の秘密", "secrecy of communications"),
    "R.34(1)": Text("規則34条1号", "rule 34(1)"),
    "R.34(2)": Text("規則34条2号", "rule 34(2)"),
    "R.34(3)": Text("規則34条3号", "rule 34(3)"),
    "R.34(4)": Text("規則34条4号", "rule 34(4)"),
    "R.34(5)": Text("規則34条5号", "rule 34(5)"),
    "no-finer": Text("項目の細かさ", "no finer"),
    "nothing-rare": Text("まれな値", "nothing rare"),
    "risk": Text("再識別リスク", "risk"),
    "beside-earlier": Text("以前のものとの突き合わせ", "beside earlier releases"),
    "within": Text("前の号の人だけ", "only those of an earlier release"),
    "joined-or-left": Text("以前のものとの増減", "who joined or left since"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What one gate says: its rule, whether it is passed, and what it saw."""

    gate: str
    clause: str
    article: str
    passed: bool
    said: Text
    helps: Text

    def as_json(self) -> dict[str, object]:
        """Return it in plain values."""
        return {
            "gate": self.gate, "clause": self.clause, "article": self.article, "passed": self.passed,
            "ja": self.said.ja, "en": self.said.en,
        }  # fmt: skip


def rule_with(policy: Policy, key: str) -> AnonymisedRule | None:
    """Return the policy's rule of clause 9 that says `key`."""
    return next((rule for rule in policy.rules.anonymised.values() if getattr(rule, key)), None)


def clause_of(policy: Policy, key: str) -> str:
    """Return the clause that promises `key`; the first of anonymised information where none does."""
    rule = rule_with(policy, key)
    first = next(iter(policy.rules.anonymised.values()), None)
    return rule.clause if rule else first.clause if first else "-"


def of_plan(plan: Plan, policy: Policy) -> list[Tick]:
    """Return what every gate says of a plan, in order."""
    standard = clause_of(policy, "standard")
    fields = {name: policy.rules.fields.get(each.source) for name, each in plan.columns.items()}
    return [
        _not_joined(plan, policy),
        _made_at_all(plan, policy),
        _only_the_items(plan, policy, fields),
        _no_communications(plan, policy, fields),
        _no_identifiers(plan, standard, fields),
        _no_codes(standard, fields),
        _no_links(plan, standard, fields),
        _strict_enough(plan, standard),
        _considered(plan, standard),
    ]


def of_table(plan: Plan, policy: Policy, made: Made, beside: Sequence[int] = ()) -> list[Tick]:
    """Return what the gates say of the table that was made, beside the earlier releases of these numbers."""
    from . import persons

    fewest = persons.apart(made) if beside and made.lines.rows else plan.k
    return [
        _coarse(plan, policy, made),
        _nothing_rare(plan, policy, made),
        _risk(plan, policy, made),
        beside_earlier(plan, policy, beside, fewest),
    ]


def within(policy: Policy, number: int, *, withdrawn: bool) -> Tick:
    """Return whether those of an earlier release alone may be taken: not of one whose table and facts are destroyed."""
    return _tick(
        "within", clause_of(policy, "standard"), "43(2); R.35", [str(number)] if withdrawn else [],
        (f"第{number}号を作ったときの人だけから作ります。", f"Made of those alone of whom no. {number} was made."),
        ("取り下げた号（第{0}号）は、だれから作ったかにもさかのぼって使えません。",
         "Of whom a withdrawn release (no. {0}) was made is gone back to no more."),
        ("within をやめるか、取り下げていない号にする", "Leave out `within`, or name a release that is not withdrawn"),
    )  # fmt: skip


def comparable(policy: Policy, unknown: Sequence[int]) -> Tick:
    """Return whether of each earlier release it is known what it tells: of the numbered ones it is not."""
    return _tick(
        "beside-earlier", clause_of(policy, "standard"), "43(1); R.34(v)", [str(number) for number in unknown],
        ("以前に作ったものとの突き合わせを確かめられます。", "It can be put beside the earlier releases."),
        ("以前のもの（第{0}号）と突き合わせたときを確かめられません。",
         "What it tells beside an earlier release (no. {0}) cannot be counted."),
        ("その号を取り下げる", "Withdraw that release"),
    )  # fmt: skip


def beside_earlier(plan: Plan, policy: Policy, beside: Sequence[int], fewest: int) -> Tick:
    """Return whether k persons are left to whoever puts the release beside earlier ones; `fewest` are."""
    numbers = "、".join(map(str, beside)), ", ".join(map(str, beside))
    fine = (
        (f"第{numbers[0]}号と突き合わせても、同じ特徴の人が{fewest:,}人以上います。",
         f"Beside no. {numbers[1]}, at least {fewest:,} people still look alike.")
        if beside
        else ("同じ相手に渡り得るものは、まだありません。", "Nothing else that its recipients may hold is there yet.")
    )  # fmt: skip
    wrong = [str(number) for number in beside] if fewest < plan.k else []
    return _tick(
        "beside-earlier", clause_of(policy, "standard"), "43(1); R.34(v)", wrong,
        fine,
        (f"以前のもの（第{{0}}号）と突き合わせると、同じ特徴の人が{plan.k}人に足りなくなります。",
         f"Beside an earlier release (no. {{0}}), fewer than {plan.k} people would look alike."),
        ("以前と同じ列・同じ粗さで作る、削除の割合を上げる", "Keep the columns and grain of before, or leave more out"),
    )  # fmt: skip


def first_no(ticks: list[Tick]) -> Tick | None:
    """Return the first gate that is not passed."""
    return next((tick for tick in ticks if not tick.passed), None)


def _tick(gate: str, clause: str, article: str, wrong: Sequence[str], *said: tuple[str, str]) -> Tick:
    """Return the tick: passed when nothing is wrong; `said` are the words for fine, for wrong, and what helps."""
    (fine_ja, fine_en), (ja, en), helps = said
    listed = "、".join(wrong), ", ".join(wrong)
    text = Text(ja.format(listed[0]), en.format(listed[1])) if wrong else Text(fine_ja, fine_en)
    return Tick(gate=gate, clause=clause, article=article, passed=not wrong, said=text, helps=Text(*helps))


def _not_joined(plan: Plan, policy: Policy) -> Tick:
    return _tick(
        "not-joined", clause_of(policy, "no_reidentification"), "43(5)", [plan.join] if plan.join else [],
        ("ほかの情報と突き合わせません。", "It is not joined with anything else."),
        ("匿名加工情報を、元の人を見分けるためにほかの情報（{0}）と突き合わせることはできません。",
         "Anonymised information is not joined with other information ({0}) to find whose it is."),
        ("突き合わせ（join）をやめる", "Leave out the join"),
    )  # fmt: skip


def _made_at_all(plan: Plan, policy: Policy) -> Tick:
    made = rule_with(policy, "used_for") or rule_with(policy, "items")
    wrong = [] if made and (plan.preset != "internal" or made.used_for) else [plan.preset]
    return _tick(
        "in-policy", clause_of(policy, "used_for"), "43(1)", wrong,
        ("ポリシーに定めのある使い方です。", "The policy provides for it."),
        ("ポリシーに、匿名加工情報のこの使い方（{0}）の定めがありません。",
         "The policy does not provide for this use of anonymised information ({0})."),
        ("ポリシーの9に使い方を定める", "Provide for the use under clause 9 of the policy"),
    )  # fmt: skip


def _only_the_items(plan: Plan, policy: Policy, fields: dict[str, FieldRule | None]) -> Tick:
    rule = rule_with(policy, "items")
    items = rule.items if rule else {}
    used = Counter(each.item for each in plan.columns.values())
    wrong = [name for name, each in plan.columns.items() if each.item not in items or used[each.item] > 1]
    wrong += [f"{name}: {plan.columns[name].source}" for name, field in fields.items() if field is None]
    listed = "、".join(label["ja"] for label in items.values()), ", ".join(label["en"] for label in items.values())
    return _tick(
        "only-the-items", clause_of(policy, "items"), "43(3); R.36", wrong,
        ("公表した項目だけです。", "Nothing but the published items."),
        (f"ポリシーの項目（{listed[0]}）でない列、または同じ項目の列があります: {{0}}",
         f"Columns that are none of the policy's items ({listed[1]}), or one item twice: {{0}}"),
        ("その列を外す", "Leave the column out"),
    )  # fmt: skip


def _no_communications(plan: Plan, policy: Policy, fields: dict[str, FieldRule | None]) -> Tick:
    purpose = policy.rules.purposes.get(plan.consent or "")
    agreed = purpose is not None and purpose.family == "consent"
    wrong = [
        name
        for name, field in fields.items()
        if field is not None
        and field.klass == "communications"
        and not (agreed and purpose is not None and plan.columns[name].source in purpose.needs)
    ]
    return _tick(
        "no-communications", clause_of(policy, "used_for"), "Telecommunications Business Act 4", wrong,
        ("通信の秘密に当たる情報は含みません。", "No secrecy of communications."),
        ("通信の秘密に当たる項目は、本人の同意なしに匿名加工に使えません: {0}",
         "Secrecy of communications is not made into anonymised information without consent: {0}"),
        ("その列を外すか、同意を得る目的を consent に示す",
         "Leave the column out, or name the purpose people consented to (consent)"),
    )  # fmt: skip


def _no_identifiers(plan: Plan, clause: str, fields: dict[str, FieldRule | None]) -> Tick:
    kinds = {"identifier", "contact", "picture", "voice"}
    wrong = [
        name
        for name, field in fields.items()
        if field is not None
        and (field.kind in kinds or field.type in {"name", "kana", "phone", "email", "date", "address", "file"})
        and plan.columns[name].take not in REDUCES
    ]
    return _tick(
        "R.34(1)", clause, "43(1); R.34(i)", wrong,
        ("特定の個人を識別できる記述は残しません。", "No description that identifies somebody stays."),
        ("特定の個人を識別できる記述が残ります: {0}", "A description that identifies somebody would stay: {0}"),
        ("列を外すか、都道府県・年代などに置き換える（take）", "Leave it out, or take a prefecture or age group of it"),
    )  # fmt: skip


def _no_codes(clause: str, fields: dict[str, FieldRule | None]) -> Tick:
    wrong = [n for n, f in fields.items() if f is not None and (f.klass == "code" or f.type == "my-number")]
    return _tick(
        "R.34(2)", clause, "43(1); R.34(ii)", wrong,
        ("個人識別符号は含みません。", "No identification code."),
        ("個人識別符号は、全部を削除しなければなりません: {0}", "Identification codes are deleted whole: {0}"),
        ("その列を外す", "Leave the column out"),
    )  # fmt: skip


def _no_links(plan: Plan, clause: str, fields: dict[str, FieldRule | None]) -> Tick:
    types = {"member-number", "corporate-number"}
    wrong = [
        name
        for name, field in fields.items()
        if field is not None and (field.unique or field.type in types or field.kind == "code")
    ]
    wrong += ["linked"] if plan.linked and plan.split_column() is None else []
    drawn = ("人ごとの行をつなぐ番号は、この表のために引いた乱数で、対応表は残りません。",
             "What links a person's rows was drawn for this table alone; no table of it is kept.")  # fmt: skip
    return _tick(
        "R.34(3)", clause, "43(1); R.34(iii)", wrong,
        drawn if plan.recognisable else
        ("情報どうしをつなぐ符号は含みません。", "No code links it with other information."),
        ("情報を相互に連結する符号が残ります: {0}", "A code that links information would stay: {0}"),
        ("その列を外す", "Leave the column out"),
    )  # fmt: skip


def _strict_enough(plan: Plan, clause: str) -> Tick:
    preset = plan.strict()
    wrong = [f"k {plan.k} < {preset.k}"] if plan.k < preset.k else []
    wrong += [f"suppress {plan.suppress:g} > {preset.suppress:g}"] if plan.suppress > preset.suppress else []
    if plan.history is not None and plan.history < preset.known:
        wrong.append(f"history {plan.history} < {preset.known}")
    risk = plan.average_risk
    wrong += [f"average_risk {risk:g} > {preset.risk:g}"] if risk is not None and risk > preset.risk else []
    return _tick(
        "R.34(4)", clause, "43(1); R.34(iv)", wrong,
        (f"特異な記述が残らない厳しさです（k={plan.k}）。", f"Strict enough that nothing peculiar stays (k={plan.k})."),
        (f"「{preset.label.ja}」に求める厳しさに足りません: {{0}}。{preset.why.ja}",
         f"Not as strict as “{preset.label.en}” asks: {{0}}. {preset.why.en}"),
        ("k を上げる、削除の割合を下げる", "Raise k, or lower the share that may be left out"),
    )  # fmt: skip


def _considered(plan: Plan, clause: str) -> Tick:
    wrong = [language for language, words in plan.considered.items() if len(words.strip()) < 10]
    return _tick(
        "R.34(5)", clause, "43(1); R.34(v)", wrong,
        (plan.considered["ja"], plan.considered["en"]),
        ("個人情報データベースの性質を踏まえた措置が書かれていません（considered: {0}）",
         "What the nature of the database asks for is not written down (considered: {0})"),
        ("considered に、考えたことと取った措置を書く", "Write under `considered` what was weighed and done"),
    )  # fmt: skip


def _coarse(plan: Plan, policy: Policy, made: Made) -> Tick:
    labels = {
        name: set(cells)
        for name, cells in zip(made.lines.columns, made.lines.cells, strict=True)
        if not (plan.recognisable and name == PERSON)
    }
    wrong = [
        name
        for name, seen in labels.items()
        if name not in plan.columns or not all(is_coarse_enough(plan.columns[name].item, label) for label in seen)
    ]
    return _tick(
        "no-finer", clause_of(policy, "items"), "43(1); R.34(i)", wrong,
        ("公表した項目より細かい値はありません。", "No value is finer than the published item."),
        ("公表した項目より細かい値が残ります: {0}", "Values finer than the published item would stay: {0}"),
        ("take で粗くする、hierarchy で一般化する", "Take less of it, or generalise it"),
    )  # fmt: skip


def _nothing_rare(plan: Plan, policy: Policy, made: Made) -> Tick:
    from . import persons

    least = plan.strict().rare
    wrong = [name for name, seen in persons.of_labels(made).items() if seen and min(seen.values()) < least]
    return _tick(
        "nothing-rare", clause_of(policy, "standard"), "43(1); R.34(iv)", wrong,
        (f"{least}人未満のまれな値はありません。", f"No value of fewer than {least} people."),
        (f"{least}人未満のまれな値が残ります: {{0}}", f"Values of fewer than {least} people would stay: {{0}}"),
        ("merge_below でまとめる、remove_values で消す", "Put them together (merge_below), or remove them"),
    )  # fmt: skip


def _risk(plan: Plan, policy: Policy, made: Made) -> Tick:
    from . import persons

    sizes = persons.classes(made)
    people = int(sizes.sum())
    average, smallest = (len(sizes) / people, int(sizes.min())) if people else (1.0, 0)
    preset = plan.strict()
    wrong = [f"{average:.3f}"] if average > preset.risk or smallest < preset.k or not made.lines.rows else []
    return _tick(
        "risk", clause_of(policy, "standard"), "43(1); R.34(v)", wrong,
        (f"一番小さい集まりは{smallest:,}人、再識別の平均リスクは{average:.2%}です。",
         f"The smallest group is of {smallest:,} people; the average risk of re-identification is {average:.2%}."),
        (f"再識別の平均リスク（{{0}}）が「{preset.label.ja}」の上限 {preset.risk:g} を超えます。",
         f"The average risk of re-identification ({{0}}) is above the limit of “{preset.label.en}”, {preset.risk:g}."),
        ("k を上げる、列を減らす", "Raise k, or release fewer columns"),
    )  # fmt: skip
