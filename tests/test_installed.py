"""The built wheel, in an empty environment and an empty folder: no source tree beside it, no network."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from .serving import fetch, serving

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    An environment that holds the wheel and, by a .pth line, the locked libraries; returns its folder of commands.

    The libraries are those of this test run: installing them again would test the network. The wheel is installed for
    real, and the .pth line comes without the path of the source tree.
    """
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "env")], check=True)
    python = folder / "env" / "bin" / "python"
    wheel = next(folder.glob("*.whl"))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    site = next((folder / "env" / "lib").glob("python*/site-packages"))
    (site / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "env" / "bin"


def clean() -> dict[str, str]:
    """What a person's shell has: nothing of this test run."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("SEIYAKU_", "PYTHON", "DJANGO_"))}


def run(command: Path, *args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([command, *args], cwd=cwd, env=clean(), capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_installed_package_runs_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import seiyaku; print(seiyaku.__file__)", cwd=tmp_path)

    said = run(installed / "seiyaku", "--lang", "en", "--help", cwd=tmp_path)

    assert str(installed.parent) in where.stdout
    assert said.returncode == 0
    assert "doctor" in said.stdout


@pytest.mark.slow
def test_without_an_instance_a_command_says_what_to_do(installed: Path, tmp_path: Path) -> None:
    said = run(installed / "seiyaku", "--lang", "en", "doctor", cwd=tmp_path)

    assert said.returncode == 1
    assert "seiyaku init" in said.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_the_installed_package_founds_an_instance_and_serves_it(installed: Path, tmp_path: Path) -> None:
    made = run(installed / "seiyaku", "--lang", "en", "init", cwd=tmp_path)
    assert made.returncode == 0, made.stderr

    with serving([installed / "seiyaku", "up"], cwd=tmp_path, env=clean()) as address:
        page = fetch(f"{address}/en/")

    assert "In force now" in page
