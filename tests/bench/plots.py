"""Time and memory against rows, as SVG beside the JSON: what was measured as points, on logarithmic scales."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.bench.harness import Point

SHOWN = {"time": ("seconds", "CPU 時間（秒）/ CPU time (s)"), "memory": ("gigabytes", "最大メモリ / peak memory (GB)")}
COLOURS = ("#0017c1", "#767676", "#197a4b", "#8b6a00", "#ac3e00")


def chart(points: list[Point], of: str) -> Any:
    """Return one plot: a line for each series, a point for each size."""
    import altair

    what, title = SHOWN[of]
    rows = [{"series": p.series, "rows": p.rows, what: getattr(p, what)} for p in points]
    scale = altair.Scale(type="log", nice=True)
    return (
        altair.Chart(altair.InlineData(values=rows), width=520, height=300)
        .mark_line(point=True)
        .encode(
            x=altair.X("rows:Q", title="行数 / rows", scale=scale, axis=altair.Axis(format="~s", tickCount=5)),
            y=altair.Y(f"{what}:Q", title=title, scale=scale, axis=altair.Axis(format="~g", tickCount=5)),
            color=altair.Color("series:N", title=None, scale=altair.Scale(range=list(COLOURS)),
                               legend=altair.Legend(orient="bottom", columns=2, labelLimit=400)),
        )
    )  # fmt: skip


def draw(name: str, points: list[Point], folder: Path) -> None:
    """Write both plots of a benchmark."""
    import vl_convert

    for of in SHOWN:
        svg = vl_convert.vegalite_to_svg(chart(points, of).to_json())
        (folder / f"{name}-{of}.svg").write_text(svg + "\n", encoding="utf-8")


def shown(name: str, folder: Path) -> list[str]:
    """Return the lines of Markdown that show the plots of a benchmark, if it has any."""
    return [f"![{SHOWN[of][1]}]({name}-{of}.svg)" for of in SHOWN if (folder / f"{name}-{of}.svg").is_file()]
