"""
The one door: the only way in and out of the vault (policy 2-2).

The verbs are imported when they are first used: this package is a Django application too, and is named before the
tables are.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .changing import change, correct
    from .collecting import collect, collect_rows
    from .counting import statistics
    from .finding import find
    from .origins import Origin
    from .using import use, use_many

__all__ = ["Origin", "change", "collect", "collect_rows", "correct", "find", "statistics", "use", "use_many"]

_WHERE = {
    "Origin": "origins",
    "change": "changing",
    "collect": "collecting",
    "collect_rows": "collecting",
    "correct": "changing",
    "find": "finding",
    "statistics": "counting",
    "use": "using",
    "use_many": "using",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f".{_WHERE[name]}", __name__), name)
