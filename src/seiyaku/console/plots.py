"""
Plots as SVG, made on the server (architecture, section 7): under each stands its table, and a sentence that says it.

The engine is large and slow to wake: it is imported at the first plot only, what it drew is kept for a while, and the
page does not wait for it: a plot is an image of its own.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import lru_cache
from typing import Any

from seiyaku.core.language import Language, joined
from seiyaku.keys.memory import on_forget

from .words import WORDS

Points = tuple[tuple[str, str, int], ...]
# Those of the tokens that stand off white; in the dark their light is turned over (console.css). The last: the rest.
COLOURS = ("#0017c1", "#197a4b", "#ac3e00", "#5f0f6e", "#008da6", "#ce0000", "#8b6a00", "#767676")


def bars(points: Points, language: Language) -> Any:
    """Return the chart of stacked bars of (day, what, how often); days without any have their place, too."""
    import altair

    points, rest = _most(points, language), WORDS["the_rest"].say(language)
    first, last = (dt.date.fromisoformat(pick(day for day, _, _ in points)) for pick in (min, max))
    days = [(first + dt.timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    rows = [{"day": day, "what": what, "times": times} for day, what, times in points]
    return (
        altair.Chart(altair.InlineData(values=rows), width=760, height=220)
        .mark_bar()
        .encode(
            x=altair.X(
                "day:O",
                title=None,
                scale=altair.Scale(domain=days),
                axis=altair.Axis(labelAngle=0, labelOverlap=True, labelSeparation=8, labelExpr="slice(datum.value, 5)"),
            ),
            y=altair.Y("times:Q", title=WORDS["uses_axis"].say(language), axis=altair.Axis(tickMinStep=1)),
            color=altair.Color(
                "what:N",
                title=None,
                scale=altair.Scale(domain=sorted(_by_number(points), key=rest.__eq__), range=list(COLOURS)),
                legend=altair.Legend(orient="bottom", columns=2, labelLimit=360),
            ),
        )
    )


def _by_number(points: Points) -> list[str]:
    """Return what was used, the most first."""
    by: Counter[str] = Counter()
    for _, what, times in points:
        by[what] += times
    return [what for what, _ in by.most_common()]


def _most(points: Points, language: Language) -> Points:
    """Return the points with all but the most of them together, where there are more of them than colours."""
    known = _by_number(points)
    if len(known) <= len(COLOURS):
        return points
    apart, rest = set(known[: len(COLOURS) - 1]), WORDS["the_rest"].say(language)
    found: Counter[tuple[str, str]] = Counter()
    for day, what, times in points:
        found[day, what if what in apart else rest] += times
    return tuple((day, what, times) for (day, what), times in sorted(found.items()))


def ribbons(points: Points, language: Language) -> Any:
    """Return the chart of flows of (item, to whom, how often): items on the left, recipients on the right."""
    del language
    import altair

    items = sorted({item for item, _, _ in points})
    whom = sorted({to for _, to, _ in points})
    tall = max(len(items), len(whom), 2) - 1
    left = {item: tall * (n + 0.5) / len(items) for n, item in enumerate(items)}
    right = {to: tall * (n + 0.5) / len(whom) for n, to in enumerate(whom)}
    rows = [
        {"item": item, "to": to, "times": times, "x": 0, "x2": 1, "y": left[item], "y2": right[to]}
        for item, to, times in points
    ]
    places = altair.Scale(domain=[-0.5, tall + 0.5], reverse=True)
    y = altair.Y("y:Q", axis=None, scale=places)
    x = altair.X("x:Q", axis=None, scale=altair.Scale(domain=[-0.7, 1.7]))
    flows = (
        altair.Chart(altair.InlineData(values=rows))
        .mark_rule(opacity=0.7, strokeCap="round")
        .encode(
            x=x, x2="x2:Q", y=y, y2="y2:Q",
            strokeWidth=altair.StrokeWidth("times:Q", scale=altair.Scale(range=[1, 12]), legend=None),
            color=altair.Color("to:N", legend=None, scale=altair.Scale(range=list(COLOURS))),
        )
    )  # fmt: skip
    marks: tuple[tuple[dict[str, float], int, dict[str, Any]], ...] = (
        (left, 0, {"align": "right", "dx": -8, "fontSize": 13}), (right, 1, {"align": "left", "dx": 8, "fontSize": 13}),
    )  # fmt: skip
    names = [
        altair.Chart(altair.InlineData(values=[{"said": said, "x": at, "y": place} for said, place in side.items()]))
        .mark_text(**how)
        .encode(x=x, y=y, text="said:N")
        for side, at, how in marks
    ]
    return altair.layer(flows, *names).properties(width=760, height=max(120, 26 * (tall + 1)))


CHARTS = {"bars": bars, "ribbons": ribbons}


@lru_cache(maxsize=32)
def drawn(kind: str, points: Points, language: Language) -> str:
    """Return a chart as an SVG without scripts or styles of its own."""
    import vl_convert

    chart = CHARTS[kind](points, language).configure(font="Noto Sans CJK JP", background="transparent")
    svg: str = vl_convert.vegalite_to_svg(chart.configure_view(strokeWidth=0).to_dict())
    return svg


def described(kind: str, points: Points, language: Language) -> str:
    """Return in words what a chart shows: how much in all, and the most of it."""
    whole = sum(times for _, _, times in points)
    by: Counter[str] = Counter()
    for first, second, times in points:
        by[second if kind == "bars" else WORDS["flow_of"].say(language).format(first, second)] += times
    most = by.most_common(3)
    said = joined((f"{name} {times:,}" for name, times in most), language)
    return WORDS[f"{kind}_said"].say(language).format(whole=f"{whole:,}", most=said)


on_forget(drawn.cache_clear)
