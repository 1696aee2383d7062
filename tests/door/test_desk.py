"""The desk: many callers, one commit; nobody sleeps for ever."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError

from seiyaku.core import errors
from seiyaku.door.desk import Desk, Errand
from tests.waiting import HANGS, until


def double(batch: Sequence[Errand]) -> None:
    for errand in batch:
        errand.result = errand.want * 2


def test_many_callers_each_get_their_own_answer() -> None:
    desk = Desk(double)

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(desk.run, range(1, 400)))

    assert answers == [n * 2 for n in range(1, 400)]


def test_callers_who_wait_share_one_batch() -> None:
    sizes: list[int] = []
    begun, others_wait = threading.Event(), threading.Event()

    def slow(batch: Sequence[Errand]) -> None:
        sizes.append(len(batch))
        begun.set()
        assert others_wait.wait(HANGS)
        double(batch)

    desk = Desk(slow)
    with ThreadPoolExecutor(16) as pool:
        first = pool.submit(desk.run, 1)
        begun.wait(HANGS)
        others = [pool.submit(desk.run, n) for n in range(2, 17)]
        until(lambda: desk._waiting.qsize() == 14)  # and one in the hands of the desk
        others_wait.set()
        answers = [each.result(HANGS) for each in (first, *others)]

    assert answers == [n * 2 for n in range(1, 17)]
    assert sum(sizes) == 16
    assert len(sizes) <= 3


def test_one_bad_errand_does_not_sink_the_batch() -> None:
    def serve(batch: Sequence[Errand]) -> None:
        if len(batch) > 1 and any(e.want == 7 for e in batch):
            raise OperationalError("division by zero")
        if batch[0].want == 7:
            raise OperationalError("division by zero")
        double(batch)

    desk = Desk(serve)

    def run(n: int) -> int | str:
        try:
            return int(desk.run(n))
        except errors.Unavailable as error:
            return error.code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(run, range(1, 30)))

    assert answers == [("unavailable" if n == 7 else n * 2) for n in range(1, 30)]


@pytest.mark.parametrize("ending", [RuntimeError("a hook failed"), KeyboardInterrupt()], ids=["failed", "interrupted"])
def test_what_was_worked_out_but_not_committed_reaches_nobody_whatever_ended_it(ending: BaseException) -> None:
    def serve(batch: Sequence[Errand]) -> None:
        double(batch)
        raise ending  # between the answers and the commit

    with pytest.raises((errors.Unavailable, KeyboardInterrupt)):
        Desk(serve).run(7)


def test_what_was_committed_apart_stands_when_a_later_errand_ends_the_desk() -> None:
    errands = [Errand(1), Errand(7)]

    def serve(batch: Sequence[Errand]) -> None:
        double(batch)
        if len(batch) > 1:
            raise OperationalError("not together")
        if batch[0].want == 7:
            raise RuntimeError("a hook failed")

    Desk(serve)._attend(errands)

    assert (errands[0].result, errands[0].error) == (2, None)
    assert errands[1].result is None
    assert isinstance(errands[1].error, errors.Unavailable)


def test_a_desk_that_dies_releases_its_callers_and_is_replaced() -> None:
    deaths = [1]
    held, queued = threading.Event(), threading.Event()

    def serve(batch: Sequence[Errand]) -> None:
        if any(e.want == 0 for e in batch):
            held.set()
            assert queued.wait(HANGS)
            double(batch)
        elif deaths:
            deaths.pop()
            raise SystemExit
        else:
            double(batch)

    desk = Desk(serve)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(desk.run, 0)
        held.wait(HANGS)
        second = pool.submit(desk.run, 1)
        until(lambda: desk._thread is not None and desk._waiting.empty())  # the desk has it, and waits its turn
        queued.set()
        with pytest.raises(errors.Unavailable):
            second.result(HANGS)
        first.result(HANGS)

        assert pool.submit(desk.run, 4).result(HANGS) == 8


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("database or disk is full", "the disk is full"),
        ("attempt to write a readonly database", "the database is read-only"),
        ("cannot execute INSERT in a read-only transaction", "the database is read-only"),
    ],
)
def test_a_full_or_read_only_disk_closes_the_door_with_its_reason_and_is_tried_once(said: str, why: str) -> None:
    tried: list[int] = []

    def serve(batch: Sequence[Errand]) -> None:
        tried.append(len(batch))
        double(batch)
        raise OperationalError(said)

    with pytest.raises(errors.Unavailable) as caught:
        Desk(serve).run(1)

    assert caught.value.why == why
    assert tried == [1]
