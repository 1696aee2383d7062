"""
Who joined or left between two releases (R.34(v); GA 3-2-2-5): nobody is singled out by what differs.

Whoever holds both counts each class in both (`onlooking`). Where a class gained or lost fewer than k people, the
difference is a group of fewer than k: an onlooker who knows that somebody came in between learns of them what the group
says. So does whoever sees in one release the few that another one left out.

* Compared: every earlier release with an item in common, over what both have, at the coarser level of the two. Of a
  class that keeps its number, whether its sensitive values moved counts. A class that is new, or gone, is told as a
  whole, as its own release tells it: that is no difference.
* `withhold` leaves out, whole, the classes that changed by too few, up to a share of the rows: what is then missing is
  a class of at least k, and who left it is nowhere in what differs.
* A release that was withdrawn counts as any: who holds it, still does. So does one that is a sample: what the other one
  has more is in the difference. Of what was treated by chance the other items are compared (ADR 49).
* Not comparable, and said so: with every common item treated by chance, with sets of items (`history`), and two samples
  of half at most each: there, being in one is less likely than not. One whose labels have no level in common with the
  new one's is refused like a finding, and so is one that was given out and of which nothing is left: nobody can say
  what it tells beside it.
* For third parties a finding refuses; in the house, whose people may hold what it was made of, it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from seiyaku.core.language import Text
from seiyaku.core.model import Policy

from . import onlooking
from .gates import Tick, clause_of
from .models import Release
from .onlooking import Laid, Side
from .plans import PERSON, Plan

if TYPE_CHECKING:
    from seiyaku.core.anonymous.search import Node
    from seiyaku.core.anonymous.tables import Space

    from .intersecting import Shape
    from .running import Made

GATE = "joined-or-left"
GRAIN, LOST = "grain", "lost"
HALF = 0.5
WHY = {
    "destroyed": Text("取り下げて中身がない", "withdrawn, its table destroyed"),
    LOST: Text("渡した後に取り下げて、中身が残っていない", "given out, then withdrawn, and nothing of it is left"),
    "sampled": Text("どちらも半分以下の抽出", "both are samples of half at most"),
    "sets": Text("だれが何を使ったかの組（history）", "sets of items (`history`)"),
    "drawn": Text("無作為に処理した値がある", "values were drawn by chance"),
    GRAIN: Text("分け方が違い、そろえられない", "its groups are cut otherwise, and have no level in common"),
}
Few = tuple[Side, Mapping[tuple[Any, ...], int]]
"""How two releases lie side by side, and the classes that changed by too few there: by how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What differs from one earlier release: in how many classes by too few, and by how many at least; or why not."""

    number: int
    classes: int = 0
    fewest: int = 0
    why: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it in plain values."""
        return {"number": self.number, "classes": self.classes, "fewest": self.fewest, "why": self.why}


@dataclass(slots=True, kw_only=True)
class Onlooker:
    """
    Whoever holds the earlier releases, and gets the new one.

    `presets`: the hierarchy of each quasi-identifier of the plan, by item. What was withheld, as groups and rows, is in
    `withheld`; what would have to be, where that is more than the plan allows, in `wanting`.
    """

    plan: Plan
    earlier: Sequence[Release]
    shapes: Sequence[Shape]
    presets: Mapping[str, str | None]
    withheld: tuple[int, int] = (0, 0)
    wanting: tuple[int, int] = (0, 0)
    _laid: dict[int, Laid] = field(default_factory=dict)

    def told(self, made: Made) -> Made:
        """Return the release without the classes that changed by too few, where the plan withholds them; else as is."""
        if not self.plan.withhold:
            return made
        left = made
        while few := [each for _, found in self._beside(left) for each in found]:
            fewer = _without(self.plan, left, few)
            if fewer.lines.rows == left.lines.rows:
                break
            left = fewer
        gone = len(_labels(made)) - len(_labels(left)), made.lines.rows - left.lines.rows
        if gone[1] > self.plan.withhold * made.found.where.rows:
            self.wanting = gone
            return made
        self.withheld = gone
        return left

    def compared(self, made: Made) -> list[Between]:
        """Compare the table with each earlier release that has an item in common."""
        return [between for between, _ in self._beside(made)]

    def _beside(self, made: Made) -> Iterator[tuple[Between, list[Few]]]:
        mine = onlooking.of_made(self.plan, made)
        shape_of = {each.number: each for each in self.shapes}
        for release in self.earlier:
            shape = shape_of.get(release.number)
            if shape is not None and {*mine.quasi, *mine.kept} & _items(release):
                yield self._one(made, mine, release, shape)

    def _one(self, made: Made, mine: Laid, release: Release, shape: Shape) -> tuple[Between, list[Few]]:
        number, why = release.number, untellable(self.plan, release, shape)
        if why is not None:
            return Between(number=number, why=why), []
        if number not in self._laid:
            kept = onlooking.of_kept(release.laid) if release.laid else onlooking.of_release(release, shape)
            self._laid[number] = kept
        theirs = self._laid[number]
        why = left_to_chance(mine, theirs)
        if why is not None:
            return Between(number=number, why=why), []
        side = onlooking.beside(self.plan, made, mine, theirs, self.presets)
        if side is None:
            return Between(number=number, why=GRAIN), []
        few = [
            (each, onlooking.few(mine, theirs, each, self.plan.k))
            for each in (side, *([side.plain] if side.mixed else []))
        ]
        found: list[Few] = [(each, wrong) for each, wrong in few if wrong]
        most = max((len(wrong) for _, wrong in found), default=0)
        fewest = min((least for _, wrong in found for least in wrong.values()), default=0)
        return Between(number=number, classes=most, fewest=fewest), found


def tick(plan: Plan, policy: Policy, found: Sequence[Between], onlooker: Onlooker) -> Tick:
    """Return what the gate says: a finding refuses what goes to third parties, and is said in the house."""
    wrong = [each for each in found if each.classes]
    unmet = [each for each in found if each.why in {GRAIN, LOST}]
    refused = bool(wrong or unmet) and plan.preset == "third-party"
    said = [_wrong(plan, wrong)] if wrong else [_fine(plan, found)]
    said += [_untold(each) for each in found if each.why]
    said += [_why_said(plan)] if wrong and not refused else []
    said += [_left_out(plan, *onlooker.withheld)] if any(onlooker.withheld) else []
    said += [_too_much(plan, *onlooker.wanting)] if any(onlooker.wanting) else []
    return Tick(
        gate=GATE,
        clause=clause_of(policy, "standard"),
        article="43(1); R.34(v)",
        passed=not refused,
        said=Text("".join(each.ja for each in said), " ".join(each.en for each in said)),
        helps=SAME_CUT if unmet and not wrong else MORE_WITHHELD if any(onlooker.wanting) else WITHHOLD,
    )


SAME_CUT = Text(
    "その号と同じ階層を使うか、その項目を外す", "Use the hierarchies of that release, or leave the item out"
)
WITHHOLD = Text(
    "その集まりを丸ごと残さない（計画の withhold、--withhold 0.2 など）、加わった人は within で除く、"
    "入れ替わりが増えるまで待つ",
    "Leave those groups out whole (`withhold` in the plan, such as --withhold 0.2), leave out who joined (`within`), "
    "or wait until more have come or gone",
)
MORE_WITHHELD = Text(
    "withhold を上げる、列を減らすか粗くする、入れ替わりが増えるまで待つ",
    "Raise `withhold`, release fewer or coarser columns, or wait until more have come or gone",
)


def _wrong(plan: Plan, wrong: Sequence[Between]) -> Text:
    numbers = "、".join(str(each.number) for each in wrong), ", ".join(str(each.number) for each in wrong)
    many, least = sum(each.classes for each in wrong), min(each.fewest for each in wrong)
    return Text(
        f"以前のもの（第{numbers[0]}号）と比べると、{plan.k}人に足りない増減のある集まりが{many:,}個あり（最小{least:,}人）、"
        "間に加わった人や抜けた人、一方だけに残した人の特徴が分かります。",
        f"Beside an earlier release (no. {numbers[1]}), {many:,} groups gained or lost fewer than {plan.k} people "
        f"(the fewest: {least:,}): what is true of who joined or left in between, or is in one alone, would show.",
    )


def _fine(plan: Plan, found: Sequence[Between]) -> Text:
    numbers = [str(each.number) for each in found if not each.why]
    if numbers:
        return Text(
            f"第{'、'.join(numbers)}号との増減は、両方にあるどの集まりにもないか、{plan.k}人以上です。",
            f"Beside no. {', '.join(numbers)}, every group of both gained or lost nobody, or at least {plan.k} people.",
        )
    if found:
        return Text("増減を比べられた以前のものはありません。", "No earlier release could be compared.")
    return Text("同じ項目のあるものは、まだありません。", "No other release with an item of it is there yet.")


def _untold(each: Between) -> Text:
    why = WHY[each.why or GRAIN]
    return Text(f"第{each.number}号との増減は確かめていません（{why.ja}）。",
                f"No. {each.number} was not compared ({why.en}).")  # fmt: skip


def _why_said(plan: Plan) -> Text:
    label = plan.strict().label
    return Text(
        f"「{label.ja}」では断りません: 使う者の手元には元の情報もあり得て、第三者には渡さないためです。",
        f"“{label.en}” is not refused for it: its users may hold what it was made of, and it is given to nobody.",
    )


def _left_out(plan: Plan, groups: int, rows: int) -> Text:
    return Text(
        f"増減が{plan.k}人に足りない{groups:,}個の集まり（{rows:,}行）は、丸ごと残していません（withhold）。",
        f"{groups:,} groups ({rows:,} rows) that gained or lost fewer than {plan.k} people were left out whole "
        "(`withhold`).",
    )  # fmt: skip


def _too_much(plan: Plan, groups: int, rows: int) -> Text:
    return Text(
        f"丸ごと残さないとすれば{groups:,}個の集まり（{rows:,}行）で、withhold（{plan.withhold:.1%}）を超えます。",
        f"To leave them out whole takes {groups:,} groups ({rows:,} rows), more than `withhold` ({plan.withhold:.1%}).",
    )


def left_to_chance(mine: Laid, theirs: Laid) -> str | None:
    """Return why what differs between two releases is left to chance; None where it is not."""
    if max(mine.share, theirs.share) <= HALF:
        return "sampled"
    both = {*mine.quasi, *mine.kept} & {*theirs.quasi, *theirs.kept}
    return "drawn" if both <= mine.chance | theirs.chance else None


def untellable(plan: Plan, release: Release, shape: Shape) -> str | None:
    """Return why a release cannot be laid out beside the new one; None where it can."""
    if plan.history is not None or shape.sets is not None:
        return "sets"
    if release.laid:
        return None
    if release.state == "withdrawn":
        return LOST if release.deliveries.exists() else "destroyed"
    return "drawn" if shape.by_chance else None


def _items(release: Release) -> set[str]:
    return {str(each["item"]) for each in release.schema if each["column"] != PERSON}


def _labels(made: Made) -> set[tuple[str | None, ...]]:
    """Return the labels of quasi-identifiers that stand together in a row."""
    cells = dict(zip(made.lines.columns, made.lines.cells, strict=True))
    return set(zip(*(cells[name] for name in made.found.levels), strict=True))


def _without(plan: Plan, made: Made, few: Sequence[Few]) -> Made:
    """Return the release without the classes that are among these."""
    from seiyaku.core.anonymous.local import granularity

    from .running import lines_of

    where = made.found.where
    rounds = [replace(node, kept=node.kept & ~_among(plan, where, node, few)) for node in made.rounds]
    best = next((new for old, new in zip(made.rounds, rounds, strict=True) if old is made.found.best), made.found.best)
    nodes = [(where, node) for node in rounds]
    return replace(
        made,
        found=replace(made.found, best=best),
        rounds=tuple(rounds),
        lines=lines_of(nodes, sets=made.found.ask.sets is not None),
        granularity=granularity(where, rounds),
    )


def _among(plan: Plan, where: Space, node: Node, few: Sequence[Few]) -> Any:
    """Tell which classes of a node are among these, each by the labels of one person of it (of a row, else)."""
    import numpy as np

    found = np.zeros(node.found.count, dtype=bool)
    for of, rows in _rows_of(plan, where, node):
        found[of] = any(side.key(rows) in wrong for side, wrong in few)
    return found


def _rows_of(plan: Plan, where: Space, node: Node) -> Iterator[tuple[int, list[dict[str, str]]]]:
    """Yield each class that is released with the rows of its first person, as labels by item."""
    import numpy as np

    table, of = node.found.table, node.found.of
    here = np.flatnonzero(node.kept[of] & (table.weights[0] > 0))
    firsts = here[np.unique(of[here], return_index=True)[1]]
    columns = [
        (plan.columns[where.columns[at].name].item, where.columns[at].labels[node.levels[at]], table.labels(at))
        for at in where.counted
    ]

    def row(entry: int) -> dict[str, str]:
        return {item: labels[codes[entry]] or "" for item, labels, codes in columns}

    if not where.linked:
        yield from ((int(of[entry]), [row(entry)]) for entry in firsts.tolist())
        return
    whose = table.fixed[0]
    own: dict[tuple[int, int], list[dict[str, str]]] = {(int(of[entry]), int(whose[entry])): [] for entry in firsts}
    for entry in here.tolist():
        held = own.get((int(of[entry]), int(whose[entry])))
        if held is not None:
            held += [row(entry)] * int(table.weights[0][entry])
    yield from ((cls, rows) for (cls, _), rows in own.items())
