"""The application as it is served, but with a commit for every read: what V3 compares the desk with over HTTP."""

from __future__ import annotations

import os

from seiyaku.config.wsgi import application
from seiyaku.door import desk

__all__ = ["application"]


def _alone(self: desk.Desk, want: object) -> object:
    errand = desk.Errand(want)
    self._serve([errand])
    if errand.error is not None:
        raise errand.error
    return errand.result


if os.environ.get("SEIYAKU_BENCH_DESK") != "yes":
    desk.Desk.run = _alone  # type: ignore[method-assign]
