"""`seiyaku people train | grace | review | attention`: training and supervision (policy 2-4)."""

from __future__ import annotations

import datetime as dt

import click

from seiyaku.core.language import Text

from .frame import argument, command, option
from .speech import voice
from .staff import DAY, day_of, done, who_is


@command("train", Text("研修の修了を記録する", "Record that a training was completed"), needs="instance")
@argument("who")
@argument("course")
@option("--on", type=DAY, help=Text("修了した日（なければ今日）", "the day (else today)"))
def train(who: str, course: str, on: dt.datetime | None) -> None:
    """Record a completion; nobody records their own unless nobody else could."""
    from seiyaku.people import services

    from .signing import actor

    made = services.complete(who_is(who), course, on=day_of(on), actor=actor())
    done({"valid_until": made.valid_until}, f"{made.valid_until} まで有効です", f"Good until {made.valid_until}")


@command("grace", Text("研修の切れた人に、短い猶予を与える", "Allow a short grace"), needs="instance")
@argument("who")
@argument("course")
@argument("days", type=int)
def grace(who: str, course: str, days: int) -> None:
    """Allow a few days to one person; the reason is asked for and kept sealed."""
    from seiyaku.people import services

    from .signing import actor

    acting = actor()
    reason = click.prompt(voice.say(Text("理由", "Reason")), err=True)
    given = services.allow_grace(who_is(who), course, days, reason, actor=acting)
    done({"until": given.until}, f"{given.until} まで猶予します", f"Grace until {given.until}")


@command("review", Text("部下の利用を点検した記録を残す", "Record a review of somebody's uses"), needs="instance")
@argument("who")
@option("--since", type=DAY, required=True, help=Text("最初の日", "the first day looked at"))
@option("--until", type=DAY, required=True, help=Text("最後の日", "the last day looked at"))
@option("--uses", type=int, required=True, help=Text("見た利用の件数", "how many uses were looked at"))
def review(who: str, since: dt.datetime, until: dt.datetime, uses: int) -> None:
    """Record what was looked at; the findings are asked for and kept sealed."""
    from seiyaku.people import services

    from .signing import actor

    acting = actor()
    findings = click.prompt(voice.say(Text("所見", "Findings")), err=True)
    made = services.review(who_is(who), findings, since=since.date(), until=until.date(), uses=uses, actor=acting)
    done({"ref": made.ref}, "記録しました", "On record")


@command("attention", Text("研修・点検の遅れを表示する", "List trainings and reviews that are due"), needs="instance")
def attention() -> None:
    """Show whose training lapses or lapsed, and whose review is overdue."""
    from seiyaku.people.days import today
    from seiyaku.people.directory import lapsing, members
    from seiyaku.people.reviews import overdue

    from .signing import actor

    actor()
    day = today()
    logins = {one.ref: one.login for one in members(day)}
    late, due = lapsing(day), overdue(day)
    said = {
        "training": [{"account": ref, "course": course, "until": last} for ref, course, last in late],
        "review": [{"account": ref, "due": since} for ref, since in due],
    }
    columns = (Text("職員", "who"), Text("内容", "what"), Text("期限", "due"))
    rows = [(logins.get(ref, ref), course, str(last or "—")) for ref, course, last in late]
    looked = voice.say(Text("上長の点検", "review"))
    rows += [(logins.get(ref, ref), looked, str(since)) for ref, since in due]
    voice.result(said, voice.table(columns, rows))
