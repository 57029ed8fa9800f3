"""Container and service start what exists: their files are parsed, and built as far as that needs no network."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.main import cli
from tests.test_wheel import ROOT, read_instructions

UNIT = ROOT / "deploy" / "gongbao.service"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_the_container_runs_a_command_of_ours() -> None:
    """As nobody special, with its data in the volume, stopped by the signal that serve listens to."""
    said = dict(read_instructions())
    assert json.loads(said["ENTRYPOINT"]) == ["gongbao"]
    assert json.loads(said["CMD"])[0] in cli.commands
    assert json.loads(said["HEALTHCHECK"].partition("CMD ")[2])[1] in cli.commands
    assert said["USER"] == "gongbao"
    assert said["STOPSIGNAL"] == "SIGTERM"
    assert f"GONGBAO_DB={said['VOLUME']}/" in said["ENV"]
    assert {name for name, _ in read_instructions()} <= {
        *("FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME"),
        *("HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT", "CMD"),
    }


def read_unit() -> configparser.ConfigParser:
    """Return the unit, its names as written."""
    unit = configparser.ConfigParser(interpolation=None, strict=True)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # the documented way to keep the case
    unit.read_string(UNIT.read_text(encoding="utf-8"))
    return unit


def test_the_service_starts_a_command_of_ours() -> None:
    """It is told when the bot is ready, restarts it, and sets only settings that there are."""
    service = read_unit()["Service"]
    program, command = shlex.split(service["ExecStart"])
    assert Path(program).name == "gongbao"
    assert command in cli.commands
    assert service["Type"] == "notify"
    assert service["Restart"] == "on-failure"
    setting = service["Environment"].partition("=")[0]
    assert f"| `{setting}`" in OPERATIONS


def test_the_pages_say_how_commands_run_beside_the_service(tmp_path: Path) -> None:
    """Its line gives a shell the settings of the unit: the same file, the same database."""
    line = re.search(r"`(set -a; [^`]*)`", OPERATIONS)
    assert line is not None
    service = read_unit()["Service"]
    settings = service["EnvironmentFile"]
    assert f". {settings};" in line[1]
    (tmp_path / "env").write_text("GONGBAO_ADMINS=U012AB3CD\n")
    shell = shutil.which("sh")
    if shell is None:
        pytest.skip("there is no shell")
    script = f"{line[1].replace(settings, str(tmp_path / 'env'))}; env"
    told = subprocess.run([shell, "-c", script], check=True, capture_output=True, text=True).stdout.splitlines()
    assert {"GONGBAO_ADMINS=U012AB3CD", service["Environment"]} <= set(told)


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """Where systemd's own checker is installed it finds nothing to say."""
    checker = shutil.which("systemd-analyze")
    if checker is None:
        pytest.skip("systemd-analyze is not installed")
    text = UNIT.read_text(encoding="utf-8")
    copy = tmp_path / UNIT.name
    copy.write_text(re.sub(r"^ExecStart=.*$", f"ExecStart={sys.executable}", text, flags=re.MULTILINE), "utf-8")
    checked = subprocess.run(
        [checker, "verify", "--man=no", "--recursive-errors=no", str(copy)], check=False, capture_output=True, text=True
    )
    about_us = [line for line in checked.stderr.splitlines() if UNIT.name in line]
    assert about_us == []
