"""`seiyaku anonymise plan|release|approve|publish|deliver …`: from the vault to who receives a release (policy 9)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.language import Text, joined

from .asking import names
from .frame import argument, command, option
from .speech import voice
from .times import when

if TYPE_CHECKING:
    from seiyaku.anonymised.making import Preview
    from seiyaku.anonymised.models import Job, Release

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
OUT = click.Path(path_type=Path, dir_okay=False)
DAY = click.DateTime(["%Y-%m-%d"])
PLAN = argument("file", type=FILE, help=Text("計画（YAML）", "a plan (YAML)"))
RELEASE = argument("release")
WITHIN = option(
    "--within", type=click.IntRange(1), metavar="NUMBER",
    help=Text("この号を作ったときの人だけから作る（計画の within と同じ）",
              "of those alone of whom this release was made (as `within` in the plan)"),
)  # fmt: skip
WITHHOLD = option(
    "--withhold", type=click.FloatRange(0, 1), metavar="SHARE",
    help=Text("以前のものから増減の少ない集まりを、行のこの割合まで丸ごと残さない（計画の withhold と同じ）",
              "leave out, whole, groups that changed by too few since an earlier release, up to this share of the rows "
              "(as `withhold` in the plan)"),
)  # fmt: skip
STATES = {
    "made": Text("承認待ち", "waits for approval"), "approved": Text("承認済み・公表前", "approved, not published"),
    "published": Text("公表済み", "published"), "withdrawn": Text("取り下げ", "withdrawn"),
}  # fmt: skip
USES = {"third-party": Text("第三者提供", "third parties"), "internal": Text("社内分析", "in the house")}
VERDICT = Text(
    "匿名加工情報として作れます: {people:,}人から{rows:,}行（削除 {suppressed:,}）、一番小さい集まり {smallest:,}人、"
    "平均リスク {average_risk:.2%}、失われる細かさ {lost:.1%}",
    "It can be released: {rows:,} rows of {people:,} people ({suppressed:,} left out), smallest group {smallest:,}, "
    "average risk {average_risk:.2%}, detail lost {lost:.1%}",
)
CHECKS = (Text("基準", "gate"), Text("法令", "article"), Text("確かめたこと", "what was seen"))
ITEMS = Text("公表する項目: {0}", "The public page will say: {0}")
WAITS = Text("公表から{0}日で使えます", "It may be used {0} days after it is published")
MADE = Text("作りました: {0}（第{1}号）。承認者が approve で承認します", "Made: {0} (no. {1}). An approver approves it")
PUBLISHED = Text("公表しました。{0} から使えます", "Published. It may be used from {0}")
SENT = Text("発送箱に入れました: {0}（小包 {1}）", "In the outbox: {0} (parcel {1})")
DONE = Text("記録しました: {0}", "On record: {0}")
STANDS = Text("数え直しと点検に合っています", "It stands: counted again, every value looked at")


def told(shown: Preview) -> list[Any]:
    """Return the verdict in words, first, then the gates, the items and a few rows."""
    return [*_verdict(shown.verdict), voice.table(shown.columns, shown.sample)]


def _verdict(verdict: dict[str, Any]) -> list[Any]:
    labels = [label[voice.language] for label in verdict["items"].values()]
    from seiyaku.anonymised.documents import checked

    rows = [(f"✓ {name}", article, said) for name, article, said in checked(verdict, voice.language)]
    return [
        voice.say(VERDICT).format(**verdict),
        voice.table(CHECKS, [tuple(map(str, row)) for row in rows]),
        voice.say(ITEMS).format(joined(labels, voice.language)),
        voice.say(WAITS).format(verdict["waits"]),
    ]


@command("plan", Text(
    "計画（YAML）で何ができるかを見る（何も残さない）", "See what a plan (YAML) would release; nothing is kept"
), needs="instance")  # fmt: skip
@PLAN
@WITHIN
@WITHHOLD
def plan(file: Path, *, within: int | None, withhold: float | None) -> None:
    """Show the verdict, the gates, the items, and twenty rows."""
    from seiyaku.anonymised import jobs, plans, working

    from .planning import run
    from .signing import actor

    who, text = actor(), plans.with_more(plans.text_of(file), within=within, withhold=withhold)
    done = run(jobs.begin(text, "look", plan=plans.shaped(text, str(file))[0], own=True, actor=who))
    previewed(working.result(done, actor=who))


def previewed(shown: Preview) -> None:
    """Say what a preview showed."""
    said = {"verdict": shown.verdict, "report": shown.report, "columns": shown.columns, "sample": shown.sample}
    voice.result(said, *([] if voice.json else told(shown)))


@command("release", Text(
    "計画から匿名加工情報を作り、承認を求める", "Make a release by a plan, and propose it"
), needs="instance")  # fmt: skip
@PLAN
@WITHIN
@WITHHOLD
def release(file: Path, *, within: int | None, withhold: float | None) -> None:
    """Make it, seal it, and ask for approval."""
    from seiyaku.anonymised import jobs, plans

    from .planning import run
    from .signing import actor

    text = plans.with_more(plans.text_of(file), within=within, withhold=withhold)
    handed_in(run(jobs.begin(text, "make", plan=plans.shaped(text, str(file))[0], own=True, actor=actor())))


def handed_in(job: Job) -> None:
    """Say of the release that a job made what it is, and that it waits for somebody else."""
    from seiyaku.anonymised import releasing

    made = releasing.one(job.release)
    voice.result(
        _brief(made) | {"verdict": made.verdict}, *([] if voice.json else _verdict(made.verdict)),
        MADE.filled(made.ref, made.number),
    )  # fmt: skip


def _brief(made: Release) -> dict[str, Any]:
    return {"ref": made.ref, "number": made.number, "state": made.state, "proposal": made.proposal,
            "rows": made.rows, "digest": made.digest, "usable_from": made.usable_from}  # fmt: skip


@command("approve", Text(
    "作られたものを承認する（作った人はできない）", "Approve a release, as another than its maker"
), needs="instance")  # fmt: skip
@RELEASE
def approve(release: str) -> None:
    """Approve exactly this file under exactly this plan."""
    from seiyaku.anonymised import releasing

    from .signing import actor

    made = releasing.approve(release, actor=actor())
    voice.result(_brief(made), STATES[made.state])


@command("publish", Text("項目を公表する（ここから待つ期間が始まる）", "Publish the items; the waiting time begins"),
         needs="instance")  # fmt: skip
@RELEASE
def publish(release: str) -> None:
    """Put it on the public page."""
    from seiyaku.anonymised import releasing

    from .signing import actor

    made = releasing.publish(release, actor=actor())
    voice.result(_brief(made), PUBLISHED.filled(made.usable_from))


@command("withdraw", Text(
    "取り下げる（中身と加工の情報を破棄する）", "Withdraw a release; its file and facts are destroyed"
), needs="instance")  # fmt: skip
@RELEASE
def withdraw(release: str) -> None:
    """Withdraw it."""
    from seiyaku.anonymised import releasing

    from .signing import actor

    made = releasing.withdraw(release, actor=actor())
    voice.result(_brief(made), STATES[made.state])


@command(
    "deliver", Text("公表した匿名加工情報を取引先に渡す", "Give a published release to a partner"), needs="instance"
)
@RELEASE
@option("--to", required=True, help=Text("宛先（seiyaku post register で登録したもの）",
                                         "the destination, registered with seiyaku post register"))  # fmt: skip
def deliver(release: str, to: str) -> None:
    """Put it into the outbox with its signed declaration."""
    from seiyaku.anonymised import delivering, pseudonymising

    from .signing import actor

    who = actor()
    if release.startswith("pseudonymised:"):
        pseudonymising.refuse_giving(release, actor=who)
    made = delivering.deliver(release, to, actor=who)
    said = {"ref": made.ref, "parcel": made.parcel, "way": made.way, "declaration": made.declaration}
    voice.result(said, SENT.filled(made.ref, made.parcel))


@command("accept", Text("取引先の承諾書（識別行為をしない）を預ける",
                        "Keep a partner's signed paper that it looks for nobody"), needs="instance")  # fmt: skip
@argument("partner")
@argument("file", type=FILE, help=Text("署名のある承諾書", "the signed paper"))
@option("--until", type=DAY, required=True, help=Text("有効な最後の日", "the last day it is good"))
def accept(partner: str, file: Path, until: dt.datetime) -> None:
    """Seal it; deliveries to the partner lean on it."""
    from seiyaku.anonymised import delivering
    from seiyaku.partners.queries import ref_of

    from .signing import actor

    kept = delivering.accept(ref_of(partner), file.read_bytes(), until=until.date(), actor=actor())
    voice.result({"ref": kept.ref, "until": kept.until}, DONE.filled(kept.ref))


@command(
    "use",
    Text("公表した匿名加工情報を社内で使う", "Take a published release out for use in the house"),
    needs="instance",
)
@RELEASE
@option("--purpose", required=True, help=Text("利用目的（ポリシー9-1）", "the purpose (policy 9-1)"))
@option("--out", type=OUT, required=True, help=Text("書き出す CSV", "the CSV to write"))
def use(release: str, purpose: str, out: Path) -> None:
    """Write it to a file."""
    from seiyaku.anonymised import delivering, pseudonymising

    from .signing import actor

    who = actor()
    if release.startswith("pseudonymised:"):
        pseudonymising.use(release, out, purpose=purpose, actor=who)
        voice.result({"release": release, "file": str(out)}, str(out))
        return
    size = delivering.use(release, out, purpose=purpose, actor=who)
    voice.result({"release": release, "file": str(out), "bytes": size}, str(out))


@command("releases", Text("作った匿名加工情報の一覧を表示する", "List the releases"), needs="instance")
def releases() -> None:
    """Show them, the newest first."""
    from seiyaku.anonymised import queries

    from .signing import actor

    queries.may_list(actor=actor())
    found = queries.releases()
    columns = (Text("号", "no."), Text("題名", "title"), Text("用途", "for"), Text("状態", "state"), Text("行", "rows"),
               Text("使える日", "from"))  # fmt: skip
    rows = [
        (str(one["number"]), one["title"][voice.language], voice.say(USES[one["use"]]),
         voice.say(STATES[one["state"]]), f"{one['rows']:,}", str(one["usable_from"] or ""))
        for one in found
    ]  # fmt: skip
    voice.result(found, voice.table(columns, rows))


@command(
    "show", Text("一つの匿名加工情報と、渡した記録を表示する", "Show one release and its deliveries"), needs="instance"
)
@RELEASE
def show(release: str) -> None:
    """Show the record."""
    from seiyaku.anonymised import documents, queries

    from .signing import actor

    actor()
    found = queries.release(release)
    rows = documents.said(found, voice.language)
    gave = [(one["name"], one["way"], one["state"], when(one["at"])) for one in found["deliveries"]]
    columns = (Text("渡した先", "to"), Text("方法", "way"), Text("状態", "state"), Text("日時", "when"))
    checks = documents.checked(found["verdict"], voice.language)
    shown = [voice.say(STATES[found["state"]]), voice.table((Text("項目", "item"), ""), rows)]
    shown += [voice.table(CHECKS, checks), *([voice.table(columns, gave)] if gave else [])]
    voice.result(found, *shown)


@command("facts", Text(
    "加工方法等の情報を見る（加工担当だけ。見たことは記録に残る）",
    "Look at what is known of the processing (its makers only; on record)",
), needs="instance")  # fmt: skip
@RELEASE
def facts(release: str) -> None:
    """Open it."""
    import json

    from seiyaku.anonymised import sealed

    from .signing import actor

    said = sealed.facts(release, actor=actor())
    voice.result(said, json.dumps(said, ensure_ascii=False, indent=2))


@command("recount", Text(
    "保管している匿名加工情報を数え直し、点検する（合わなければ終了コード4）",
    "Count a release again as it is kept, and look at every value (exit code 4 when it does not stand)",
), needs="instance")  # fmt: skip
@RELEASE
def recount(release: str) -> None:
    """Count again."""
    from seiyaku.anonymised import verifying

    from .signing import actor

    found = verifying.recount(release, actor=actor())
    if found.findings and voice.json:
        voice.result(found.as_json())
        click.get_current_context().exit(4)
    found.insist(release)
    voice.result(found.as_json(), STANDS)


@command("collation", Text(
    "どの項目を組み合わせると個人が分かるかを、いま持つ情報で測る（ポリシー1-2）",
    "Measure which items single people out together, in what is held now (policy 1-2)",
), needs="instance")  # fmt: skip
@option("--fields", callback=names, required=True, help=Text("項目（コンマ区切り）", "items, separated by commas"))
@option(
    "--k", default=10, show_default=True, help=Text("これより小さい集まりを数える", "groups below this are counted")
)
def collation(fields: tuple[str, ...], k: int) -> None:
    """Show every set of up to three items, the most telling first."""
    from seiyaku.anonymised import collation as measuring

    from .signing import actor

    found, entry = measuring.collate(fields, k=k, actor=actor())
    columns = (
        Text("項目の組み合わせ", "items together"), Text("一人だけ", "alone"),
        Text(f"{k}人未満の集まり", f"in groups below {k}"), Text("個人情報として扱う", "treated as personal"),
    )  # fmt: skip
    yes, no = voice.say(Text("はい", "yes")), voice.say(Text("いいえ", "no"))
    rows = [
        (" + ".join(one.fields), f"{one.alone:,}", f"{one.below:,}", yes if one.singles_out else no) for one in found
    ]
    voice.result({"entry": entry, "k": k, "sets": [one.as_json() for one in found]}, voice.table(columns, rows))


@command("document", Text(
    "一つの匿名加工情報の報告書を HTML、PDF（PDF/A）、JSON で書き出す（終わりの文字で決まる）",
    "Write the document of a release as HTML, PDF (PDF/A) or JSON, by the ending of its name",
), needs="instance")  # fmt: skip
@RELEASE
@option("--out", type=OUT, required=True, help=Text("書き出す .html .pdf .json", "what to write: .html, .pdf or .json"))
def document(release: str, out: Path) -> None:
    """Write it, in the language of the run; JSON has its signature beside it (.sig)."""
    from django.utils import timezone

    from seiyaku.anonymised import documents, queries, sealed
    from seiyaku.anonymised.writing import whole
    from seiyaku.core.errors import InputError

    from .signing import actor

    if out.suffix not in {".html", ".pdf", ".json"}:
        raise InputError("--out", repr(out.suffix), ".html, .pdf or .json")
    report = sealed.report(release, actor=actor())
    record = queries.release(release)
    made = documents.document(record, report, voice.language)
    bodies = {
        ".html": lambda: documents.as_html(made, report, voice.language).encode(),
        ".pdf": lambda: documents.as_pdf(made, voice.language, at=timezone.now()),
        ".json": lambda: documents.as_json(record, report),
    }
    with whole(out) as part:
        part.write_bytes(bodies[out.suffix]())
    if out.suffix == ".json":
        with whole(out.with_suffix(".json.sig")) as part:
            part.write_text(made.note, encoding="utf-8")
    voice.result({"release": record["ref"], "file": str(out)}, str(out))


COMMANDS = (
    plan, release, approve, publish, deliver, accept, use, withdraw, releases, show, document, facts, recount,
    collation,
)  # fmt: skip
