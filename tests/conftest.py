"""Settings of the whole test run."""

import os
import shutil
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.fake_slack.server import FakeSlack

MEMORY = Path("/dev/shm")  # noqa: S108  pytest makes a folder of its own in it
ENOUGH = 1 << 30

LONG = (
    *("cli/test_serve.py", "cli/test_serve_talk.py", "cli/test_inbound.py", "cli/test_cli_process.py"),
    *("faults/test_faults.py", "test_wheel.py", "reading/test_layouts.py", "slack/test_every_output.py"),
)
"""Tests of the program as a process, and long walks: ``make check`` runs them, ``make test`` does not."""

settings.register_profile("gongbao", deadline=None)  # the machines are noisy: no example fails for its time
settings.load_profile("gongbao")


def pytest_configure() -> None:
    """Keep the tests' files in memory where there is room: thousands of commits would each wait for a disk."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is long."""
    for item in items:
        if item.path.as_posix().endswith(LONG):
            item.add_marker(pytest.mark.long)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run one test more than there are processors: some wait for a process, or for its clock."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Measure no coverage in a test marked ``no_cover``.

    In a process of ``-n`` pytest-cov measures twice and stops one of the two for such a test: the other goes on.
    """
    if item.get_closest_marker("no_cover") is None:
        return (yield)
    here, in_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        return (yield)
    finally:
        threading.settrace(in_threads)
        sys.settrace(here)


@pytest.fixture
def fake(socket_enabled: None) -> Iterator[FakeSlack]:
    """A Slack on loopback that waits for a bot."""
    _ = socket_enabled
    with FakeSlack() as slack:
        yield slack
