"""`seiyaku anonymise keep|drafts|draft|drop|hand-in` and `jobs|stop|again`: plans kept, and what runs by them (9)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from seiyaku.core.language import Text

from .frame import argument, command, option
from .progress import Interrupted, Stop, paced, stopping
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.anonymised.jobs import Begun
    from seiyaku.anonymised.models import Job

FAR = Text(
    "{people:,} 人を読み、{nodes:,} 通りのうち {checked:,} 通りを調べた",
    "{people:,} people read, {checked:,} of {nodes:,} looked at",
)
NO_TABLE = Text("表も、承認待ちのものも残っていません", "There is no table, and nothing that waits for approval")
GOES_ON = Text(
    "探索の続きから行う: seiyaku anonymise again {0}", "To go on with the search: seiyaku anonymise again {0}"
)
ANEW = Text("はじめから行う: seiyaku anonymise again {0}", "To begin anew: seiyaku anonymise again {0}")
KEPT = Text("保存しました: {0}（{1} 版）", "Kept: {0} (version {1})")
DROPPED = Text("破棄しました: {0}", "Dropped: {0}")
STOPPING = Text("止めています: {0}", "Stopping: {0}")
DRAFT = argument("draft")
JOB = argument("job")
TITLE, VERSION, SAVED = Text("題名", "title"), Text("版", "version"), Text("保存", "saved")
REF, DIGEST, WHAT, STATE = (
    Text("番号", "reference"),
    Text("ダイジェスト", "digest"),
    Text("種類", "kind"),
    Text("状態", "state"),
)


def run(begun: Begun) -> Job:
    """
    Run a job at this terminal, showing how far it is; Ctrl-C stops it, and leaves no file.

    Raises what it met; Interrupted where it was stopped here, Unavailable where from elsewhere.
    """
    from seiyaku.anonymised import jobs, working
    from seiyaku.anonymised.watching import Watch

    watch = Watch()
    watch.at_each = paced(lambda: voice.say(FAR).format(**watch.as_json()))
    stop = Stop(halt=watch.halt, deaf=lambda: watch.recording, patient=True)
    with stopping(stop, lambda: _left(jobs.fresh(begun.job.ref))):
        job = working.run(begun.job, plan=begun.plan, watch=watch)
    if stop.pressed and job.state in jobs.AGAIN:
        raise Interrupted(*_left(job))
    working.insist(job)
    return job


def _left(job: Job) -> tuple[Text, ...]:
    """Say that there is no table, and how it is done after all."""
    said = GOES_ON if job.left is not None else ANEW
    return NO_TABLE, said.filled(job.ref)


@command("keep", Text(
    "計画（YAML）を保存する（新しい計画、または見た版の次の版）",
    "Keep a plan (YAML): a new draft, or the version after the one that was seen",
), needs="instance")  # fmt: skip
@argument(
    "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help=Text("計画（YAML）", "a plan (YAML)")
)
@option("--draft", default="", help=Text("次の版にする計画", "the draft whose next version it is"))
@option("--seen", default=0, type=click.IntRange(0), help=Text("見た版の番号", "the version that was seen"))
def keep(file: Path, *, draft: str, seen: int) -> None:
    """Keep it; whoever did not see the newest version is told."""
    from seiyaku.anonymised import drafts, plans

    from .signing import actor

    kept = drafts.keep(plans.text_of(file), draft=draft, base=seen, actor=actor())
    ref, number = kept.draft.ref, kept.number
    said = KEPT.filled(ref, number)
    voice.result({"draft": ref, "version": number, "digest": kept.digest}, said)


@command("drafts", Text("保存した計画の一覧", "List the plans that are kept"), needs="instance")
def drafts() -> None:
    """List them, the one saved last first."""
    from seiyaku.anonymised import drafts as kept
    from seiyaku.anonymised import queries
    from seiyaku.people.days import local

    from .signing import actor

    queries.may_list(actor=actor())
    rows = kept.listed()
    cells = [
        (row["ref"], row["title"][voice.language], str(row["newest"]), f"{local(row['at']):%Y-%m-%d %H:%M}")
        for row in rows
    ]
    voice.result({"drafts": rows}, voice.table((REF, TITLE, VERSION, SAVED), cells))


@command(
    "draft",
    Text("保存した計画を開く（証跡に残る）", "Open a plan that is kept; the look is on record"),
    needs="instance",
)
@DRAFT
@option("--version", type=click.IntRange(1), help=Text("版（なければ最新）", "which version; the newest by default"))
def draft(draft: str, *, version: int | None) -> None:
    """Show its text, and its versions."""
    from seiyaku.anonymised import drafts as kept
    from seiyaku.people.days import local

    from .signing import actor

    opened = kept.open_(draft, version, actor=actor())
    rows = kept.history(opened.draft)
    said = {
        "draft": opened.draft,
        "version": opened.number,
        "newest": opened.newest,
        "plan": opened.text,
        "versions": rows,
    }
    cells = [(str(row["number"]), f"{local(row['at']):%Y-%m-%d %H:%M}", row["digest"][:12]) for row in rows]
    voice.result(said, opened.text, voice.table((VERSION, SAVED, DIGEST), cells))


@command(
    "drop", Text("保存した計画を、すべての版とともに破棄する", "Destroy every version of a plan"), needs="instance"
)
@DRAFT
def drop(draft: str) -> None:
    """Drop it."""
    from seiyaku.anonymised import drafts as kept

    from .signing import actor

    kept.drop(draft, actor=actor())
    voice.result({"draft": draft, "dropped": True}, DROPPED.filled(draft))


@command("hand-in", Text(
    "保存した計画の版から匿名加工情報を作り、承認を求める", "Make a release by a version of a plan, and propose it"
), needs="instance")  # fmt: skip
@DRAFT
@option("--version", required=True, type=click.IntRange(1), help=Text("見た版の番号", "the version that was seen"))
def hand_in(draft: str, *, version: int) -> None:
    """Make it, here and now."""
    from seiyaku.anonymised import drafts as kept

    from .releases import handed_in
    from .signing import actor

    handed_in(run(kept.hand_in(draft, version, own=True, actor=actor())))


@command("jobs", Text(
    "この一日のプレビューと作成の様子", "Previews and makings of the last day, and how far they are"
), needs="instance")  # fmt: skip
def jobs() -> None:
    """List them, the newest first."""
    from seiyaku.anonymised import jobs as asked
    from seiyaku.anonymised import wording

    from .signing import actor

    rows = [asked.as_json(job) for job in asked.listed(actor=actor())]
    cells = [
        (row["job"], voice.say(wording.KINDS[row["kind"]]), voice.say(wording.STATES[row["state"]]),
         f"{row['progress'].get('checked', 0):,}")
        for row in rows
    ]  # fmt: skip
    voice.result({"jobs": rows}, voice.table((REF, WHAT, STATE, Text("調べた数", "looked at")), cells))


@command(
    "stop",
    Text("プレビューや作成を止める（表は残らない）", "Stop a preview or a making; no table is left"),
    needs="instance",
)
@JOB
def stop(job: str) -> None:
    """Stop it, wherever it runs."""
    from seiyaku.anonymised import jobs as asked

    from .signing import actor

    said = asked.as_json(asked.stop(job, actor=actor()))
    voice.result(said, STOPPING.filled(job))


@command("again", Text(
    "止めた・中断した・できなかったものを、もう一度行う（探索は続きから）",
    "Do once more what was stopped, interrupted or failed; its search goes on",
), needs="instance")  # fmt: skip
@JOB
def again(job: str) -> None:
    """Do it, here and now."""
    from seiyaku.anonymised import jobs as asked
    from seiyaku.anonymised import working

    from .releases import handed_in, previewed
    from .signing import actor

    who = actor()
    done = run(asked.again(job, own=True, actor=who))
    if done.kind == "make":
        handed_in(done)
    else:
        previewed(working.result(done, actor=who))


COMMANDS = (keep, drafts, draft, drop, hand_in, jobs, stop, again)
