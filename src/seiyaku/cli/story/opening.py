"""The story's first half: the policy, the customers, the clerk (steps 1 to 4)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from seiyaku import door
from seiyaku.cli import founding, tables
from seiyaku.consent import services as consent
from seiyaku.core import asides
from seiyaku.core.asks import Actor
from seiyaku.core.language import Text
from seiyaku.door import Origin
from seiyaku.door.results import Collected, Found
from seiyaku.policy import queries

from . import sample
from .cast import Cast, gather
from .telling import Story


def load_the_policy(story: Story) -> None:
    """Step 1: found the instance under the reference policy."""
    founded = founding.found(story.home, policy=story.policy, database=story.database)
    published = queries.in_force(queries.today())
    rules = published.policy.rules
    story.teller.done(
        "1",
        Text(
            f"ポリシーを読み込み、効力を与えた: {len(published.policy.clauses)}条項、"
            f"項目{len(rules.fields)}、目的{len(rules.purposes)}、提供の根拠{len(rules.provisions)}",
            f"policy loaded and in force: {len(published.policy.clauses)} clauses, {len(rules.fields)} fields, "
            f"{len(rules.purposes)} purposes, {len(rules.provisions)} grounds of provision",
        ),
        detail=Text(f"版 {published.version[:16]}", f"version {published.version[:16]}"),
        right=published.version == founded.policy,
    )
    story.setup_code = founded.setup_code


def gather_everybody(story: Story) -> None:
    """Still step 1: everybody who plays is hired, charged, trained and signed in."""
    story.cast = gather(story.setup_code)


def collect_customers(story: Story) -> None:
    """Step 2: sign-ups as Excel writes them, and old data under the manager's attestation."""
    path = story.out / "signups.csv"
    spoilt = sample.write_signups(path, story.count)
    shown = consent.show_notice("office-sign-up").ref
    origin = Origin(source="office-entry", form="office-sign-up", shown=shown)
    came = _collect(story, path, origin, story.cast.clerk)
    aside = {row.number: row.why for row in came.quarantined}
    expected = {row.row: row.why for row in spoilt}
    story.customers = came.people
    story.teller.done(
        "2",
        Text(
            f"申込{came.collected:,}人を受け入れた（cp932、通知つき）。{len(aside)}行は隔離",
            f"{came.collected:,} sign-ups taken in (cp932, with their notice); {len(aside)} rows in quarantine",
        ),
        detail=Text(_reasons(aside, "ja"), _reasons(aside, "en")),
        right=came.collected == story.count and aside == expected,
        clause="5-1…5-4",
    )
    _collect_unsourced(story)
    _collect_legacy(story)


def _collect_unsourced(story: Story) -> None:
    path = story.out / "unknown-origin.csv"
    sample.write_legacy(path, 3, seed=99)
    came = _collect(story, path, Origin(source=None), story.cast.clerk)
    story.teller.done(
        "2",
        Text(
            f"出どころの分からない名簿{len(came.quarantined)}行は、すべて隔離",
            f"a list of unknown origin: all {len(came.quarantined)} rows in quarantine",
        ),
        right=came.collected == 0 and {row.why for row in came.quarantined} == {"no-source"},
        clause="5-1",
    )


def _collect_legacy(story: Story) -> None:
    path = story.out / "legacy.csv"
    sample.write_legacy(path, story.count // 5)
    attested = story.paper("以前から持つ情報であることの証明（見本）", "attestation")
    origin = Origin(source="legacy-import", form="legacy-customers", attested=attested)
    came = _collect(story, path, origin, story.cast.clerk)
    story.legacy = came.people
    story.teller.done(
        "2",
        Text(
            f"以前からのお客さま{came.collected:,}人を、責任者の証明のもとで受け入れた。当時公表した目的にだけ使える",
            f"{came.collected:,} customers from before, attested by the manager, for purposes published then only",
        ),
        right=came.collected == story.count // 5 and not came.quarantined,
        clause="5-1",
    )


def _collect(story: Story, path: Path, origin: Origin, actor: Actor) -> Collected:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    rows = list(tables.read(path))
    last = rows[-1].number if rows else 0
    with story.teller.progress(Text("受け入れ", "taking in"), last) as advance:
        done = 0

        def durable(row: int) -> None:
            nonlocal done
            advance(row - done)
            done = row

        return door.collect_rows(
            iter(rows), file=digest, origin=origin, actor=actor, valid_from=_a_year_ago(), on_block=durable
        )


def _a_year_ago() -> int:
    return queries.today().toordinal() - 365


def _reasons(aside: dict[int, str], language: str) -> str:
    said = {number: asides.said(why, ()) for number, why in aside.items()}
    return (
        "、".join(f"{n}行目: {t.ja}" for n, t in said.items())
        if language == "ja"
        else ", ".join(f"row {n}: {t.en}" for n, t in said.items())
    )


def find_a_customer(story: Story) -> None:
    """Step 3: a clerk with training reads name and telephone number, found by the number typed three ways."""
    customer = next(sample.customers(1))
    phone = customer.phone
    ways = (phone, f"{phone[:3]}-{phone[3:7]}-{phone[7:]}".translate(sample.FULL_WIDTH), f"+81 {phone[1:]}")
    found: set[str] = set()
    for way in ways:
        answer: Found = door.find({"phone": way}, purpose="deliver-service", actor=story.cast.clerk)
        found |= set(answer.people)
    story.person = next(iter(found))
    used = door.use(story.person, ("name", "phone"), purpose="deliver-service", actor=story.cast.clerk)
    story.teller.tell(
        story.allowed(
            "3",
            Text(
                "電話番号を三通りに打っても同じ一人。氏名と電話番号をサービス提供のために読んだ",
                "one person, however the number is typed; name and telephone read to deliver the service",
            ),
            used,
            clause="4-1-A",
            right=len(found) == 1 and used.values["name"].split() == customer.name.split(),
        )
    )


def ask_too_much(story: Story) -> None:
    """Step 4: more than the purpose needs, a purpose outside clause 4, and a clerk whose training lapsed."""
    cast: Cast = story.cast
    used = door.use(story.person, ("name", "birth-date"), purpose="deliver-service", actor=cast.clerk)
    left = used.left.get("birth-date")
    story.teller.tell(
        story.allowed(
            "4",
            Text("生年月日は目的に要らないので開かなかった", "the birth date is not needed, so it was not opened"),
            used,
            clause="4-1-A",
            right=left is not None and "birth-date" not in used.values,
            detail=left.text if left else None,
        )
    )
    story.teller.refused(
        "4",
        Text("4に挙げていない目的で使おうとした", "a purpose outside clause 4"),
        lambda: door.use(story.person, ("name", "phone"), purpose="considerate-service", actor=cast.clerk),
        clause="4-3",
    )
    story.teller.refused(
        "4",
        Text("教育の期限が切れた担当者が使おうとした", "a clerk whose training has lapsed"),
        lambda: door.use(story.person, ("name",), purpose="deliver-service", actor=cast.lapsed),
        clause="2-4",
    )


def steps() -> Iterator[tuple[str, Callable[[Story], None]]]:
    """Yield the first steps in order."""
    yield from (("1", load_the_policy), ("2", collect_customers), ("3", find_a_customer), ("4", ask_too_much))
