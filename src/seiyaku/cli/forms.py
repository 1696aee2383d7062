"""Where what is typed or read in comes from: the options that say so, and the origin they make (policy 5-1, 5-4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .asking import proof
from .frame import option

if TYPE_CHECKING:
    from seiyaku.door import Origin

FORM = option("--form", required=True, help=Text("ポリシーの様式", "the form of the policy"))
SHOWN = option(
    "--shown", help=Text("示した通知の名前、または証明の番号", "the notice that was shown, by its name or its proof")
)
SCRIPT = option(
    "--script",
    help=Text("読み上げた通知の名前、または証明の番号", "the notice that was read out, by its name or its proof"),
)


def origin(
    form: str,
    shown: str | None,
    script: str | None,
    *,
    partner: str | None = None,
    provenance: str | None = None,
    attested: str | None = None,
    course: str | None = None,
    basis: str | None = None,
) -> Origin:
    """Return the origin that a form of the policy in force, and what was shown, make."""
    from seiyaku import door
    from seiyaku.policy.queries import in_force

    forms = in_force().policy.rules.forms
    if form not in forms:
        raise InputError(where="--form", found=repr(form), expected=f"one of {', '.join(forms)}")
    return door.Origin(
        source=forms[form].source, form=form, shown=proof(form, shown), script=proof(form, script), partner=partner,
        provenance=provenance, attested=attested, course=course, basis=basis,
    )  # fmt: skip
