"""
HTTPS: PUT of the file to its own address (RFC 9110, 9.3.4), which may be repeated without making two of it.

The receipt is sent as Idempotency-Key, the digest as Content-Digest (RFC 9530). Redirects are not followed.
"""

from __future__ import annotations

from base64 import b64encode

from seiyaku.post.addresses import Address
from seiyaku.post.faults import Later, Never

from . import Handing

TIMEOUT = 30.0
AGAIN = {408, 409, 425, 429}


class Web:
    """Puts the letter, then the file."""

    asks = True

    def hand_over(self, address: Address, parcel: Handing) -> str:
        """Put both; return the answer's status, and its ETag when it has one."""
        import httpx

        head = {"Idempotency-Key": parcel.receipt, "Content-Type": "application/octet-stream"}
        if "token" in address.secrets:
            head["Authorization"] = f"Bearer {address.secrets['token']}"
        digest = b64encode(bytes.fromhex(parcel.digest)).decode()
        where = f"{address.url.rstrip('/')}/{parcel.name}"
        try:
            with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
                text = parcel.letter.text.encode()
                plain = head | {"Content-Type": "text/plain; charset=utf-8", "Idempotency-Key": f"{parcel.receipt}-txt"}
                _taken(client.put(f"{where}.txt", content=text, headers=plain))
                sized = {"Content-Length": str(parcel.size), "Content-Digest": f"sha-256=:{digest}:"}
                answer = client.put(where, content=parcel.pieces(), headers=head | sized)
                _taken(answer)
        except httpx.HTTPError as error:
            raise Later(f"HTTPS: {type(error).__name__}") from error
        tag = answer.headers.get("ETag", "")
        return f"HTTP {answer.status_code}" + (f", ETag {tag[:64]}" if tag.isascii() and tag else "")


def _taken(answer: object) -> None:
    status = int(getattr(answer, "status_code", 0))
    if 200 <= status < 300:
        return
    if status >= 500 or status in AGAIN:
        raise Later(f"HTTP {status}")
    raise Never(f"HTTP {status}")
