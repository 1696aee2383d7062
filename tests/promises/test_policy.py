"""The policy itself, from its file to the page everybody reads (promises 0, 11-1, 12-1, 12-2)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from seiyaku.core.asks import Actor
from seiyaku.core.errors import PolicyError
from seiyaku.policy.services import publish

POLICIES = Path(__file__).parents[2] / "policies" / "cloopen"
SYSTEM = Actor(id="system:init", kind="system", proven_by="job")


def written(folder: Path, day: str, *changes: tuple[str, str]) -> Path:
    """The reference policy as of another day, with some words replaced."""
    for name in ("2018-10-01.md", "2018-10-01.en.md"):
        text = (POLICIES / name).read_text(encoding="utf-8").replace("2018-10-01", day)
        for old, new in changes:
            text = text.replace(old, new)
        (folder / name.replace("2018-10-01", day)).write_text(text, encoding="utf-8")
    return folder / f"{day}.md"


@pytest.mark.promise("0")
def test_a_policy_that_does_not_say_whose_it_is_is_never_published_and_one_that_does_says_so_to_everybody(
    instance: Path, tmp_path: Path
) -> None:
    nameless = written(tmp_path, "2018-10-02", ("  representative: ", "  representativ: "))
    undated = written(tmp_path, "2018-10-03", ("effective: 2018-10-03\n", ""))

    with pytest.raises(PolicyError, match=r"2018-10-02.md:9:3: .*did you mean 'representative'"):
        publish(nameless, actor=SYSTEM)
    with pytest.raises(PolicyError, match="found no 'effective'"):
        publish(undated, actor=SYSTEM)
    assert "見本 星子" not in Client().get("/").content.decode()

    publish(POLICIES / "2018-10-01.md", actor=SYSTEM)
    page = Client().get("/").content.decode()
    assert all(word in page for word in ("見本クルーペン株式会社", "見本 星子", "東京都豊島区見本町", "2018年10月1日"))


@pytest.mark.promise("11-1")
def test_a_policy_that_names_no_law_is_never_published(instance: Path, tmp_path: Path) -> None:
    lawless = written(tmp_path, "2018-10-02", ("  law-of-japan:\n    law: japan\n", "  law-of-japan: {}\n"))

    with pytest.raises(PolicyError, match="no law named"):
        publish(lawless, actor=SYSTEM)


@pytest.mark.promise("12-1", "12-2")
def test_a_change_is_posted_with_its_day_and_the_older_version_stays_readable(instance: Path, tmp_path: Path) -> None:
    first = publish(POLICIES / "2018-10-01.md", actor=SYSTEM)
    replaced = ("published: 2024-04-01", f"published: 2024-04-01\nreplaces: {first.version}")
    changed = ("それ以外は渡しません。", "ほかのものは渡しません。")

    publish(written(tmp_path, "2024-04-01", replaced, changed), actor=SYSTEM)

    page = Client().get("/").content.decode()
    assert "ほかのものは渡しません。" in page
    assert "それ以外は渡しません。" in Client().get("/policy/2018-10-01/").content.decode()
    assert "2024年4月1日" in Client().get("/policy/").content.decode()
