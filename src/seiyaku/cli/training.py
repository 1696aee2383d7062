"""`seiyaku people train | import | grace | sample | review | attention`: training and supervision (policy 2-4)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from seiyaku.core.language import Text

from .frame import argument, command, option
from .speech import voice
from .staff import DAY, day_of, done, who_is

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@command("train", Text("研修の修了を記録する", "Record that a training was completed"), needs="instance")
@argument("who")
@argument("course")
@option("--on", type=DAY, help=Text("修了した日（なければ今日）", "the day (else today)"))
@option("--score", type=click.IntRange(0, 100), help=Text("100 点満点の点数", "the score, of a hundred"))
def train(who: str, course: str, on: dt.datetime | None, score: int | None) -> None:
    """Record a completion; nobody records their own unless nobody else could."""
    from seiyaku.people import services

    from .signing import actor

    made = services.complete(who_is(who), course, on=day_of(on), score=score, actor=actor())
    done(
        {"valid_until": made.valid_until, "score": made.score},
        f"{made.valid_until} まで有効です",
        f"Good until {made.valid_until}",
    )


@command("import", Text("研修の修了を CSV から取り込む", "Record completions from a CSV file"), needs="instance")
@argument("file", type=FILE, help=Text("修了の CSV", "the CSV of completions"))
def rolls(file: Path) -> None:
    """Take login, course, date and score from each line; with one wrong line nothing is recorded."""
    from seiyaku.people import services

    from .signing import actor

    taken = services.take_completions(file.read_bytes(), actor=actor())
    done({"recorded": taken.recorded}, f"{taken.recorded} 件を記録しました", f"{taken.recorded} recorded")


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


@command("sample", Text("点検する利用を無作為に選ぶ", "Draw uses to be reviewed, at random"), needs="instance")
@argument("who")
@option(
    "--since", type=DAY, help=Text("最初の日（なければ前回の点検の翌日）", "the first day (else after the last review)")
)
@option("--until", type=DAY, help=Text("最後の日（なければ今日）", "the last day (else today)"))
@option("--size", type=int, default=20, show_default=True, help=Text("選ぶ件数", "how many"))
def sample(who: str, since: dt.datetime | None, until: dt.datetime | None, size: int) -> None:
    """Draw a sample and show it: what was done, for which purpose, on which items; no values, nobody's name."""
    from seiyaku.people import services
    from seiyaku.people.reading import sampled

    from .signing import actor

    made = services.draw(who_is(who), since=day_of(since), until=day_of(until), size=size, actor=actor())
    rows = sampled(made.entries.split())
    data = {
        "ref": made.ref, "since": made.since, "until": made.until, "population": made.population, "pool": made.pool,
        "entries": [row.said() for row in rows],
    }  # fmt: skip
    columns = (Text("日時", "at"), Text("操作", "act"), Text("目的", "purpose"), Text("項目", "items"),
               Text("人数", "people"), Text("答え", "answer"))  # fmt: skip
    table = voice.table(
        columns,
        [(f"{row.at:%Y-%m-%d %H:%M}", row.act, row.purpose, ", ".join(row.fields), str(row.people), row.answer)
         for row in rows],
    )  # fmt: skip
    voice.result(data, table, f"{made.size}/{made.population}  {made.ref}")


@command("review", Text("選んだ利用を点検した記録を残す", "Sign off a sample"), needs="instance")
@argument("sample")
@option("--clean/--found", "passed", required=True, help=Text("問題がなかったか", "whether all was well"))
def review(sample: str, passed: bool) -> None:
    """Sign off what was drawn; the findings are asked for and kept sealed."""
    from seiyaku.people import services

    from .signing import actor

    acting = actor()
    findings = click.prompt(voice.say(Text("所見", "Findings")), err=True)
    made = services.review(sample, findings, passed=passed, actor=acting)
    done({"ref": made.ref, "uses": made.uses, "passed": passed}, "記録しました", "On record")


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
