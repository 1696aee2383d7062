"""What may go wrong while a parcel is handed over; for this room only. `why` names a kind, never a value."""

from __future__ import annotations


class Later(Exception):
    """Not now: nothing was handed over, and another time it may work."""


class Never(Exception):
    """Nothing was handed over, and trying again as it is will not help."""


class Unsure(Exception):
    """It may have been handed over: the other side was not heard. A person has to find out."""
