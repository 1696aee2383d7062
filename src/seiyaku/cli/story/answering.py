"""The story's end: statistics, one person's own view, and their erasure (steps 8 to 10)."""

from __future__ import annotations

from seiyaku import door
from seiyaku.core.language import Text

from .telling import Story


def count_everybody(story: Story) -> None:
    """Step 8: statistics over everybody in one bulk use; one entry names all of them."""
    seen = {"address": "prefecture", "birth-date": "decade"}
    told = door.statistics(None, by=seen, purpose="improve-service", actor=story.cast.analyst)
    left = sum(group.people for group in told.left)
    story.teller.tell(
        story.allowed(
            "8",
            Text(
                f"{told.people:,}人を一度に統計にした。台帳の記録は一件で、全員を指す",
                f"statistics over {told.people:,} people in one use: one entry in the ledger names all of them",
            ),
            told,
            clause="4-1-E",
            right=told.people == len(story.customers) and left == len(story.legacy),
            detail=Text(
                f"{len(told.groups)}区分。少人数の区分は出さない（{told.suppressed}人）。"
                f"当時この目的を公表していない{left:,}人は含めない",
                f"{len(told.groups)} groups; small ones not told ({told.suppressed} people); "
                f"{left:,} people left out, for this purpose was not published to them",
            ),
        )
    )
