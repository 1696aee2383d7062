"""Two published versions of the reference policy to show: the real one, and a later one that changes two clauses."""

from __future__ import annotations

from pathlib import Path

from seiyaku.core.asks import Actor
from seiyaku.policy import services
from seiyaku.policy.queries import Published

REFERENCE = Path(__file__).parents[2] / "policies" / "cloopen" / "2018-10-01.md"
SYSTEM = Actor(id="system:test", kind="system", proven_by="job")


def publish_first() -> Published:
    return services.publish(REFERENCE, actor=SYSTEM)


def publish_second(folder: Path, first: Published, day: str = "2024-04-01") -> Published:
    """Publish a version that words 8-2 anew, in both languages, and puts no rule differently."""
    ja = REFERENCE.read_text(encoding="utf-8").replace("2018-10-01", day)
    ja = ja.replace("effective:", f"replaces: {first.version}\neffective:", 1)
    ja = ja.replace("それ以外は渡しません。", "そのほかは渡しません。")
    en = REFERENCE.with_name("2018-10-01.en.md").read_text(encoding="utf-8").replace("Nothing else.", "No more.", 1)
    (folder / f"{day}.md").write_text(ja, encoding="utf-8")
    (folder / f"{day}.en.md").write_text(en, encoding="utf-8")
    return services.publish(folder / f"{day}.md", actor=SYSTEM)
