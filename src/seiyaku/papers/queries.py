"""What others may ask about papers without opening them."""

from __future__ import annotations

from .models import Paper


def is_kept(ref: str) -> bool:
    """Tell whether there is such a paper, and it was not destroyed: what has no paper is not evidenced."""
    return Paper.objects.filter(ref=ref, destroyed_at=None).exists()
