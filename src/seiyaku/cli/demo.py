"""`seiyaku demo`: the main job on the sample company, then a server to look at."""

from __future__ import annotations

import shutil
import webbrowser
from pathlib import Path

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .frame import command, option
from .ports import PORT, demand_free
from .speech import voice
from .story import COUNT

SAID = Text(
    "見本の会社で一通りの仕事をし、この機械の中だけに公開する",
    "Do the whole job on the sample company, then serve it on this machine alone",
)
MARK = ".seiyaku-demo"
FOREIGN = "a folder that is not a demo of ours"


@command("demo", SAID)
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("seiyaku-demo"),
    show_default=True,
    help=Text("書き出す先（前の demo は作り直す）", "the folder to write to (an earlier demo is made anew)"),
)
@option("--port", type=PORT, default=8000, show_default=True, help=Text("待ち受けるポート", "the port to listen on"))
@option("--customers", type=COUNT, default=10_000, show_default=True, help=Text("お客さまの数", "how many customers"))
@option("--serve/--no-serve", default=True, help=Text("終わったら公開する", "serve when done"))
def demo(out: Path, port: int, customers: int, serve: bool) -> None:
    """Tell the story into a folder of its own, then serve its instance at the refused read."""
    from .story import conclude, tell

    if serve:
        demand_free("127.0.0.1", port)  # told now, not when the whole story is done
    folder = _fresh(out.absolute())
    told = tell(folder, customers)
    conclude(told, folder)
    if not serve or not told.teller.right:
        return
    from django.db import connections

    from .up import serve as up

    connections.close_all()
    refused = next(line.entry for line in told.teller.lines if line.decision == "denied")
    address = f"http://localhost:{port}/refusals/{refused}"
    voice.tell(Text(f"拒否された閲覧を開きます: {address}", f"Opening at a refused read: {address}"), "green")
    webbrowser.open(address)
    up("127.0.0.1", port)


def _fresh(folder: Path) -> Path:
    """Empty the folder of an earlier demo; anybody else's folder is left alone."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).is_file():
            raise InputError(where=str(folder), found=FOREIGN, expected="an empty or a new folder")
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / MARK).touch()
    return folder
