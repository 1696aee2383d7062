"""
The order of a release: drawn from the operating system's generator, from the classes' counts alone.

The order of the source's rows never enters, so nothing of it can be left; what is drawn is never kept.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORD = 8
AT_ONCE, CLASSES = 1 << 20, 1 << 10


def drawn(count: int) -> NDArray[np.uint64]:
    """Return `count` numbers of 64 bits from the operating system's generator."""
    import numpy as np

    made = np.empty(count, dtype=np.uint64)

    def draw(begin: int) -> None:
        some = made[begin : begin + AT_ONCE]
        some[:] = np.frombuffer(os.urandom(WORD * len(some)), dtype=np.uint64)

    if count <= AT_ONCE:
        draw(0)
        return made
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor() as together:
        list(together.map(draw, range(0, count, AT_ONCE)))
    return made


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
