"""Every screen in both languages, folded parts open: accessible, fitting, in one language, naming nobody; pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from seiyaku.core.language import LANGUAGES
from tests.addresses import route_of
from tests.console.test_urls import SEEN as CONSOLE
from tests.portal.test_urls import SEEN as PORTAL
from tests.raw_names import known

from . import screens
from .screens import NO_PAGE, Sample
from .walk import Walk, leaf, unseen

# On one database: what a page shows does not depend on it, and the main paths are walked on both (test_customers, …).
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite, pytest.mark.xdist_group("browser")]
# Pages that answer a form alone.
BY_FORM = {
    "console/found", "console/opened", "console/explained", "console/taken", "console/asked", "console/person",
    "console/records", "console/receipt", "console/people/completions", "my/choose", "my/receipt",
}  # fmt: skip


def demanded(made: Sample) -> set[str]:
    """Return every route that shows a page, by the tables of addresses, which hold whatever the resolver knows."""
    from tests.console.test_urls import ACCOUNT

    named = made.named | {"proposal": "proposal:x", "entry": "0" * 24}
    paths = [f"/console/{one.format(**named)}" for one in CONSOLE if one != "nothing"]
    paths += [f"/console/account/{one}" for one in ACCOUNT] + ["/design"]
    paths += [f"/{one.format(**named)}" for one in PORTAL if one != "nothing"]
    return {route_of(path) for path in paths} | BY_FORM


def test_every_screen_in_both_languages(
    site: str, browser: Browser, axe: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = screens.sample(tmp_path, monkeypatch)
    names = known()
    broken: dict[str, str] = {}
    walked: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for language in LANGUAGES:
        for steps in (screens.entering, screens.officer, screens.calls, screens.customer):
            walk = Walk(site, browser, axe, language, names=names)
            steps(walk, made)
            broken |= walk.broken
            walked[language] |= walk.visited
            walk.context.close()
            if walk.folder is not None:
                leaf(walk.folder)

    assert broken == {}, "\n".join(f"{where}: {why}" for where, why in broken.items())
    assert unseen(demanded(made), walked, NO_PAGE) == {}, (
        "nobody looks at these: add a line to PAGES in tests/browser/screens.py (a page that opens by its address), a"
        " step to a walk there (a page that answers a form), or a reason to NO_PAGE"
    )
