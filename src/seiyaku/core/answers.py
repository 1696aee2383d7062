"""What the gate answers. "May I?" is answered by a value, never by an exception; unknown means no."""

from __future__ import annotations

from dataclasses import dataclass

from .language import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """
    What would turn a refusal into a permission.

    `clause` is the clause of the policy that would allow it, or None when nothing can; `missing` names what is not
    there yet (a stable code such as "consent", "training", "contract", "purpose"); `text` says it to a person.
    """

    clause: str | None
    missing: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """
    Yes, for `fields` (a mask of field bits) and for nothing else.

    `left` is the mask of fields that were asked for and are not granted, because the purpose does not need them or a
    value was acquired for other purposes; `why_left` says so (None when nothing was left). `ground`: the ground of
    clause 8 it rests on, for a provision.
    """

    clause: str
    article: str
    fields: int
    left: int = 0
    why_left: Denied | Unclear | None = None
    ground: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """No. `reason` is a stable code (see `core.reasons`); `text` says it to a person; `remedy` says what would help."""

    clause: str
    article: str
    reason: str
    text: Text
    remedy: Remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """The policy does not say. Refuses like `Denied`, and is recorded as a gap for the privacy officer to close."""

    clause: str
    article: str
    reason: str
    text: Text
    remedy: Remedy


Answer = Allowed | Denied | Unclear
