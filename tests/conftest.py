"""Settings of the whole test run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

MEMORY = Path("/dev/shm")  # noqa: S108  pytest makes a folder of its own in it
ENOUGH = 1 << 30

settings.register_profile("gongbao", deadline=None)  # the machines are noisy: no example fails for its time
settings.load_profile("gongbao")


def pytest_configure() -> None:
    """Keep the tests' files in memory where there is room: thousands of commits would each wait for a disk."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run one test more than there are processors: some wait for a process, or for its clock."""
    return (os.cpu_count() or 1) + 1
