"""The report as one HTML page that needs nothing else: plots as SVG, and a table under each for those who read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from seiyaku.core.citations import say_all
from seiyaku.core.language import Language, Text, capital

from . import wording

TITLE = Text("匿名加工情報の報告書", "Report on anonymised information")
PARTS = {
    "found": Text("結果", "What was found"),
    "asked": Text("求めた条件", "What was asked"),
    "risk": Text("再識別リスク", "Risk of re-identification"),
    "treatments": Text("探す前の加工", "What was done before the search"),
    "special": Text("少ない列で一人に絞られる行（加工前）", "Rows that few columns single out, before"),
    "classes": Text("同値類の大きさごとの行数", "Rows by the size of their class"),
    "utility": Text("有用性の損失", "What it costs"),
    "columns": Text("列ごとの分布（選んだ段階で）", "Spread of each column, at the level chosen"),
    "articles": Text("規則34条との対応", "How it answers rule 34"),
}
BEFORE, AFTER = Text("加工前", "before"), Text("加工後", "after")
FOUND = (
    ("rows", Text("元の行数", "rows of the source")), ("released", Text("残した行数", "rows released")),
    ("classes", Text("同値類", "classes")), ("smallest", Text("最小の同値類", "smallest class")),
    ("largest", Text("最大の同値類", "largest class")), ("nodes", Text("候補の数", "nodes")),
    ("checked", Text("調べた数", "nodes looked at")), ("method", Text("探し方", "method")),
)  # fmt: skip
PROVEN = Text("最適であることを証明済み", "proven to be the best")
UNPROVEN = Text("最適とは証明していない", "not proven to be the best")
RISKS = (
    (("prosecutor", "highest"), Text("最大（表にいると知られている人）", "highest (somebody known to be in it)")),
    (("prosecutor", "average"), Text("平均", "average")),
    (("prosecutor", "unique"), Text("一意な行の割合", "unique rows")),
    (("prosecutor", "at_risk"), Text("リスク 0.2 超の行の割合", "rows with a risk above 0.2")),
    (("marketer",), Text("特定できる人の割合の期待値", "share found on average")),
    (("population_uniqueness", "dankar"), Text("母集団で一意（推定）", "unique in the population (estimate)")),
)  # fmt: skip
IN_POPULATION = (
    (("journalist", "highest"), Text("最大（母集団だけが知られている人）", "highest (only the population is known)")),
    (("journalist", "average"), Text("平均（母集団で）", "average, in the population")),
    (("marketer",), Text("特定できる人の割合の期待値（母集団で）", "share found on average, in the population")),
)
SPECIAL = (
    ("share", Text("絞られる行の割合", "rows that are singled out")),
    ("highest", Text("最も高い点", "highest score")),
    ("mean", Text("絞られる行の平均の点", "mean score of those rows")),
)  # fmt: skip
ITEMS = ("", "i", "ii", "iii", "iv", "v")
# On a screen with dark colours plots keep their hues and take the other light; on paper all is dark on white.
STYLE = (
    ":root{color-scheme:light dark;--text:#1a1a1c;--ground:#fff;--line:#b3b3b3;--key:#0017c1}"
    "@media screen and (prefers-color-scheme:dark){:root{--text:#e8e8eb;--ground:#17181b;--line:#626264;--key:#9db7f9}"
    "svg{filter:invert(1) hue-rotate(180deg)}}"
    "body{font:16px/1.7 'Noto Sans JP','Noto Sans CJK JP',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:var(--text);background:var(--ground);overflow-wrap:anywhere}h1{font-size:1.8rem}"
    "h2{font-size:1.3rem;border-bottom:2px solid var(--key);margin-top:2.5rem}"
    "table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid var(--line);padding:.25rem .75rem;"
    "text-align:left}th small{font-weight:400}td.n{text-align:right;font-variant-numeric:tabular-nums}"
    ".wide{overflow-x:auto}.wide svg{max-width:100%;min-width:34rem;height:auto}.wide table{overflow-wrap:normal}"
    "@media print{.wide{overflow:visible}.wide svg{min-width:0}}"
)


def html(report: dict[str, Any], language: Language) -> str:
    """Return the report as a page in one language."""

    def say(text: Text) -> str:
        return escape(text.begin(language))

    parts = [f"<h1>{say(TITLE)}</h1>"]
    found = report["found"]
    proof = PROVEN if found["proven"] else UNPROVEN
    parts += [f"<h2>{say(PARTS['found'])}</h2><p>{say(proof)}</p>"]
    said = found | {"method": capital(wording.method(found["method"], language))}
    parts.append(_table([[say(text), _number(said[key])] for key, text in FOUND]))
    models = [wording.model(each, language) for each in report["asked"]]
    parts += [f"<h2>{say(PARTS['asked'])}</h2>", _table([[_named(each), escape(each.figure)] for each in models])]
    both = [say(BEFORE), say(AFTER)]
    parts.append(f"<h2>{say(PARTS['risk'])}</h2>")
    parts.append(
        _table(
            [[say(text), *(_share(_inside(report["risk"][when], path)) for when in ("before", "after"))]
             for path, text in RISKS],
            ["", *both],
        )
    )  # fmt: skip
    if population := report.get("population"):  # reports that were sealed before have none
        parts.append(f"<p>{escape(population[language])}</p>")
    if held := report.get("in_population"):
        parts.append(_table([[say(text), share_in(held, path)] for path, text in IN_POPULATION]))
    if report.get("treatments"):
        done = [[escape(each["column"] or "—"), escape(capital(each[language]))] for each in report["treatments"]]
        parts += [f"<h2>{say(PARTS['treatments'])}</h2>", _table(done)]
    if report["special"]:
        parts += [f"<h2>{say(PARTS['special'])}</h2>", _special(report["special"], say)]
    parts.append(f"<h2>{say(PARTS['classes'])}</h2>")
    sizes = [(_run(b), b["rows"], a["rows"]) for b, a in zip(*report["classes"].values(), strict=True)]
    parts += [_plot(sizes, both), _table([[s, _number(b), _number(a)] for s, b, a in sizes], ["", *both])]
    parts.append(f"<h2>{say(PARTS['utility'])}</h2>")
    costs = [(wording.metric(name, language), value) for name, value in report["utility"].items()]
    parts.append(_table([[_named(each), _number(value)] for each, value in costs]))
    parts.append(f"<h2>{say(PARTS['columns'])}</h2>")
    for column in report["columns"]:
        rows = [(label["label"], label["before"], label["after"]) for label in column["labels"]]
        parts.append(f"<h3>{escape(column['column'])} ({column['level']}/{column['of']})</h3>")
        parts += [_plot(rows, both), _table([[escape(n), _number(b), _number(a)] for n, b, a in rows], ["", *both])]
    parts.append(f"<h2>{say(PARTS['articles'])}</h2>")
    parts.append(_table([[name, escape(how)] for name, how in answered(report, language)]))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{say(TITLE)}</title><style>{STYLE}</style></head>'
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _named(said: wording.Said) -> str:
    """Return a name with what it means under it."""
    name = escape(capital(said.name))
    return f"{name}<br><small>{escape(said.means)}</small>" if said.means else name


def share_in(held: dict[str, Any], path: Sequence[str]) -> str:
    """Return a risk in the population, however small."""
    return f"{_inside(held, path):.6%}".rstrip("%").rstrip("0").rstrip(".") + "%"


def answered(report: dict[str, Any], language: Language) -> tuple[tuple[str, str], ...]:
    """Return each item of rule 34 as people call it, and what was done for it."""
    return tuple((capital(_rule(each["rule"], language)), capital(each[language])) for each in report["articles"])


def _rule(named: str, language: Language) -> str:
    """Say an item of rule 34 ("34-1") as people do."""
    return say_all(f"R.34({ITEMS[int(named.rpartition('-')[2])]})", language)


def _special(found: dict[str, Any], say: Callable[[Text], str]) -> str:
    """Return who is singled out by as many columns as somebody may know, and what each column does to it."""
    rows = [[say(text), _share(found[key])] for key, text in SPECIAL]
    return _table(rows) + _table([[escape(name), _share(share)] for name, share in found["columns"].items()])


def _plot(rows: Sequence[tuple[str, int, int]], both: Sequence[str]) -> str:
    """Draw two bars for each label; the table under it says the same in text."""
    import vl_convert

    values = [
        {"label": label, "when": when, "rows": count, "place": at}
        for at, (label, before, after) in enumerate(rows)
        for when, count in zip(both, (before, after), strict=True)
    ]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "width": 560,
        "height": {"step": 12},
        "mark": "bar",
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": {"field": "place"}, "title": None},
            "yOffset": {"field": "when", "sort": list(both)},
            "x": {"field": "rows", "type": "quantitative", "title": None},
            "color": {"field": "when", "sort": list(both), "title": None, "scale": {"range": ["#949494", "#0017c1"]}},
        },
        "config": {"font": "Noto Sans CJK JP", "background": "transparent"},
    }
    return wide(str(vl_convert.vegalite_to_svg(spec)))


def wide(drawn: str, label: str = "") -> str:
    """Let what is too wide for a telephone be pushed sideways, by hand and by key."""
    named = f' role="group" aria-label="{escape(label)}"' if label else ""
    return f'<div class="wide" tabindex="0"{named}>{drawn}</div>'


def _table(rows: Sequence[Sequence[str]], head: Sequence[str] = ()) -> str:
    top = "".join(f'<th scope="col">{each}</th>' if each else "<td></td>" for each in head)
    lines = [f"<tr>{top}</tr>"] if head else []
    for first, *rest in rows:
        cells = "".join(f'<td class="n">{each}</td>' for each in rest)
        lines.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    return wide("<table>" + "".join(lines) + "</table>")


def _inside(report: Any, path: Sequence[str]) -> Any:
    for step in path:
        report = report[step]
    return report


def _run(size: dict[str, int]) -> str:
    if size["to"] >= 1 << 60:
        return f"{size['from']:,}–"
    return f"{size['from']}" if size["from"] == size["to"] else f"{size['from']:,}–{size['to']:,}"


def _number(value: Any) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.6g}" if isinstance(value, float) else escape(str(value))


def _share(value: float) -> str:
    return f"{value:.2%}"
