"""The wheel works outside the checkout, with the data it needs inside, made of what the container copies."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def read_instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile with their arguments, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines)]


def copy_sources(place: Path) -> None:
    """Copy what the first stage of the container copies, all let through by .dockerignore; the rest is not needed."""
    allowed = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    for name, rest in read_instructions():
        if name != "COPY" or rest.startswith("--from"):
            continue
        *sources, target = rest.split()
        for source in sources:
            assert source in allowed
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, place / target, ignore=shutil.ignore_patterns("__pycache__", "*.db*"))
            else:
                shutil.copy(ROOT / source, place / target)


def test_the_wheel_runs_on_its_own(tmp_path: Path) -> None:
    """Built, unpacked elsewhere and run from there, the program reads its samples and answers; no database is in it."""
    place, home = tmp_path / "checkout", tmp_path / "elsewhere"
    place.mkdir()
    copy_sources(place)
    (place / "tests").mkdir()
    for stray in ("tests/test_x.py", "data/gongbao.db"):
        (place / stray).touch()
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(place)]
    built = subprocess.run(build, check=False, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("gongbao-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(home)
    assert not [name for name in names if name.startswith("tests/") or name.endswith(".db")]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(home), "PYTHONUTF8": "1"}

    def run(*args: str) -> str:
        call = [sys.executable, *args]
        done = subprocess.run(call, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True, input="")
        assert done.stderr == ""
        return done.stdout

    assert Path(run("-c", "import bot; print(bot.__file__)").strip()).is_relative_to(home)
    assert "What a channel gets" in run("-m", "bot", "demo", "--no-console")
