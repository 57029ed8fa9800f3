"""Type the lines of ``tests/data/questions/`` into the program as people do, and judge what it answers.

``python -m tests.benchmarks.questions`` asks each line through the Bolt app in memory, as ``gongbao ask`` does, over
the labelled documents, and prints what is right and wrong; ``before.toml`` says how a line is judged. ``--seed`` prints
the answers to the lines of ``../shared/questions.md`` instead, over the briefing that lies beside it.
"""

import datetime as dt
import re
import shutil
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import Application
from bot.cli.text import render_block, render_message
from bot.errors import GongbaoError
from bot.operations.export import compose_export
from bot.slack.commands import BY_NAME
from tests.benchmarks.common import ROOT, SHARED, build_parser, ingest, open_app, print_table
from tests.benchmarks.retrieval import NOW, ingest_labelled

QUESTIONS = ROOT / "tests" / "data" / "questions"
SEED_NOW = dt.datetime(2023, 12, 10, 9, tzinfo=dt.UTC)
SHOWN_LINES = 6
_HEAD = 5
_SIDES = 15
_TITLE = 30
_REFERENCE = re.compile(r"\{([PB]) ([^}]+)\}")
_ID = re.compile(r"\b[IP]\d+\b")
_ASIDE = re.compile(r"^\W*(Near, not counted|Related|Policies of its fields)\b")
_ECHO = re.compile(r"^\W*(Read as|Showing)\b")
_RESULTS = re.compile(r"\b\d+ results?\b")
_NO = re.compile(r"(?i)\b(no|not|nothing|none|isn't|aren't|wasn't)\b")
_LEFT_OUT = re.compile(r"(?i)\b(left out|without|ignor\w+|no|not|nothing|none|isn't|instead|dropped|skipped|any of)\b")

Line = dict[str, Any]


@dataclass(frozen=True)
class Contents:
    """The places of each id, and the names and places of what a card can show, by the words of a line's ``card``."""

    places: dict[str, frozenset[str]]
    things: dict[str, tuple[list[str], frozenset[str]]]

    def find_id(self, kind: str, wanted: str) -> str:
        """Return the id of the policy at a place, or of a document's briefing."""
        return self.things[f"{'policy' if kind == 'P' else 'briefing'} {wanted}"][0][0]


@dataclass(frozen=True)
class Answer:
    """What a person sees: the lines that are not empty, and the places of each row from top to bottom."""

    lines: list[str]
    rows: list[frozenset[str]]

    @property
    def head(self) -> str:
        """Return the first lines, without those that repeat the question."""
        return "\n".join([line for line in self.lines if not _ECHO.match(line)][:_HEAD])

    def begins_with(self, wanted: Collection[str]) -> bool:
        """Whether the first row is one of these places."""
        return bool(self.rows) and is_at(self.rows[0], wanted)


def read_contents(app: Application, places: dict[str, str]) -> Contents:
    """Return what the export says the store holds; ``places`` gives the document and place of each item's id."""
    held = compose_export(app.store, app.services.lookup.lexicon())
    by_id = {item: frozenset({place}) for item, place in places.items()}
    things: dict[str, tuple[list[str], frozenset[str]]] = {}
    headlines = {item["id"]: item["headline"] or item["text"] for b in held["briefings"] for item in b["items"]}
    for policy in held["policies"]:
        by_id[policy["id"]] = frozenset(places[each] for each in policy["item_ids"])
        titles = [policy["title_en"], policy["title_zh"], *(headlines[each] for each in policy["item_ids"])]
        names = [policy["id"], *(title[:_TITLE] for title in titles if title)]
        things |= {f"policy {place}": (names, by_id[policy["id"]]) for place in by_id[policy["id"]]}
    for body in held["bodies"]:
        names = [body["id"], *filter(None, (body["name_en"], body["name_zh"]))]
        things[f"body {body['id']}"] = (names, frozenset(places[each] for each in body["item_ids"]))
    for company in held["companies"]:
        things[f"company {company['name']}"] = ([company["name"]], frozenset(places[i] for i in company["item_ids"]))
    for briefing in filter(lambda each: each["items"], held["briefings"]):
        stem = places[briefing["items"][0]["id"]].partition(" ")[0]
        names = [briefing[each] for each in ("id", "series", "publisher") if briefing[each]]
        things[f"briefing {stem}"] = (names, frozenset(places[item["id"]] for item in briefing["items"]))
    return Contents(places=by_id, things=things)


def ask(app: Application, typed: str) -> dict[str, Any]:
    """Return the payload that answers a line: a slash command, or a question put to the bot in the channel."""
    first = typed.partition(" ")[0]
    try:
        if first.startswith("/") or first.casefold() in BY_NAME:
            return app.workspace.command(typed).payload
        return app.workspace.mention(typed).payload
    except GongbaoError as error:
        return {"text": f"⚠ {error}"}


def read_answer(payload: dict[str, Any], contents: Contents) -> Answer:
    """Return an answer's text, and its rows: the ids at the head of lines and on buttons beside them, once each."""
    rows: list[frozenset[str]] = []
    seen: set[str] = set()
    for block in payload.get("blocks") or []:
        lines = render_block(block).splitlines()
        aside = any(_ASIDE.match(line) for line in lines)
        ids = [found[0] for line in lines if not _ASIDE.match(line) and (found := _ID.search(line))]
        value = str((block.get("accessory") or {}).get("value", ""))
        ids += [value] if not ids and not aside and _ID.fullmatch(value) else []
        for each in ids:
            places = contents.places.get(each, frozenset())
            if places and not places <= seen:
                rows.append(places)
                seen |= places
    return Answer(lines=[line for line in render_message(payload).splitlines() if line.strip()], rows=rows)


def is_at(row: frozenset[str], wanted: Collection[str]) -> bool:
    """Whether a row is one of the places; a document alone stands for all its items."""
    return any(place in wanted or place.partition(" ")[0] in wanted for place in row)


def judge(line: Line, answer: Answer, contents: Contents) -> Iterator[str]:
    """Say what of a line's expectations the answer does not meet."""
    rows = answer.rows
    if "first" in line and not answer.begins_with(line["first"]):
        yield f"first is {sorted(rows[0]) if rows else 'nothing'}, not one of {line['first']}"
    yield from (f"{place} is missing" for place in line.get("all", ()) if not any(is_at(row, [place]) for row in rows))
    if "only" in line:
        yield from (f"{sorted(row)} does not belong here" for row in rows if not is_at(row, line["only"]))
    yield from (f"{place} is there" for place in line.get("never", ()) if any(is_at(row, [place]) for row in rows))
    if "card" in line and not is_card(line["card"], answer, contents):
        yield f"not the card of {line['card']}"
    if line.get("absent") and (rows or not _NO.search(answer.head)):
        yield "not said to be absent"
    if line.get("refused") and rows:
        yield "not refused"
    text, head = "\n".join(answer.lines), answer.head
    yield from (f"{word!r} is not said to be left out" for word in line.get("left_out", ()) if not admits(text, word))
    yield from (f"no {name} {count}" for name, count in line.get("sides", {}).items() if not counts(text, name, count))
    yield from (f"the top does not say {each!r}" for each in line.get("top", ()) if not re.search(each, head))
    yield from (f"does not say {each!r}" for each in line.get("says", ()) if not re.search(each, text))
    yield from (f"says {found[0]!r}" for each in line.get("not", ()) if (found := re.search(each, text)))


def is_card(card: str, answer: Answer, contents: Contents) -> bool:
    """Whether the answer's first lines name one of the things, and its first row belongs to it."""
    kind, _, wanted = card.partition(" ")
    if kind == "policy" and _RESULTS.search(answer.head):
        return False
    things = [contents.things[f"{kind} {each}"] for each in wanted.split("|")]
    return any(answer.begins_with(places) and any(name in answer.head for name in names) for names, places in things)


def admits(text: str, word: str) -> bool:
    """Whether one line says that a word was not found or not used."""
    return any(word in line and _LEFT_OUT.search(line.replace(word, "")) for line in text.splitlines())


def counts(text: str, name: str, count: int) -> bool:
    """Whether a name stands beside its count, or on a button, in the first lines."""
    beside = rf"\b{name}\b.{{0,80}}?\b{count}\b|\b{count}\b.{{0,40}}\b{name}\b"
    button = rf"\[[^\]\n]*\b{name}\b[^\]\n]*\]"
    return any(re.search(beside, line) for line in text.splitlines()[:_SIDES]) or bool(re.search(button, text))


def run_file(name: str, *, show_all: bool) -> None:
    """Ask every line of a file and print what is right and wrong, and the share that is right by kind."""
    lines: list[Line] = tomllib.loads((QUESTIONS / f"{name}.toml").read_text(encoding="utf-8"))["line"]
    scores: defaultdict[str, list[bool]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as scratch:
        db = Path(scratch) / "questions.db"
        with open_app(db, NOW, semantic=True) as app:
            contents = read_contents(app, ingest_labelled(app))
        typed = (_REFERENCE.sub(lambda found: contents.find_id(found[1], found[2]), line["typed"]) for line in lines)
        for line, payload in zip(lines, answer_lines(db, typed, now=NOW), strict=True):
            answer = read_answer(payload, contents)
            faults = list(judge(line, answer, contents))
            scores[line["kind"]].append(not faults)
            print(f"{'wrong' if faults else 'right'}  {line['kind']}: {line['typed']}")
            if faults or show_all:
                print("".join(f"       {fault}\n" for fault in faults), end="")
                print("".join(f"     | {shown}\n" for shown in answer.lines[:SHOWN_LINES]), end="")
    scores["all"] = [right for kept in scores.values() for right in kept]
    rows = [(kind, len(right), sum(right) / len(right)) for kind, right in scores.items()]
    print_table((f"typed lines, {name}", "asked", "right"), rows, width=32)


def answer_lines(db: Path, lines: Iterable[str], *, now: dt.datetime) -> Iterator[dict[str, Any]]:
    """Ask the lines of one store, those that change something each of a copy, and yield each answer."""
    untouched = Path(shutil.copy(db, db.with_name("untouched.db")))
    with open_app(db, now, semantic=True) as app:
        for number, typed in enumerate(lines):
            if typed.startswith("/digest "):
                copy = Path(shutil.copy(untouched, db.with_name(f"{number}.db")))
                with open_app(copy, now, semantic=True) as other:
                    yield ask(other, typed)
            else:
                yield ask(app, typed)


def run_seed() -> None:
    """Print the answer to every line of the shared page, over the briefing that lies beside it."""
    page, briefing = SHARED / "questions.md", SHARED / "seed" / "china-industries-2023-12.md"
    if not page.exists() or not briefing.exists():
        sys.exit(f"There is no {page} or {briefing}.")
    rows = [row for row in page.read_text(encoding="utf-8").splitlines() if row.startswith(("| `", "Well done"))]
    lines = [each for row in rows for each in re.findall(r"`([^`]+)`", row.split(" | ")[0])]
    with tempfile.TemporaryDirectory() as scratch:
        db = Path(scratch) / "seed.db"
        with open_app(db, SEED_NOW, semantic=True) as app:
            ingest(app, briefing.name, briefing.read_bytes())
        for typed, payload in zip(lines, answer_lines(db, lines, now=SEED_NOW), strict=True):
            print(f"» {typed}\n{render_message(payload)}\n")


def main() -> None:
    """Ask the lines of a file, or of the shared page."""
    parser = build_parser(__doc__)
    parser.add_argument("--file", default="before", choices=sorted(path.stem for path in QUESTIONS.glob("*.toml")))
    parser.add_argument("--all", action="store_true", help="show the first lines of right answers too")
    parser.add_argument("--seed", action="store_true", help="print the answers to the lines of ../shared/questions.md")
    given = parser.parse_args()
    run_seed() if given.seed else run_file(given.file, show_all=given.all)


if __name__ == "__main__":
    main()
