"""The work of a run, counted in calls: what grows faster than the size is found without looking at a clock."""

import gc
import os
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType

_FEW = 3
"""From n to 2n to 4n, what is linear is called twice as many times more in the second step; for each pair, four."""

_PATTERNS = f"{Path(re.__file__).parent}{os.sep}"
"""What compiles patterns: how many it keeps, and so what it compiles again, depends on what other tests asked for."""

Call = tuple[str, str]
"""Where a call stands, and what is called there."""


def count_calls(run: Callable[[], object]) -> Counter[Call]:
    """Return how often each function is called in a run, of Python and of what it is built on.

    Nothing is collected meanwhile: what another test left would be closed in calls that are none of this run's. Nor are
    those counted in which the standard library compiles patterns.
    """
    calls: Counter[tuple[CodeType, object]] = Counter()

    def count(frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            calls[frame.f_code, None] += 1
        elif event == "c_call":
            calls[frame.f_code, getattr(argument, "__name__", "")] += 1

    held = sys.getprofile()
    gc.disable()
    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(held)
        gc.enable()
    named: Counter[Call] = Counter()
    for (code, called), times in calls.items():
        if code.co_filename.startswith(_PATTERNS):
            continue
        named[f"{code.co_filename}:{code.co_firstlineno} {code.co_name}", str(called or "")] += times
    return named


def find_growing(build: Callable[[int], Callable[[], object]], size: int) -> dict[Call, tuple[int, int, int]]:
    """Return what is called more than in proportion to the size, with its calls at the size, twice and four times it.

    ``build`` gives the run of a size. What is called seldomer than once a thing is not looked at: caches fill up, pages
    and batches end here or there.
    """
    build(4 * size)()  # what is made once, or kept, is made before
    small, middle, large = (count_calls(build(size * times)) for times in (1, 2, 4))
    return {
        call: (small[call], middle[call], large[call])
        for call in large
        if large[call] - middle[call] > max(_FEW * (middle[call] - small[call]), 2 * size)
    }
