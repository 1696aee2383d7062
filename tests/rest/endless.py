"""The application as a server runs it, with searches that take for ever: each waits at a step until it is stopped."""

from __future__ import annotations

import datetime as dt

from seiyaku.config.wsgi import application

__all__ = ["application"]


def _take_for_ever() -> None:
    """Longer than a search of the largest lattice, and with no luck in it; on a busy machine a beat may come late."""
    from seiyaku.anonymised import jobs
    from seiyaku.anonymised.watching import Watch

    step = Watch.step

    def for_ever(watch: Watch, checked: int, best: float | None, least: float | None) -> None:
        step(watch, checked, best, least)
        watch._stop.wait()

    jobs.SILENT = dt.timedelta(hours=1)
    setattr(Watch, "step", for_ever)  # noqa: B010  # mypy knows no other way


_take_for_ever()
