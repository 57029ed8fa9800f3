"""The command line as a person uses it: in this process, on a database of its own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from bot.cli.main import cli

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "briefings"
MONITOR = SAMPLES / "china-industry-monitor-2025-04.md"
MONITOR_PDF = MONITOR.with_suffix(".pdf")
FORTNIGHT = SAMPLES / "policy-fortnight-2024-09.md"
QUARTER = SAMPLES / "quarter-in-documents-2024-q1.md"
SEED = Path(__file__).resolve().parents[3] / "shared" / "seed"
"""A publisher's real briefing in several renderings, beside the checkout where it is held."""
NOW = "2025-04-10"


@dataclass(frozen=True, kw_only=True, slots=True)
class Terminal:
    """Runs commands on the database ``db``, or on the one of the settings."""

    db: Path | None

    def run(self, *args: str, status: int = 0, typed: str | None = None) -> Result:
        """Run a command that must end with this status, and without a traceback on either stream."""
        env = {"GONGBAO_DB": str(self.db) if self.db else None}
        result = CliRunner().invoke(cli, args, input=typed, env=env, prog_name="gongbao")
        assert result.exit_code == status, (args, result.output, result.exception)
        assert "Traceback" not in result.output
        return result

    def refuse(self, *args: str, status: int = 1) -> str:
        """Run a command that must be refused with one line on standard error and nothing on standard output."""
        result = self.run(*args, status=status)
        assert result.stdout == ""
        (line,) = result.stderr.splitlines()
        assert line.startswith("gongbao: ")
        assert line.endswith((".", "FILE", "help"))
        return line.removeprefix("gongbao: ")

    def ask(self, *args: str, now: str = NOW) -> str:
        """Return an answer as text."""
        return self.run("ask", *args, "--now", now).stdout

    def load(self, *args: str) -> Any:
        """Return the JSON that a command prints."""
        return json.loads(self.run(*args).stdout)

    def export(self) -> str:
        """Return the export as printed."""
        return self.run("export").stdout
