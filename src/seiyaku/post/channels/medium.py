"""
A recording medium (9-4-B): the sealed package, a label to print, and a receipt that comes back signed.

The medium is a folder where it is mounted. Label and receipt are PDF/A; they say nothing that is in the package.
"""

from __future__ import annotations

from pathlib import Path

from seiyaku.post.addresses import Address
from seiyaku.post.faults import Later
from seiyaku.post.printing import medium_papers

from . import Handing
from .folder import Folder, put_once


class Medium:
    """Writes label and receipt, then what a folder gets."""

    asks = True

    def hand_over(self, address: Address, parcel: Handing) -> str:
        """Write all of it."""
        folder = Path(address.parts.path)
        try:
            if not folder.is_dir():
                raise Later("the medium is not there")
            for name, pdf in medium_papers(parcel).items():
                put_once(folder / f"{parcel.name}.{name}.pdf", [pdf])
        except OSError as error:
            raise Later(f"the medium cannot be written: {type(error).__name__}") from error
        return Folder().hand_over(address, parcel)
