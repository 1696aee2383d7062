"""The story's middle: what goes out, what a person agrees to, what changes (steps 5 to 7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from seiyaku import door
from seiyaku.core.language import Text
from seiyaku.door import Origin
from seiyaku.door.handoff import as_csv
from seiyaku.door.results import Handoff
from seiyaku.policy.queries import today

from .telling import Story

DELIVERY = ("name", "address", "phone")
LABELS = ("氏名", "住所", "電話番号")
SHARED = ("name", "email")


def hand_over(story: Story) -> None:
    """Step 5: a carrier gets exactly three columns; nothing without a contract; no fourth column."""
    clerk, parcels = story.cast.clerk, story.customers[:50]
    handoff = door.provide(
        parcels, DELIVERY, recipient=story.cast.carrier, ground="delivery", purpose="deliver-service", actor=clerk
    )
    path = story.out / "handoff.csv"
    path.write_bytes(as_csv(LABELS, handoff.rows))
    story.teller.tell(
        story.allowed(
            "5",
            Text(
                f"配送事業者に{len(handoff.rows)}件を渡した。列は氏名・住所・電話番号のちょうど三つ",
                f"{len(handoff.rows)} parcels handed to the carrier: name, address, telephone, and nothing else",
            ),
            handoff,
            clause="8-2",
            right=handoff.columns == DELIVERY and len(handoff.rows) == len(parcels),
            detail=Text(f"{path.name}、持ち出し番号 {handoff.export}", f"{path.name}, {handoff.export}"),
        )
    )
    story.teller.refused(
        "5",
        Text("契約の終わった配送事業者に渡そうとした", "a carrier whose contract has ended"),
        lambda: door.provide(
            parcels, DELIVERY, recipient=story.cast.former_carrier, ground="delivery", purpose="deliver-service",
            actor=clerk,
        ),
        clause="3-2",
    )  # fmt: skip
    story.teller.refused(
        "5",
        Text("四つ目の列（会員番号）も渡そうとした", "a fourth column, the member number"),
        lambda: door.provide(
            parcels, (*DELIVERY, "member-number"), recipient=story.cast.carrier, ground="delivery",
            purpose="deliver-service", actor=clerk,
        ),
        clause="8-2",
    )  # fmt: skip


def agree_and_withdraw(story: Story) -> None:
    """Step 6: provision with consent, then the consent is taken back, then the same is refused."""
    desk, person, provider = story.cast.desk, [story.person], story.cast.provider

    def provide() -> Handoff:
        return door.provide(person, SHARED, recipient=provider, ground="with-consent", actor=desk)

    choice = door.Choice(kind="provide", ground="with-consent", fields=SHARED, recipient=provider)
    door.consent(person, choice, statement=_statement(), method="written", identity="two-items", actor=desk)
    story.teller.tell(
        story.allowed(
            "6",
            Text("本人の同意のもとで第三者に渡した", "given to a third party with the person's consent"),
            provide(),
            clause="8-3-A",
        )
    )
    taken_back = door.withdraw(person, choice, method="mail", actor=desk)
    story.teller.done(
        "6",
        Text("本人が同意を取り消した", "the person withdrew the consent"),
        detail=Text(f"記録 {taken_back.entry}", f"entry {taken_back.entry}"),
    )
    story.teller.refused(
        "6",
        Text("取り消しのあとで同じことをしようとした", "the same, after the withdrawal"),
        provide,
        clause="8-3-A",
    )


def _statement() -> str:
    from seiyaku.consent import services as consent
    from seiyaku.ledger.transactions import changing

    said = Text("氏名とメールアドレスを、音楽配信の提供元に渡します。", "Name and e-mail go to the music service.")
    with changing():
        return consent.state("consent", "music-provider", said, ()).digest


def correct_and_change(story: Story) -> None:
    """Step 7: a correction and a change of address are different acts; both questions of the past are answered."""
    clerk, moved = story.cast.clerk, today() - dt.timedelta(days=30)
    from seiyaku.consent import services as consent

    read_out = consent.show_notice("change-of-details").ref
    told = Origin(source="telephone", form="change-of-details", script=read_out, shown=read_out)
    first = _address(story)
    wrong, right = {"address": "大阪府大阪市見本区東町9-9-9"}, {"address": "大阪府大阪市見本区東町9-9-8"}
    door.change(story.person, wrong, purpose="deliver-service", origin=told, actor=clerk, since=moved)
    before = dt.datetime.now(dt.UTC)
    corrected = door.correct(story.person, right, purpose="deliver-service", origin=told, actor=clerk)
    story.teller.tell(
        story.allowed(
            "7",
            Text(
                f"転居（{moved}から）を記録し、その番地の誤りを訂正した。どちらも出どころつきで",
                f"a move (since {moved}) recorded, then a slip in it corrected, both with their source",
            ),
            corrected,
            clause="4-1-A",
            right=_address(story) == right["address"] != first,
        )
    )
    _ask_the_past(story, moved, before, first=first, wrong=wrong["address"])


def _ask_the_past(story: Story, moved: dt.date, before: dt.datetime, *, first: str, wrong: str) -> None:
    purpose, accountant = "bill-and-pay", story.cast.accountant
    day = moved - dt.timedelta(days=1)
    true_then = door.use(story.person, ("address",), purpose=purpose, actor=accountant, on=day)
    known_then = door.use(story.person, ("address",), purpose=purpose, actor=accountant, known=before)
    story.teller.tell(
        story.allowed(
            "7",
            Text("「転居の前日はどこだったか」に答えた", "answered: what was true on the day before the move"),
            true_then,
            clause="4-1-D",
            right=true_then.values["address"] == first,
        )
    )
    story.teller.tell(
        story.allowed(
            "7",
            Text("「訂正の前はどこと思っていたか」に答えた", "answered: what was believed before the correction"),
            known_then,
            clause="4-1-D",
            right=known_then.values["address"] == wrong,
        )
    )


def _address(story: Story) -> str:
    used = door.use(story.person, ("address",), purpose="deliver-service", actor=story.cast.clerk)
    return str(used.values["address"])


def steps() -> Iterator[tuple[str, Callable[[Story], None]]]:
    """Yield the steps in order."""
    yield from (("5", hand_over), ("6", agree_and_withdraw), ("7", correct_and_change))
