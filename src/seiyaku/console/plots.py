"""
Plots as SVG, made on the server (architecture, section 7): under each stands its table, and a sentence that says it.

The engine is large and slow to wake: it is imported at the first plot only, what it drew is kept for a while, and the
page does not wait for it: a plot is an image of its own.
"""

from __future__ import annotations

from functools import lru_cache

from seiyaku.core.language import Language
from seiyaku.keys.memory import on_forget

from .words import WORDS

Points = tuple[tuple[str, str, int], ...]
COLOURS = ("#0017c1", "#197a4b", "#ac3e00", "#5f0f6e", "#008da6", "#767676", "#ce0000", "#8b6a00")


@lru_cache(maxsize=32)
def over_time(points: Points, language: Language) -> str:
    """Return stacked bars of (day, what, how often), as an SVG without scripts or styles of its own."""
    import altair
    import vl_convert

    rows = [{"day": day, "what": what, "times": times} for day, what, times in points]
    font = "Noto Sans CJK JP"
    chart = (
        altair.Chart(altair.InlineData(values=rows), width=760, height=220)
        .mark_bar()
        .encode(
            x=altair.X("day:O", title=None, axis=altair.Axis(labelAngle=0, labelOverlap=True)),
            y=altair.Y("times:Q", title=WORDS["uses_axis"].say(language), axis=altair.Axis(tickMinStep=1)),
            color=altair.Color(
                "what:N",
                title=None,
                scale=altair.Scale(range=list(COLOURS)),
                legend=altair.Legend(orient="bottom", columns=3),
            ),
        )
        .configure(font=font, background="transparent")
        .configure_view(strokeWidth=0)
    )
    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return svg


on_forget(over_time.cache_clear)
