"""The pages say what the code does: settings, commands, error codes, ledger entries, links."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import seiyaku
from seiyaku.cli.index import COMMANDS
from seiyaku.config import explained, reference
from seiyaku.ledger import bodies

SRC = Path(seiyaku.__file__).parent
ROOT = SRC.parents[1]
PAGES = sorted(path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
WRITTEN_BY_THE_LEDGER = {"v", "id", "at", "n", "people"}
OUTSIDE_THE_READER = {"HOME", "LANG"}  # where the reader itself looks, and what the command line speaks


@pytest.mark.parametrize("name", sorted(reference.pages()))
def test_a_reference_page_is_what_the_code_says(name: str) -> None:
    kept = ROOT / "docs" / "reference" / name

    assert kept.read_text(encoding="utf-8") == reference.pages()[name], "run python -m seiyaku.config.reference"


def settings_read() -> set[str]:
    """Return the name of every setting that settings.py asks the reader for."""
    tree = ast.parse((SRC / "config" / "settings.py").read_text(encoding="utf-8"))
    asked = [node.args for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    named = [args[0].value for args in asked if args and isinstance(args[0], ast.Constant)]
    return {name for name in named if isinstance(name, str) and re.fullmatch("[A-Z_]+", name)}


def test_every_setting_is_explained() -> None:
    assert settings_read() == set(explained.SETTINGS) - OUTSIDE_THE_READER


def test_every_key_of_an_entry_is_explained() -> None:
    assert set(explained.ENTRY_KEYS) == set(bodies.KEYS) | WRITTEN_BY_THE_LEDGER


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))

    assert not [link for link in links if "://" not in link and not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_names_a_command_that_does_not_exist(page: Path) -> None:
    named = re.findall(r"(?m)(?:^\$ |`)seiyaku ([a-z]+)", page.read_text(encoding="utf-8"))

    assert not set(named) - set(COMMANDS)


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/*/*.md")), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_page_stands_in_both_languages(page: Path) -> None:
    if page.parent.name in {"adr", "benchmarks"}:  # kept in one language, as records are
        return
    other = page.with_name(page.name.replace(".en.md", ".md") if ".en." in page.name else f"{page.stem}.en.md")

    assert other.is_file()
    if page.parent.name != "reference":  # written by the code, and listed in both languages by its index
        assert f"]({other.name})" in page.read_text(encoding="utf-8").partition("\n## ")[0], "no way to the other one"


@pytest.mark.parametrize(("readme", "english"), [("README.md", True), ("README.ja.md", False)])
def test_the_readme_leads_to_every_page_of_its_language(readme: str, *, english: bool) -> None:
    said = (ROOT / readme).read_text(encoding="utf-8")

    pages = {str(page.relative_to(ROOT)) for page in [*ROOT.glob("docs/how-to/*.md"), *ROOT.glob("docs/tutorial/*.md")]}
    assert [page for page in sorted(pages) if page.endswith(".en.md") == english and f"({page})" not in said] == []


@pytest.mark.parametrize("name", ["commands", "rules"])
def test_nothing_on_a_reference_page_is_left_unsaid(name: str) -> None:
    for ending, said in ((".md", "ja"), (".en.md", "en")):
        page = reference.pages()[f"{name}{ending}"]

        assert not re.search(r"(?m)^\* `[^`]+`: *$|\|  \|", page), said
