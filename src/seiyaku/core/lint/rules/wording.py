"""
Sentences that cannot be what was meant.

* L30  two clauses that say the same;
* L34  a doubled 以外, a particle that is missing or doubled, a subject that cannot do what the verb says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Clause, Severity, Sureness
from seiyaku.core.lint.meaning import content
from seiyaku.core.lint.prose import Prose, Statement
from seiyaku.core.lint.topics import is_about

from .judging import Found, Rule

ALIKE = 0.8
SHORTEST = 24
LONG = 60  # signs of a clause that two lists do not share by chance
MOST = 60  # clauses of one list that are compared with each other

_TWICE_OTHER = re.compile(r"以外の?[^、。]{0,16}以外")
_NO_PARTICLE = re.compile(
    r"(?:事業者|業者|会社|委託先|提携先|第三者|団体|機関|企業)(提供|開示|委託|送付|共有|通知|預託)(?:し|"
    r"いた|する(?:こと|もの|場合|。|$)|を行)"
)
_COMPOUND = re.compile(r"(?:第三者(?:提供|開示|委託))")
_DOUBLED = frozenset(["を", "が", "に", "へ", "で", "と", "は"])
_RECIPIENT = re.compile(
    r"(?:代行業者|配送業者|運送業者|委託先|決済業者|回収業者|(?:代行|決済|配送|回収)[^、。"
    r"]{0,20}(?:事業者|業者|会社))が(?:開示|提供)(?:する|した|し)(?:場合|とき|。|$|、)"
)
_CONSENTS = re.compile(r"(?:同意|承諾|了承)(?:が|を)(?:ある|得|いただ|頂)")


def check_alike(prose: Prose) -> Iterator[Found]:
    """Find clauses beside each other that say the same, in the same words or as the same exception."""
    parents: list[tuple[Clause, ...]] = [
        prose.document.clauses,
        *(c.children for c in prose.document.walk() if c.children),
    ]
    for among in parents:
        yield from _alike_among(prose, among[:MOST])
    yield from _twice(prose)


def _twice(prose: Prose) -> Iterator[Found]:
    """Find a clause that stands again, word for word, in another list; of a run of such clauses the first."""
    met: dict[str, Clause] = {}
    running = False
    for clause in prose.document.walk():
        text = "".join(each.text for each in prose.below.get(clause.id, ()) if each.kind != "title")
        if len(text) < LONG:
            continue
        other = met.setdefault(text, clause)
        again = other is not clause and not any(each is other for each in prose.siblings(clause))
        if again and not running:
            yield _alike_found(prose, clause, other)
        running = again


def _alike_among(prose: Prose, among: tuple[Clause, ...]) -> Iterator[Found]:
    texts = [
        (clause, [each.text for each in prose.below.get(clause.id, ()) if each.kind != "title"]) for clause in among
    ]
    taken: set[str] = set()
    for n, (clause, said) in enumerate(texts):
        for other, earlier in texts[:n]:
            if clause.id not in taken and _repeats(prose, earlier, said):
                taken.add(clause.id)
                yield _alike_found(prose, clause, other)


def _repeats(prose: Prose, one: list[str], two: list[str]) -> bool:
    """Say whether two clauses, or the sentences they open with, say the same."""
    if not one or not two:
        return False
    whole = ("".join(one), "".join(two))
    opening = (one[0].rstrip("。"), two[0].rstrip("。"))
    return _alike(prose, *whole) or _alike(prose, *opening) or _same_consent(prose, *whole)


def _alike(prose: Prose, one: str, two: str) -> bool:
    if min(len(one), len(two)) < SHORTEST or max(len(one), len(two)) > 2 * min(len(one), len(two)):
        return False
    if 2 * len(set(one) & set(two)) < len(set(one) | set(two)):
        return False
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE or matcher.ratio() <= ALIKE:
        return False
    mine, theirs = set(content(prose.words(one))), set(content(prose.words(two)))
    return len(mine & theirs) >= 0.6 * len(mine | theirs) and not _parallel(mine, theirs, one, two)


def _parallel(mine: set[str], theirs: set[str], one: str, two: str) -> bool:
    """Say whether two items speak alike of different things: each has words the other lacks, in place of them."""
    only_mine, only_theirs = mine - theirs, theirs - mine
    short = max(len(one), len(two)) < 60
    return short and bool(only_mine) and bool(only_theirs)


def _same_consent(prose: Prose, one: str, two: str) -> bool:
    """Say whether two items both except what the person consents to."""
    del prose
    case = re.compile(r"(?:とき|場合)[。]?$")
    pair = [
        text
        for text in (one, two)
        if _CONSENTS.search(text) and case.search(text) and "困難" not in text and "なく" not in text
    ]
    return (
        len(pair) == 2
        and not any(re.search(r"同意を得ることにより", text) for text in pair)
        and min(map(len, pair)) <= 24
    )


def _alike_found(prose: Prose, clause: Clause, other: Clause) -> Found:
    return Found(
        where=prose.below[clause.id][0],
        end=None,
        articles=("32(1)",),
        sureness=Sureness.LIKELY,
        why=Text(
            f"{other.id} とほとんど同じ内容です。どちらが正しいのか読み手が迷います。",
            f"This says nearly the same as {other.id}; readers cannot tell which counts.",
        ),
        suggestion=Text(f"{other.id} と一つにまとめてください。", f"Merge it with {other.id}."),
    )


def check_garbled(prose: Prose) -> Iterator[Found]:
    """Find sentences whose grammar says something else than what was meant, or nothing."""
    for statement in prose.statements:
        if found := _garbled(prose, statement):
            start, end, japanese, english = found
            yield Found(
                where=statement,
                start=start,
                end=end,
                articles=("32(1)",),
                sureness=Sureness.LIKELY,
                why=Text(japanese, english),
                suggestion=Text(
                    "何を述べたいのかを一文ずつ書き直してください。",
                    "Write the sentence anew so that it says what is meant.",
                ),
            )


def _garbled(prose: Prose, statement: Statement) -> tuple[int, int, str, str] | None:
    text = statement.text
    if found := _TWICE_OTHER.search(text):
        return (
            *found.span(),
            "「以外」が二重で、意味が逆になっています。",
            "以外 (other than) stands twice and turns the meaning round.",
        )
    for found in _NO_PARTICLE.finditer(text):
        if not _COMPOUND.search(found[0]) and not re.match(r"(?:場合|こと|もの)?(?:の|に関)", text[found.end() :]):
            return (
                *found.span(),
                "相手を示す助詞（に）が抜けています。",
                "A particle is missing between the recipient and the verb.",
            )
    if (found := _RECIPIENT.search(text)) and is_about(prose, statement, "provision"):
        return (
            *found.span(),
            "受け取る側が提供する側として書かれています。",
            "Who receives is written as who provides.",
        )
    words = prose.words(text)
    for one, two in pairwise(words):
        if (
            one.kind == two.kind == "助詞"
            and one.surface == two.surface
            and one.surface in _DOUBLED
            and one.end == two.begin
        ):
            return (
                one.begin,
                two.end,
                f"助詞「{one.surface}」が重なっています。",
                f"The particle {one.surface} stands twice.",
            )
    return None


RULES = (
    Rule(
        id="L30",
        severity=Severity.WARNING,
        articles=("32(1)",),
        check=check_alike,
        title=Text("重複する条項", "Clauses that say the same"),
        looks_at=Text("同じ階層に並ぶ条項", "clauses that stand beside each other"),
    ),
    Rule(
        id="L34",
        severity=Severity.ERROR,
        articles=("32(1)",),
        check=check_garbled,
        title=Text("文法の誤り", "Garbled grammar"),
        looks_at=Text("助詞・主語・「以外」", "particles, subjects, 以外"),
    ),
)
