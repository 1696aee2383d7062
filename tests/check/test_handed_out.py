"""What the repository hands to others: an action and a hook that call the command as it is, and the guide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from seiyaku.check import accepting
from seiyaku.cli.check import check

ROOT = Path(__file__).parents[2]
OPTIONS = {option for param in check.params for option in param.opts}
GUIDES = [ROOT / "docs" / "how-to" / f"check{ending}" for ending in (".md", ".en.md")]


def test_the_action_calls_the_command_with_options_it_has() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    scripts = "\n".join(step.get("run", "") for step in action["runs"]["steps"])

    assert action["runs"]["using"] == "composite"
    assert set(re.findall(r"(?<=[ (])--(?:lang|as-of|baseline|format|out)\b", scripts)) <= OPTIONS
    assert "${{" not in scripts, "an input in a script is a command of whoever names a file"
    assert all("shell" in step for step in action["runs"]["steps"] if "run" in step)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("site/privacy.html", True),
        ("Privacy-Policy.docx", True),
        ("docs/プライバシーポリシー.md", True),
        ("policies/cloopen/2018-10-01.md", True),
        ("policies/cloopen/2018-10-01.en.md", False),
        ("src/main.py", False),
    ],
)
def test_the_hook_takes_policies_and_nothing_else(path: str, wanted: bool) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    taken = re.search(hook["files"], path) is not None and re.search(hook["exclude"], path) is None

    assert taken == wanted
    assert hook["entry"] == "seiyaku check"


@pytest.mark.parametrize("guide", GUIDES, ids=["ja", "en"])
def test_the_guides_example_of_accepted_findings_is_one(guide: Path, tmp_path: Path) -> None:
    (example,) = re.findall(r"(?s)```yaml\n(accepted:.*?)```", guide.read_text(encoding="utf-8"))
    (tmp_path / "accepted.yaml").write_text(example, encoding="utf-8")

    assert [each.rule for each in accepting.read(tmp_path / "accepted.yaml")] == ["L36"]


@pytest.mark.parametrize("guide", GUIDES, ids=["ja", "en"])
def test_the_guide_names_every_form_and_option_the_command_has(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    (form,) = (param for param in check.params if "--format" in param.opts)

    assert all(f"`{choice}`" in text for choice in form.type.choices)  # type: ignore[attr-defined]
    assert set(re.findall(r"seiyaku check[^\n]*?(--[a-z-]+)", text)) <= OPTIONS
