"""The supervisor is told what it asks for, and a deaf one does no harm."""

from __future__ import annotations

import logging
import secrets
import socket
from typing import TYPE_CHECKING

import pytest

from bot.supervisor import ALIVE, READY, tell_supervisor

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="such sockets are of Unix")


@pytest.mark.parametrize("is_abstract", [False, True])
def test_a_message_arrives(tmp_path: Path, *, is_abstract: bool) -> None:
    """At a path, and at an abstract name, which is written with @."""
    name = secrets.token_hex(8) if is_abstract else str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0{name}" if is_abstract else name)
        address = f"@{name}" if is_abstract else name
        tell_supervisor(address, READY)
        tell_supervisor(address, ALIVE)
        assert [listening.recv(100), listening.recv(100)] == [b"READY=1", b"WATCHDOG=1"]


def test_nobody_to_tell(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Without a supervisor nothing is said; one that does not listen is logged."""
    with caplog.at_level(logging.WARNING):
        tell_supervisor("", READY)
        assert not caplog.records
        tell_supervisor(str(tmp_path / "nobody"), READY)
    assert "does not listen" in caplog.text
