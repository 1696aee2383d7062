"""Jobs: a search that takes its time is watched, stopped, and gone on with; none runs for ever by a dead server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from django.utils import timezone

from seiyaku.anonymised import jobs, vaulting, working
from seiyaku.anonymised.jobs import Begun
from seiyaku.anonymised.models import Job, Release
from seiyaku.anonymised.watching import Watch
from seiyaku.core.errors import Conflict, NotFound, Refused, Unavailable
from seiyaku.post.models import Body
from tests.people.sample import entries

from .house import PLAN, House, house

TEXT = yaml.safe_dump(PLAN, allow_unicode=True)


@pytest.fixture
def people(instance: Path) -> House:
    return house()


def watched(begun: Begun, now: Callable[[Watch], bool], then: Callable[[], object]) -> tuple[Job, Watch]:
    """Run a job; at its first step at which `now` holds, do `then` and have its watch look."""
    seen: list[bool] = []
    watch = Watch()

    def step() -> None:
        if not seen and now(watch):
            seen.append(True)
            then()
            claim = Job.objects.get(pk=begun.job.pk).claim
            working.beat(begun.job.pk, claim, watch)

    watch.at_each = step
    return working.run(begun.job, watch=watch), watch


@pytest.mark.promise("9-1", "9-2-B", "2-1")
def test_a_job_that_is_stopped_leaves_nothing_in_the_clear_and_is_gone_on_with(people: House) -> None:
    made = jobs.begin(TEXT, "make", actor=people.maker)

    def searching(watch: Watch) -> bool:
        return watch.phase == "searching" and watch.checked > 0

    stopped, watch = watched(made, searching, lambda: jobs.stop(made.job.ref, actor=people.manager))

    assert (stopped.state, stopped.result) == ("stopped", None)
    assert stopped.progress["people"] > 240
    assert 0 < stopped.progress["checked"] < stopped.progress["nodes"]
    assert watch.found
    assert not Release.objects.exists()
    assert not Body.objects.exists()
    assert list(vaulting.working_root().iterdir()) == []
    with pytest.raises(Unavailable):
        working.insist(stopped)
    with pytest.raises(Conflict):
        jobs.stop(stopped.ref, actor=people.maker)
    went_on = jobs.again(stopped.ref, actor=people.maker)
    done = working.run(went_on.job)
    assert done.state == "done"
    assert done.progress["checked"] + stopped.progress["checked"] <= stopped.progress["nodes"] + 2
    assert done.release == Release.objects.get().ref
    with pytest.raises(Conflict):
        jobs.again(done.ref, actor=people.maker)


@pytest.mark.promise("9-1", "2-1")
def test_only_its_maker_and_the_manager_see_a_job_and_a_lost_one_says_so(people: House) -> None:
    looked = jobs.begin(TEXT, "look", actor=people.maker)
    for other in (people.clerk, people.approver):
        for act in (jobs.seen, jobs.stop, jobs.again):
            with pytest.raises(Refused):
                act(looked.job.ref, actor=other)
        assert jobs.listed(actor=other) == []
    assert [one.ref for one in jobs.listed(actor=people.manager)] == [looked.job.ref]
    with pytest.raises(NotFound):
        jobs.seen("job:none", actor=people.manager)
    newer = jobs.begin(TEXT, "look", actor=people.maker)
    assert jobs.seen(looked.job.ref, actor=people.maker).state == "stopped"
    assert working.turn() == 1
    shown = working.result(jobs.seen(newer.job.ref, actor=people.manager), actor=people.manager)
    assert shown.verdict["smallest"] >= 10
    assert len(shown.rows) == 20
    assert shown.around[0].step == 0
    assert entries()[-1]["act"] == "open-preview"

    lost = jobs.begin(TEXT, "make", actor=people.maker)
    Job.objects.filter(pk=lost.job.pk).update(state="running", beat_at=timezone.now() - dt.timedelta(minutes=1))

    assert working.turn() == 0
    assert jobs.seen(lost.job.ref, actor=people.maker).state == "interrupted"
    assert jobs.again(lost.job.ref, actor=people.maker).job.state == "waiting"


@pytest.mark.promise("9-1", "2-1")
def test_a_plan_is_previewed_so_often_in_an_hour_and_no_more(people: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "LOOKS", 2)
    for _ in range(2):
        jobs.begin(TEXT, "look", actor=people.maker)

    with pytest.raises(Refused) as refused:
        jobs.begin(TEXT, "look", actor=people.maker)

    assert refused.value.answer.reason == "too-many-previews"
    assert entries()[-1]["reason"] == "too-many-previews"
    assert jobs.begin(TEXT, "look", draft="plan:other", actor=people.maker).job.state == "waiting"
    assert jobs.begin(TEXT, "make", actor=people.maker).job.state == "waiting"
    Job.objects.update(asked_at=timezone.now() - dt.timedelta(hours=1))
    assert jobs.begin(TEXT, "look", actor=people.maker).job.state == "waiting"


def test_a_job_is_forgotten_a_day_after_it_is_over_or_was_asked_for(people: House) -> None:
    over, never_run, running = (jobs.begin(TEXT, "make", actor=people.maker).job for _ in range(3))
    now = timezone.now()
    Job.objects.filter(pk=over.pk).update(state="stopped", ended_at=now)
    Job.objects.filter(pk=running.pk).update(state="running", beat_at=now)

    assert jobs.forget(now + dt.timedelta(hours=23)) == 0
    assert jobs.forget(now + dt.timedelta(hours=25)) == 2

    assert set(Job.objects.values_list("ref", flat=True)) == {running.ref}
    with pytest.raises(NotFound):
        jobs.seen(never_run.ref, actor=people.maker)
