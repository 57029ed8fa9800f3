"""The pages say what the program does: their tables come from the code, and what they name is there."""

import logging
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.main import cli
from bot.config import SETTINGS
from docs.tables import render_pages

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "data" / "README.md"])
SAMPLES = ("quarter-in-documents-2024-q1.md", "policy-fortnight-2024-09.md", "china-industry-monitor-2025-04.md")
NOW = "2025-04-10"
IN_SLACK = re.findall(r"^\| `(/.+?)` \|", README, re.MULTILINE)
IN_PAGES = [typed for page in PAGES for typed in re.findall(r"^    (/.+)$", page.read_text("utf-8"), re.MULTILINE)]
IN_TERMINAL = re.findall(r"^    gongbao ask ('.+?')$", README, re.MULTILINE)
OTHERS = ["--help", "search robots", "digest preview topic:ai weekly at 09:00"]
OTHERS += ["digest ledger", "licence list", "doctor"]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The options that point a command at a store with the samples, read in the order in which they appeared."""
    options = ["--db", str(tmp_path_factory.mktemp("docs") / "g.db")]
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    paths = [str(ROOT / "data" / "briefings" / name) for name in SAMPLES]
    read = CliRunner().invoke(cli, ["ingest", *paths, *options, "--now", "2025-04-02"])
    assert read.exit_code == 0, read.output
    yield options
    root.handlers[:] = handlers
    root.setLevel(level)


def name(page: Path) -> str:
    """Return a page's path below the root, which names its test."""
    return page.relative_to(ROOT).as_posix()


def strip_quoted(text: str) -> str:
    """Return a page's prose: without tables made from the code, code, and samples of what the program prints."""
    return re.sub(
        r"<!-- table: .*?<!-- end -->|```.*?```|`[^`\n]*`|^    .*?$", "", text, flags=re.DOTALL | re.MULTILINE
    )


@pytest.mark.parametrize("page", render_pages(), ids=name)
def test_tables_are_those_of_the_code(page: Path) -> None:
    written, made = render_pages()[page]
    assert written == made, "run: make docs"


def test_every_setting_has_its_line() -> None:
    source = (ROOT / "bot" / "config.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"((?:GONGBAO|SLACK)_[A-Z_]*[A-Z])"', source)) == {setting for setting, *_ in SETTINGS}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_targets_paths_and_links_exist(page: Path) -> None:
    text, makefile = page.read_text(encoding="utf-8"), (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:`|^ {4})make ([a-z][a-z-]+)", text, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for path in re.findall(r"`((?:bot|tests|data|docs|deploy)/[\w./-]+)`", text):
        assert (ROOT / path).exists() or path.endswith(".db"), path
    for link in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", text):
        assert (page.parent / link).exists(), link


@pytest.mark.parametrize(
    ("page", "most"), [("README.md", 10_000), ("CONTRIBUTING.md", 12_000), ("CHANGELOG.md", 6_000)]
)
def test_the_first_pages_are_short(page: str, most: int) -> None:
    assert (ROOT / page).stat().st_size <= most


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_pages_are_written_in_plain_english(page: Path) -> None:
    prose = strip_quoted(page.read_text(encoding="utf-8"))
    assert not re.findall(r"\b(?:held|corpus|stands|is told|are told)\b|\bTODO\b|\bissue #?\d", prose)


def test_the_changelog_has_a_place_for_what_comes() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[?(\w+)", changelog, re.MULTILINE)[0] == "Unreleased"


def test_the_readme_shows_twelve_commands() -> None:
    assert (len(IN_SLACK), len(IN_TERMINAL)) == (12, 2)


@pytest.mark.parametrize("typed", [*IN_SLACK, *IN_PAGES, *(shlex.split(call)[0] for call in IN_TERMINAL)])
def test_what_the_pages_type_has_an_answer(samples: list[str], typed: str) -> None:
    asked = CliRunner().invoke(cli, ["ask", typed, *samples, "--now", NOW])
    assert asked.exit_code == 0
    assert "⚠" not in asked.output
    assert re.search(
        r"Gongbao Samples|From \d briefings?|Done\.|on its way|Subscribe\?|least certain first|Preview"
        r"|companies in the news",
        asked.output,
    ), asked.output


@pytest.mark.parametrize("call", OTHERS)
def test_other_commands_of_the_pages_run(samples: list[str], call: str) -> None:
    options = [] if call == "--help" else samples
    ran = CliRunner().invoke(cli, [*shlex.split(call), *options])
    assert ran.exit_code == 0, ran.output
