"""SFTP and S3, through fsspec: a file appears whole under its name, or not at all; one that is there is left alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from seiyaku.post.addresses import Address
from seiyaku.post.faults import Later, Never

from . import Handing

BLOCK = 8 << 20
TIMEOUT = 30
THERE = "the same file was there already"


def _there(system: Any, path: str) -> int | None:
    """Return how large the file is, None when there is none."""
    try:
        return int(system.info(path)["size"])
    except FileNotFoundError:
        return None


@contextmanager
def _reported(what: str) -> Iterator[None]:
    try:
        yield
    except (Later, Never):
        raise
    except PermissionError:
        raise Later(f"{what}: not permitted") from None
    except Exception as error:
        raise Later(f"{what}: {type(error).__name__}") from error


class Ssh:
    """SFTP. The server's key is pinned; the file is written under another name, then renamed."""

    asks = True

    def hand_over(self, address: Address, parcel: Handing) -> str:
        """Write the letter, then the file."""
        with _reported("SFTP"), self._connected(address) as system:
            folder = address.parts.path.rstrip("/")
            self._put(system, f"{folder}/{parcel.name}.txt", [parcel.letter.text.encode()], None)
            return self._put(system, f"{folder}/{parcel.name}", parcel.pieces(), parcel.size)

    @contextmanager
    def _connected(self, address: Address) -> Iterator[Any]:
        import asyncssh
        from sshfs import SSHFileSystem

        parts, known_to_us = address.parts, address.secrets
        proof: dict[str, Any] = {"client_keys": None}
        if "private-key" in known_to_us:
            proof = {"client_keys": [asyncssh.import_private_key(known_to_us["private-key"])]}
        if "password" in known_to_us:
            proof["password"] = known_to_us["password"]
        host, port = parts.hostname or "", parts.port or 22
        named = host if port == 22 else f"[{host}]:{port}"
        known = asyncssh.import_known_hosts(f"{named} {known_to_us['host-key']}\n")
        system = SSHFileSystem(
            host, port=port, username=parts.username, known_hosts=known, agent_path=None, config=None,
            connect_timeout=TIMEOUT, skip_instance_cache=True, **proof,
        )  # fmt: skip
        try:
            yield system
        finally:
            system.loop.call_soon_threadsafe(system.client.close)

    def _put(self, system: Any, path: str, pieces: Any, size: int | None) -> str:
        there = _there(system, path)
        if there is not None:
            if size is not None and there != size:
                raise Never("another file has this name")
            return THERE
        folder, _, name = path.rpartition("/")
        for stale in system.ls(folder or "/", detail=False):
            if str(stale).rpartition("/")[2].startswith(f".{name}."):
                system.rm_file(stale)  # whoever wrote it has lost its claim
        part = f"{folder}/.{name}.{secrets.token_hex(4)}.part"
        with system.open(part, "wb", block_size=BLOCK) as file:
            for piece in pieces:
                file.write(piece)
        if size is not None and _there(system, part) != size:
            raise Later("SFTP: not all of it arrived")
        system.mv(part, path)
        return "written, and renamed"


class Bucket:
    """S3, and what speaks like it: an object appears when all of it is there."""

    asks = True

    def hand_over(self, address: Address, parcel: Handing) -> str:
        """Put the letter, then the file."""
        with _reported("S3"):
            system = self._connected(address)
            folder = f"{address.parts.netloc}{address.parts.path}".rstrip("/")
            if _there(system, f"{folder}/{parcel.name}.txt") is None:
                system.pipe_file(f"{folder}/{parcel.name}.txt", parcel.letter.text.encode())
            there = _there(system, f"{folder}/{parcel.name}")
            if there is not None:
                if there != parcel.size:
                    raise Never("another object has this name")
                return THERE
            with system.open(f"{folder}/{parcel.name}", "wb", block_size=BLOCK) as file:
                for piece in parcel.pieces():
                    file.write(piece)
            tag = str(system.info(f"{folder}/{parcel.name}").get("ETag", "")).strip('"')
            return f"ETag {tag[:64]}"

    def _connected(self, address: Address) -> Any:
        from s3fs import S3FileSystem  # type: ignore[import-untyped]  # it ships no types

        given = address.secrets
        names = (("endpoint", "endpoint_url"), ("region", "region_name"))
        client = {name: given[key] for key, name in names if key in given}
        return S3FileSystem(
            key=given.get("key"), secret=given.get("secret"), client_kwargs=client, use_listings_cache=False,
            skip_instance_cache=True, config_kwargs={"connect_timeout": TIMEOUT, "retries": {"max_attempts": 1}},
        )  # fmt: skip
