"""
Counting a release again, as it is kept (policy 9-2-A, 9-2-D): its digest, k in persons, and every value of it.

Nothing of its source is read, and nothing but counts and findings comes out.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotFound
from seiyaku.people.acting import RELEASES, acting
from seiyaku.policy import queries as policies
from seiyaku.post import bodies

from . import engines, scratch
from .asking import Ask, sets_of
from .auditing import Audit, Known, audit, relation
from .intersecting import shapes
from .making import makers
from .models import Release
from .plans import PERSON
from .releasing import ANSWERING, one
from .vaulting import working_root


def recount(ref: str, *, actor: Actor) -> Audit:
    """
    Return what a release counts now, and what is wrong with it; that it was counted is on record.

    Raises:
        Refused: the actor does not answer for releases.
        NotFound: there is none, or it was withdrawn.
    """
    release = one(ref)
    with acting("recount-release", actor, program=RELEASES) as doing:
        doing.must_hold(ANSWERING | makers(policies.in_force().policy))
        doing.done("release", release.ref, note_kind="recounted")
    known = shapes([release], actor=actor)
    if not known or release.state == "withdrawn":
        raise NotFound("release")
    columns = [str(each["column"]) for each in release.schema]
    person = PERSON if PERSON in columns else None
    quasi = tuple(known[0].columns)
    ask = Ask(
        quasi=quasi, k=known[0].k, person=person, linked=known[0].linked and person is not None,
        sets=sets_of(known[0].sets), kept=tuple(each for each in columns if each not in {*quasi, person}),
    )  # fmt: skip
    with scratch.working(working_root()) as folder, engines.connect() as engine:
        engine.execute("SET temp_directory = ''")
        path = folder / "release.csv"
        whole = _laid_out(release, path)
        found = audit(engine, relation(path, columns, separator=","), columns, ask, Known())
    if not whole:
        found = replace(found, findings=("other bytes than those approved", *found.findings))
    return found


def _laid_out(release: Release, path: Path) -> bool:
    """Write a release where only this process reads it; tell whether it is byte for byte what was approved."""
    digest = hashlib.sha256()
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with path.open("wb") as file:
        for piece in bodies.read(release.body):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest() == release.digest
