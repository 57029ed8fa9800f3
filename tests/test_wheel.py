"""The wheel works outside the checkout, with the data it needs inside."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_wheel_runs_on_its_own(tmp_path: Path) -> None:
    """Built, unpacked elsewhere and run from there, the program reads its samples and answers."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("gongbao-*.whl")
    home = tmp_path / "elsewhere"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(home)
    assert not [name for name in names if name.startswith("tests/") or name.endswith(".db")]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(home), "PYTHONUTF8": "1"}
    where = "import bot; print(bot.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", where], cwd=home, env=environment, check=True, capture_output=True, text=True
    )
    assert Path(found.stdout.strip()).is_relative_to(home)
    shown = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--no-console"],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert "What a channel gets" in shown.stdout
    assert shown.stderr == ""
