"""``gongbao serve`` as a process of its own, with what it says kept."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

from tests.fake_slack.server import APP_TOKEN, BOT_TOKEN, WAIT_S

ROOT = Path(__file__).resolve().parents[2]
SECRET = "canary-signing-secret-1234567890"  # noqa: S105  a secret of these tests


def build_environment(**settings: str) -> dict[str, str]:
    """Return the environment of a process of the bot: the fake Slack's secrets, and these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGBAO_", "SLACK_", "COV_"))}
    secrets = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": SECRET}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **secrets, **settings}


class Program:
    """The running program; a context manager that ends it, whatever happened."""

    def __init__(self, *args: str, folder: Path, **settings: str) -> None:
        self._environment = build_environment(**settings)
        self._call = [sys.executable, "-m", "bot", "serve", *args]
        self._folder = folder
        self.lines: list[str] = []
        self._changed = threading.Condition()

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._call, stderr=subprocess.PIPE, env=self._environment, cwd=self._folder, text=True, encoding="utf-8"
        )
        self._reading = threading.Thread(target=self._keep_lines, daemon=True)
        self._reading.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._reading.join(WAIT_S)
        assert self._process.stderr is not None
        self._process.stderr.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Wait until it says a line that holds this pattern."""

        def look() -> re.Match[str] | None:
            return next((match for line in self.lines if (match := re.search(pattern, line))), None)

        with self._changed:
            found = self._changed.wait_for(look, WAIT_S)
        assert found, (pattern, self.lines)
        return found

    def end(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop, and give its status."""
        self._process.send_signal(number)
        return self.wait()

    def kill(self) -> None:
        """End it as a power cut would, at once and unasked."""
        self._process.kill()
        self._process.wait(WAIT_S)

    def wait(self) -> int:
        """Wait until it ends by itself, and give its status."""
        status = self._process.wait(WAIT_S)
        self._reading.join(WAIT_S)
        return status

    def _keep_lines(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            with self._changed:
                self.lines.append(line.rstrip("\n"))
                self._changed.notify_all()
