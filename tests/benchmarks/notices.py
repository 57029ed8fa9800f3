"""Measure how right the reading of official notices is, against labels made by hand: ``make notices``.

The texts are no part of the project: they are read from a public collection of notices where it lies beside the
checkout (``../shared/corpora/zh_policies.csv``); the labels in ``tests/data/notices/`` are facts, keyed by the row's
address. ``before.json`` was labelled before the rules for notices were last mended, ``after.json`` after that and
before it was first read. A label's ``also`` are further deadlines that may be given. Exit status 1 when a rate of
either half is under 0.95.
"""

import csv
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from bot.config import find_data_folder
from bot.model.briefing import Briefing
from bot.names.reference import load_lexicon
from bot.reading.pipeline import read_briefing

ROOT = Path(__file__).resolve().parents[2]
LABELS = ROOT / "tests" / "data" / "notices"
CORPUS = ROOT.parent / "shared" / "corpora" / "zh_policies.csv"
FIELDS = ("document_number", "issuing_bodies", "reported_on", "deadlines", "document_type")
WANTED = 0.95
_ORDER_NUMBER = re.compile(r"(?:(?:19|20)\d\d\s*年\s*)?第\s*\d{1,4}\s*号\Z")
_BRACKETS = str.maketrans("﹝﹞[]【】［］", "〔〕〔〕〔〕〔〕")


def list_facts(briefing: Briefing) -> dict[str, Any]:
    """Return what was read of the one document a notice is, in the labels' words."""
    item = briefing.items[0] if briefing.items else None
    policy = item.policy if item else None
    return {
        "document_number": policy.document_number if policy else None,
        "issuing_bodies": list(item.issuing_bodies) if item else [],
        "reported_on": str(item.reported_on) if item and item.reported_on else None,
        "deadlines": [f"{d.on} {d.kind}" for d in item.deadlines] if item else [],
        "document_type": str(policy.document_type) if policy and policy.document_type else None,
    }


def is_right(name: str, label: dict[str, Any], found: Any) -> bool:
    """Whether a field was read as labelled; numbers by normalised brackets, those of orders without the issuer."""
    if name == "document_number":
        return _write_number(label[name]) == _write_number(found)
    if name == "deadlines":
        return set(label[name]) <= set(found) <= {*label[name], *label.get("also", [])}
    if name == "issuing_bodies":
        return set(label[name]) == set(found)
    return bool(label[name] == found)


def _write_number(number: str | None) -> str | None:
    if number is None:
        return None
    shown = re.sub(r"\s", "", number).translate(_BRACKETS)
    order = _ORDER_NUMBER.search(shown)
    return order[0] if order else shown


def main() -> int:
    """Print a table a half, and every miss."""
    if not CORPUS.is_file():
        print(
            "make notices: the collection of notices is not here (../shared/corpora/zh_policies.csv); nothing measured."
        )
        return 0
    csv.field_size_limit(1 << 27)
    with CORPUS.open(encoding="utf-8-sig", newline="") as file:
        texts = {row["url"]: f"{row['title']}\n\n{row['full_text']}" for row in csv.DictReader(file)}
    lexicon = load_lexicon(find_data_folder("reference"))
    met = True
    for path in (LABELS / "before.json", LABELS / "after.json"):
        labels = json.loads(path.read_text(encoding="utf-8"))
        right: Counter[str] = Counter()
        misses: list[str] = []
        for label in labels:
            text = texts[label["url"]]
            facts = list_facts(read_briefing(text.encode(), source_name=f"{label['row']}.txt", lexicon=lexicon))
            for name in FIELDS:
                fits = is_right(name, label, facts[name])
                right[name] += fits
                misses += [] if fits else [f"  {label['row']} {name}: labelled {label[name]}, read {facts[name]}"]
        print(f"{path.stem}: {len(labels)} notices")
        for name in FIELDS:
            rate = right[name] / max(len(labels), 1)
            met = met and rate >= WANTED
            print(f"  {name:16} {right[name]:3} of {len(labels)}   {rate:.3f}   wanted {WANTED}")
        print("\n".join(misses) or "  no misses")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
