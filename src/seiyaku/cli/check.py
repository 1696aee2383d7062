"""`seiyaku check`: what is wrong with a policy's text. Needs no instance, no account, no database."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .frame import argument, command, option
from .newfile import put_in_place
from .ports import PORT, demand_free
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.check.accepting import Judged, Stale
    from seiyaku.core.lint.findings import Document

SAID = Text(
    "プライバシーポリシーの文を、法律とそれ自身に照らして点検する\n"
    "ファイルは Markdown、テキスト、HTML、DOCX、PDF、またはポリシーのファイル。- は標準入力。"
    "終了コード: 0 不適合なし・1 不適合あり・2 使い方の誤り。"
    "法律上の助言ではありません。点検は見つけたことを知らせるだけで、何も認証しません。",
    "Check the text of a privacy policy against the law and itself\n"
    "A file is Markdown, plain text, HTML, DOCX, PDF or a policy file; - is the standard input. "
    "Exit codes: 0 no errors · 1 errors · 2 wrong use. "
    "Not legal advice. A check reports, it certifies nothing.",
)
FORMATS = ("terminal", "json", "sarif", "github", "markdown", "html", "pdf")
NARROWEST, WIDEST = 40, 120
NOTHING_TO_MEND = Text(
    "番号と参照に、機械的に直せるところはありません。", "No number or reference can be mended mechanically."
)
ACCEPTED = Text("{0}件を受け入れ、{1} に書きました（{2}まで）。", "{0} accepted, written to {1} (until {2}).")
SERVING = Text("点検のページ: {0}   終わるには Ctrl+C", "The check is up at {0}   Ctrl+C ends it")


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date:
    if value is None:
        from zoneinfo import ZoneInfo

        return dt.datetime.now(ZoneInfo("Asia/Tokyo")).date()
    return _last_day(ctx, param, value) or dt.date.max


def _last_day(_ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    try:
        return None if value is None else dt.date.fromisoformat(value)
    except ValueError:
        raise InputError(param.opts[0], repr(value), "a day as YYYY-MM-DD") from None


@command("check", SAID)
@argument("files", metavar="FILE…", nargs=-1)
@option(
    "--format", "form", type=click.Choice(FORMATS), help=Text("出力の形式（既定は terminal）", "the form (terminal)")
)
@option("--out", type=click.Path(path_type=Path), help=Text("書き出す先（既定は標準出力）", "where to write it"))
@option(
    "--as-of",
    metavar="DATE",
    callback=_day,
    help=Text("この日の法律で点検する（既定は今日）", "check against the law of this day (today)"),
)
@option(
    "--baseline",
    type=click.Path(path_type=Path),
    help=Text("受け入れた指摘のファイル（理由と期限つき）", "findings that are accepted, each with a reason and a day"),
)
@option(
    "--write-baseline",
    "write",
    type=click.Path(path_type=Path),
    help=Text(
        "いま数えた指摘を、受け入れた指摘のファイルに書く（--reason と --until が要る）",
        "write the findings that count now to a file of accepted ones (with --reason and --until)",
    ),
)
@option("--reason", help=Text("受け入れる理由", "why the findings are accepted"))
@option(
    "--until",
    metavar="DATE",
    callback=_last_day,
    help=Text("受け入れる最後の日", "the last day on which they are accepted"),
)
@option(
    "--only",
    metavar="RULE",
    multiple=True,
    help=Text("この規則の指摘だけを受け入れる（L36 など。何度でも）", "accept those of this rule only (L36; repeat)"),
)
@option(
    "--fix",
    is_flag=True,
    help=Text("番号と参照の直しを差分で出す（文言は変えない）", "print the mended numbers and references as a diff"),
)
@option("--rules", "list_rules", is_flag=True, help=Text("規則の一覧を表示する", "list the rules"))
@option(
    "--serve", is_flag=True, help=Text("点検のページをこの機械で開く", "serve the check as a page, on this machine")
)
@option("--port", type=PORT, default=8010, help=Text("--serve の待ち受けるポート", "the port for --serve"))
def check(
    files: tuple[str, ...],
    form: str | None,
    out: Path | None,
    as_of: dt.date,
    baseline: Path | None,
    write: Path | None,
    reason: str | None,
    until: dt.date | None,
    only: tuple[str, ...],
    fix: bool,
    list_rules: bool,
    serve: bool,
    port: int,
) -> None:
    """Check files, and exit with 1 when one has an error that nobody accepted."""
    if serve:
        _serve(port)
        return
    if list_rules:
        _list_rules()
        return
    if not files:
        raise InputError("FILE", "nothing", "one or more files to check, or - for the standard input")
    if files.count("-") > 1:
        raise InputError("FILE", "the standard input twice", "- once")
    from seiyaku.check import running

    documents = [running.read(name) for name in files]
    if fix:
        _fix(documents, out)
        return
    if write is not None:
        _accept(documents, as_of, _there(baseline, write), write, reason, until, only)
        return
    if reason or until or only:
        raise InputError("--reason, --until, --only", "no --write-baseline", "them with --write-baseline FILE")
    judged, stale = _judge(documents, as_of, baseline)
    _show(judged, stale, form or ("json" if voice.json else "terminal"), out)
    if any(each.report.worst() == "error" for each in judged):
        click.get_current_context().exit(1)


def _there(baseline: Path | None, write: Path) -> Path | None:
    """Return the baseline that is added to. Raises InputError: another file than that stands under the name."""
    if baseline is None:
        return write if write.exists() else None
    if write.exists() and not write.samefile(baseline):
        raise InputError(str(write), "a file that is there", "a new name, or the file of --baseline")
    return baseline


def _accept(
    documents: list[Document],
    as_of: dt.date,
    baseline: Path | None,
    write: Path,
    reason: str | None,
    until: dt.date | None,
    only: tuple[str, ...],
) -> None:
    from seiyaku.check import accepting
    from seiyaku.core.lint.rules import RULES

    if not (reason or "").strip():
        raise InputError("--reason", "nothing", "why the findings are accepted, for whoever reads the file")
    if until is None or until < as_of:
        raise InputError("--until", str(until or "nothing"), f"a day that is not past on {as_of}")
    if unknown := sorted({rule for rule in only if rule not in RULES or not rule.startswith("L")}):
        raise InputError("--only", unknown[0], "the id of a rule, as --rules lists them")
    judged, stale = _judge(documents, as_of, baseline)
    before = accepting.read(baseline) if baseline and baseline != write and not write.exists() else ()
    more = accepting.accept(judged, reason=(reason or "").strip(), until=until, only=frozenset(only))
    put_in_place(write, accepting.added(write, (*before, *more)))
    _warn(stale, "json" if voice.json else "terminal")
    said = (len(more), str(write), until)
    if voice.json:
        voice.result({"accepted": len(more), "file": str(write), "until": until.isoformat()})
    else:
        voice.tell(ACCEPTED.filled(*said), "green")


def _judge(documents: list[Document], as_of: dt.date, baseline: Path | None) -> tuple[list[Judged], list[Stale]]:
    from seiyaku.check import accepting, running

    acceptances = accepting.read(baseline) if baseline else ()
    return accepting.judge([running.check(document, as_of) for document in documents], acceptances, as_of)


def _show(judged: list[Judged], stale: list[Stale], form: str, out: Path | None) -> None:
    if form == "terminal":
        _print(judged, stale, out)
        return
    _warn(stale, form)
    body = _WRITERS[form](judged, stale)
    if out is not None:
        out.write_bytes(body)
        _wrote(out)
    elif form == "pdf" and sys.stdout.isatty():
        raise InputError("--format pdf", "a terminal", "--out FILE")
    else:
        sys.stdout.buffer.write(body)
        sys.stdout.flush()


def _wrote(out: Path) -> None:
    """Say on the error stream what was written: the exit code alone tells of findings, not of files."""
    click.echo(voice.say(Text(f"書き出しました: {out}", f"Wrote {out}")), err=True)


def _print(judged: list[Judged], stale: list[Stale], out: Path | None) -> None:
    from seiyaku.check.showing import terminal

    console = voice.console()
    lines = terminal.lines(judged, stale, voice.language, min(max(console.width, NARROWEST), WIDEST))
    if out is not None:
        out.write_text("".join(f"{line.plain.rstrip()}\n" for line in lines), encoding="utf-8")
        _wrote(out)
        return
    for line in lines:
        console.print(line)


def _warn(stale: list[Stale], form: str) -> None:
    """Say on the error stream which acceptances accept nothing: a form for machines has no room for it."""
    if stale and form != "json":
        from seiyaku.check.showing import terminal

        for line in terminal.stale_lines(stale, voice.language):
            voice.console(stderr=True).print(line)


def _json(judged: list[Judged], stale: list[Stale]) -> bytes:
    import json

    from seiyaku.check.showing import plain

    return (json.dumps(plain.document(judged, stale), ensure_ascii=False, indent=2) + "\n").encode()


def _sarif(judged: list[Judged], _stale: list[Stale]) -> bytes:
    import json

    from seiyaku.check.showing import sarif

    return (json.dumps(sarif.document(judged, voice.language), ensure_ascii=False, indent=2) + "\n").encode()


def _github(judged: list[Judged], _stale: list[Stale]) -> bytes:
    from seiyaku.check.showing import annotations

    return "".join(f"{line}\n" for line in annotations.lines(judged, voice.language)).encode()


def _markdown(judged: list[Judged], _stale: list[Stale]) -> bytes:
    from seiyaku.check.showing import markdown

    return markdown.text(judged, voice.language).encode()


def _html(judged: list[Judged], _stale: list[Stale]) -> bytes:
    from seiyaku.check.showing import html

    return html.page(judged, voice.language).encode()


def _pdf(judged: list[Judged], _stale: list[Stale]) -> bytes:
    from seiyaku.check.showing import pdf

    return pdf.document(judged, voice.language, dt.datetime.now(dt.UTC))


_WRITERS: dict[str, Callable[[list[Judged], list[Stale]], bytes]] = {
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "markdown": _markdown,
    "html": _html,
    "pdf": _pdf,
}


def _fix(documents: list[Document], out: Path | None) -> None:
    from seiyaku.check import mending

    found = "".join(mending.diff(document) for document in documents)
    if voice.json:
        voice.result({"diff": found})
    elif out is not None:
        out.write_text(found, encoding="utf-8")
        _wrote(out)
    elif found:
        click.echo(found, nl=False)
    else:
        click.echo(voice.say(NOTHING_TO_MEND), err=True)


def _list_rules() -> None:
    from seiyaku.check.showing.rules import listed

    rows = listed()
    said: list[dict[str, Any]] = [
        {"rule": r.id, "severity": r.severity, "title": {"ja": r.title.ja, "en": r.title.en}, "articles": r.articles}
        for r in rows
    ]
    columns = (
        Text("規則", "rule"),
        Text("重さ", "severity"),
        Text("見るもの", "what it looks for"),
        Text("条文", "articles"),
    )
    table = [(r.id, voice.say(r.said), voice.say(r.title), ", ".join(r.articles)) for r in rows]
    voice.result(said, voice.table(columns, table))


def _serve(port: int) -> None:
    from .up import serve_application

    demand_free("127.0.0.1", port)
    address = f"http://localhost:{port}/check"
    voice.tell(SERVING.filled(address), "green")
    serve_application("seiyaku.config.checkroom:application", "127.0.0.1", port)
