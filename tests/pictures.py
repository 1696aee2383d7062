"""Where a test leaves what somebody may want to look at: the folder that `SEIYAKU_SCREENS` names."""

from __future__ import annotations

import os
from pathlib import Path


def wanted() -> Path | None:
    """Return the folder, made where it was not there; None where nobody wants to look."""
    named = os.environ.get("SEIYAKU_SCREENS")
    if not named:
        return None
    Path(named).mkdir(parents=True, exist_ok=True)
    return Path(named)
