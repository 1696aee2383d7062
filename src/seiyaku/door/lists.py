"""
Many acts in one go (policy 2-1, 2-3): each decided and recorded as if it were alone, done block by block.

* A block is one durable transaction: its acts, their entries, what came of each, how far the list has come. Every act
  is decided in the sitting of its block, on what stands when its turn comes.
* An act that may not be done is an entry and an outcome, as one that is done; the others go on.
* An act that cannot be done (a value its type refuses, a number that is taken) leaves nothing behind: the block is cut
  before it, what came before is durable, what comes after goes on.
* The same list once more, because it was cut off or because of what was not done: what was done is not done again, but
  decided again, and where it would be refused today its outcome is not told; everything else is tried anew.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotFound, Refused, SeiyakuError
from seiyaku.ledger import transactions

from . import batches, intake, outcomes
from .acting import Task, perform, weigh
from .appointing import to_appoint, to_dismiss
from .asking import Sitting
from .batches import Progress
from .changing import to_change, to_correct
from .desk import outside_transactions
from .erasing import Proven, prove, tidy, to_erase
from .filing import to_attach, to_note
from .joining import to_merge, to_split
from .outcomes import DONE, OF_ONE, Many, Outcome
from .results import Done
from .rows import Broken
from .withholding import to_reveal, to_withhold

BLOCK = 100  # acts to a transaction: others who change something wait for no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One act of a list: its number there, and what the single verb is told besides who acts."""

    number: int
    said: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An ask of a list that says nothing usable: its number there, where that is seen, and what was expected."""

    number: int
    where: str = "row"
    why: str
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb as lists do it: how an ask becomes a task, how many to a block."""

    plan: Callable[..., Task]
    block: int = BLOCK
    makes: bool = False  # somebody new: a split
    proves: bool = False  # that nothing is left: an erasure


VERBS: Mapping[str, Verb] = {
    "appoint": Verb(to_appoint),
    "attach": Verb(to_attach, block=1),  # a file takes as long as it takes, and nothing waits for it
    "change": Verb(to_change),
    "correct": Verb(to_correct),
    "dismiss": Verb(to_dismiss),
    "erase": Verb(to_erase, proves=True),
    "merge": Verb(to_merge),
    "note": Verb(to_note),
    "reveal": Verb(to_reveal),
    "split": Verb(to_split, makes=True),
    "withhold": Verb(to_withhold),
}
ACTS = tuple(VERBS)

Tell = Callable[[Sequence[Outcome]], None]


def many(
    act: str, asks: Iterable[Asked | Broken], *, actor: Actor, name: str | None = None, tell: Tell | None = None
) -> Many:
    """
    Do a list of acts of one kind (`ACTS`); numbers rise along the list. A row that could not be read is an outcome too.

    `name`: the caller's own for the list (the digest of a file and of how it is to be taken, a key): the same list
    under it goes on where it was cut off, and is never done twice. `tell` hears the outcomes of each durable block;
    without it they are all in the answer.

    Raises:
        Conflict: somebody else is doing the same list, or it was done more than a month ago.
        Unavailable: the house closed; what is durable is done, and the same list goes on from there.
    """
    outside_transactions()
    verb = VERBS.get(act)
    if verb is None:
        raise InputError(where="act", found=act, expected=f"one of {', '.join(ACTS)}")
    run = _Run(verb, actor, batches.name_of(act, name or secrets.token_hex(16)), tell)
    for block in intake.blocks(asks, verb.block):
        run.take(block)
    return run.close()


@dataclass(slots=True)
class _Case:
    """One act while its block is done: its task, or what came of it already."""

    number: int
    task: Task | None = None
    outcome: Outcome | None = None


class _Stopped(Exception):
    """Carries an act that cannot be done out of the transaction it undoes."""

    def __init__(self, place: int, error: SeiyakuError) -> None:
        super().__init__(place)
        self.place, self.error = place, error


class _Run:
    """A list while it is done."""

    def __init__(self, verb: Verb, actor: Actor, ref: str, tell: Tell | None) -> None:
        self.verb, self.actor, self.ref, self.tell = verb, actor, ref, tell
        self.progress: Progress | None = batches.known(transactions.raw_cursor(), ref)
        if self.progress is not None and not self.progress.is_told:
            raise Conflict(what="this list was done already, more than a month ago")
        self.before = self.progress.done if self.progress else 0
        self.counts: Counter[str] = Counter()
        self.kept: list[Outcome] = []
        self.unproven = False

    def take(self, block: Sequence[Asked | Broken]) -> None:
        """Do one block; of what was durable before, tell what came of it."""
        cases = [self._case(ask) for ask in block]
        kept = self._kept(cases)
        if kept:
            self._again([case for case in cases if case.number in kept], kept)
        if len(kept) < len(cases):
            self._do([case for case in cases if case.number not in kept])
        came = [case.outcome for case in cases if case.outcome is not None]
        self.counts.update(outcome.code for outcome in came)
        if self.tell is not None:
            self.tell(came)
        else:
            self.kept += came

    def _kept(self, cases: Sequence[_Case]) -> dict[int, Outcome]:
        """Return what came of those that were done before."""
        if self.progress is None or cases[0].number > self.before:
            return {}
        numbers = [case.number for case in cases]
        with transactions.reading() as cursor:
            kept = batches.outcomes(cursor, self.progress.id, numbers)
        return {number: kept[number] for number in numbers if number in kept and kept[number].code == DONE}

    def close(self) -> Many:
        """Write down that the list is done."""
        if self.unproven:
            tidy()
        if self.progress is None or self.progress.state == "open":
            with transactions.deciding() as cursor:
                batches.close(cursor, self.progress or batches.begin(cursor, self.ref))
        done, refused = self.counts[DONE], self.counts[Refused.code]
        return Many(
            done=done, refused=refused, failed=self.counts.total() - done - refused, resumed_after=self.before,
            outcomes=tuple(self.kept),
        )  # fmt: skip

    def _case(self, ask: Asked | Broken) -> _Case:
        if not isinstance(ask, Asked):
            where = ask.where if isinstance(ask, Unread) else "row"
            error = InputError(where=where, found="something else", expected=ask.why)
            return _Case(ask.number, outcome=outcomes.not_done(ask.number, error))
        try:
            return _Case(ask.number, self.verb.plan(**ask.said, actor=self.actor))
        except OF_ONE as error:
            return _Case(ask.number, outcome=outcomes.not_done(ask.number, error))

    def _do(self, cases: list[_Case]) -> None:
        for case in cases:
            self._prepare(case)
        waiting = cases
        while waiting:
            stopped = self._sit(waiting)
            if stopped is None:
                break
            if stopped:
                self._do_anew(waiting[:stopped])
            waiting = waiting[stopped:]
        if self.verb.proves:
            self._prove(cases)

    def _do_anew(self, cases: list[_Case]) -> None:
        """Do once more what stood before the act that undid them; another of them may be in the way by now."""
        stopped = self._sit(cases)
        if stopped is not None:
            self._do_anew(cases[:stopped])
            self._do_anew(cases[stopped:])

    def _prepare(self, case: _Case) -> None:
        """Do what must be durable, or done outside any transaction, before the block's."""
        task = case.task
        if task is None:
            return
        try:
            if task.before is not None:
                perform(task.before)
            if task.between is not None:
                task.between()
        except (*OF_ONE, Refused) as error:
            case.task, case.outcome = None, outcomes.not_done(case.number, error)

    def _sit(self, cases: Sequence[_Case]) -> int | None:
        """Do all of these in one durable transaction; None, or the place of the one that cannot be done."""
        if not cases:
            return None
        came: list[Outcome] = []
        try:
            with transactions.changing() as cursor:
                sitting = Sitting.on(cursor)
                progress = self.progress or batches.begin(cursor, self.ref)
                came += [case.outcome or self._one(sitting, place, case) for place, case in enumerate(cases)]
                progress = batches.move(cursor, progress, to=cases[-1].number, outcomes=came)
        except _Stopped as stopped:
            case = cases[stopped.place]
            case.task, case.outcome = None, outcomes.not_done(case.number, stopped.error)
            return stopped.place
        self.progress = progress
        for case, outcome in zip(cases, came, strict=True):
            case.outcome = outcome
        return None

    def _one(self, sitting: Sitting, place: int, case: _Case) -> Outcome:
        assert case.task is not None  # noqa: S101  # a case without a task has its outcome
        try:
            weighed = weigh(sitting, case.task)
        except OF_ONE as error:  # nothing was written yet
            return outcomes.not_done(case.number, error)
        try:
            written = weighed.carry_out(sitting)
        except OF_ONE as error:
            raise _Stopped(place, error) from error
        try:
            done: Done = weighed.answer(written)
        except (Refused, NotFound) as error:
            return outcomes.not_done(case.number, error, leaf=written.leaf.hex(), entry=written.id)
        return outcomes.done(case.number, done, done.person if self.verb.makes else None)

    def _again(self, cases: Sequence[_Case], kept: Mapping[int, Outcome]) -> None:
        """Tell what came of acts that were done before, as far as they would be allowed today."""
        with transactions.changing() as cursor:
            sitting = Sitting.on(cursor)
            for case in cases:
                refused = self._still(sitting, case.number, case.task) if case.task is not None else None
                case.outcome = refused or kept[case.number]
        self.unproven = self.unproven or (self.verb.proves and not all(outcome.more for outcome in kept.values()))

    def _still(self, sitting: Sitting, number: int, task: Task) -> Outcome | None:
        """Return the refusal that an act would meet today; nothing is done."""
        try:
            weighed = weigh(sitting, task)
        except OF_ONE:  # somebody is there no more, or is no organisation any more: that is what came of it
            return None
        if weighed.refusal is None:
            return None
        written = weighed.carry_out(sitting)
        return outcomes.not_done(number, Refused(weighed.refusal, written.id), leaf=written.leaf.hex())

    def _prove(self, cases: Sequence[_Case]) -> None:
        """Search once for everybody of the block, and close each erasure with what was found."""
        assert self.progress is not None  # noqa: S101  # the block is durable
        done = [(case, case.task, case.outcome) for case in cases if case.task is not None and case.outcome is not None]
        done = [each for each in done if each[2].code == DONE]
        if not done:
            return
        proven = prove([(task, outcome.entry) for _, task, outcome in done])
        with transactions.deciding() as cursor:
            for (case, _, outcome), of_it in zip(done, proven, strict=True):
                case.outcome = replace(outcome, more=_said(of_it), receipt=of_it.receipt)
                batches.add(cursor, self.progress.id, case.outcome)


def _said(proven: Proven) -> dict[str, Any]:
    return {
        "closing_entry": proven.closing_entry, "searched_for": proven.searched_for, "reach": proven.reach,
        "hits": list(proven.hits), "keys_gone_on": proven.keys_gone_on, "exports": list(proven.exports),
    }  # fmt: skip
