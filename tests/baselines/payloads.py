"""Write the Block Kit payloads of thirty answers to ``payloads.json``: ``make baselines``.

The sample briefings are read into a new database with a fixed time, and ``gongbao ask --json`` answers each command as
a program of its own, in this order. Run again after a change, the difference of the file is what people see otherwise.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SAMPLES = (
    "quarter-in-documents-2024-q1.md",
    "policy-fortnight-2024-09.md",
    "china-industry-monitor-2025-04.md",
)
READ = "2025-04-02T08:00"
NOW = "2025-04-10T08:00"
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("/policy data security since:2024-02",),
    ("/policy P19",),
    ("/policy I1",),
    ("/policy due",),
    ("/policy timeline",),
    ("/policy timeline P3",),
    ("/policy targets",),
    ("/ministry joint MIIT CAC",),
    ("/policy status:draft_for_comment",),
    ("/policy 数据安全",),
    ("/policy colour:red",),
    ("/policy since:03/04/2023",),
    ("/policy help",),
    ("/policy data security", "Source"),
    ("/policy", "More"),
    ("/policy P19", "Cite"),
    ("/ministry",),
    ("/ministry MIIT",),
    ("/company Huawei",),
    ("/company Tesla",),
    ("/briefing",),
    ("/briefing B1",),
    ("/digest",),
    ("/digest preview",),
    ("/ingest list",),
    ("/ingest review",),
    ("what did MIIT issue on data security?",),
    ("哪些政策跟新能源汽车有关",),
    ("/digest subscribe weekly", "Subscribe"),
    ("/digest list",),
)
"""What is asked, in this order, each with the buttons then pressed; what changes the store comes last."""


def run(*arguments: str, db: Path) -> str:
    """Run ``gongbao`` on a database without any setting of this machine, and return what it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGBAO_", "SLACK_"))}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments, "--db", str(db)],
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    return done.stdout


def ask(command: str, *presses: str, db: Path) -> object:
    """Ask a command, press the named buttons one after the other, and return the payload that is then shown."""
    pressed = [part for label in presses for part in ("--press", label)]
    return json.loads(run("ask", command, *pressed, "--json", "--now", NOW, db=db))


def main() -> None:
    """Read the samples, ask every command, and write the answers."""
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "baselines.db"
        run("ingest", "--now", READ, *(str(ROOT / "data" / "briefings" / name) for name in SAMPLES), db=db)
        answers = {" → ".join(asked): ask(*asked, db=db) for asked in COMMANDS}
    text = json.dumps(answers, ensure_ascii=False, indent=1, sort_keys=True)
    (HERE / "payloads.json").write_text(f"{text}\n", encoding="utf-8")
    sys.stdout.write(f"{len(answers)} answers written to {HERE.relative_to(ROOT)}/payloads.json\n")


if __name__ == "__main__":
    main()
