"""
The order of a release: drawn from the operating system's generator, from the classes' counts alone.

The order of the source's rows never enters, so nothing of it can be left; what is drawn is never kept. Of a long
release the system gives a key, which AES-256 in counter mode draws out (as in NIST SP 800-90A, CTR_DRBG), a key for
each hundred megabytes or so; the keys are gone with what was drawn.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

WORD = 8
AT_ONCE, CLASSES = 1 << 20, 1 << 10
# More numbers are drawn out of keys, each for so many bytes.
LONG, KEY, A_KEY = 1 << 22, 32, 1 << 27


def drawn(count: int) -> NDArray[np.uint64]:
    """Return `count` numbers of 64 bits that nobody can foretell."""
    import numpy as np

    if count <= LONG:
        return np.frombuffer(bytearray(os.urandom(WORD * count)), dtype=np.uint64)
    made, at = np.empty(WORD * count, dtype=np.uint8), 0
    for some in _drawn_out(len(made)):
        made[at : at + len(some)] = np.frombuffer(some, dtype=np.uint8)
        at += len(some)
    return made.view(np.uint64)


def _drawn_out(length: int) -> Iterator[bytes]:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    nothing = bytes(AT_ONCE)
    for begin in range(0, length, A_KEY):
        cipher = Cipher(algorithms.AES(os.urandom(KEY)), modes.CTR(os.urandom(16))).encryptor()
        for at in range(begin, min(begin + A_KEY, length), AT_ONCE):
            yield cipher.update(nothing[: length - at])


def shuffled(counts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """
    Return each class's number as often as it counts, in random order.

    The number stands in the low bits below a random number and all are sorted in place: eight bytes a row.
    """
    import numpy as np

    bits = np.uint64(max(len(counts) - 1, 0).bit_length())
    mixed = drawn(int(counts.sum()))
    if bits:
        mixed <<= bits
        ends = np.cumsum(counts)
        for begin in range(0, len(counts), CLASSES):
            some = counts[begin : begin + CLASSES]
            last = int(ends[begin + len(some) - 1])
            numbers = np.arange(begin, begin + len(some), dtype=np.uint64)
            mixed[last - int(some.sum()) : last] |= np.repeat(numbers, some)
        mixed.sort()
        mixed &= np.uint64((1 << int(bits)) - 1)
    else:
        mixed[:] = 0
    return mixed
