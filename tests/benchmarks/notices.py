"""Measure how right the reading of official notices is, against labels made by hand: ``make notices``.

The texts are no part of the project: they are read from a public collection of notices where it lies beside the
checkout (``../shared/corpora/zh_policies.csv``); the labels in ``tests/data/notices/`` are facts, keyed by the row's
address. ``before.json`` was labelled before the rules for notices were last mended, ``after.json`` after that and
before it was first read. A label's ``also`` are further deadlines that may be given. Exit status 1 when a rate of
either half is under 0.95.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.model.briefing import Briefing
from bot.reading.pipeline import read_briefing
from tests.benchmarks.common import LEXICON, ROOT, Label, meets, read_corpus

HALVES = ("before", "after")
FIELDS = ("document_number", "issuing_bodies", "reported_on", "deadlines", "document_type")
WANTED = 0.95
_ORDER_NUMBER = re.compile(r"(?:(?:19|20)\d\d\s*年\s*)?第\s*\d{1,4}\s*号\Z")
_BRACKETS = str.maketrans("﹝﹞[]【】［］", "〔〕〔〕〔〕〔〕")


def list_notices(half: str) -> Iterator[tuple[Label, bytes]]:
    """Yield what is labelled of each notice, with its text; nothing where the texts are not there."""
    texts = {row["url"]: f"{row['title']}\n\n{row['full_text']}".encode() for row in read_corpus()}
    labels: list[Label] = json.loads((ROOT / f"tests/data/notices/{half}.json").read_text(encoding="utf-8"))
    yield from ((label, texts[label["url"]]) for label in labels if texts)


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
    """Print every miss, and the rates of each half."""
    bars = []
    for half in HALVES:
        right: Counter[str] = Counter()
        notices = list(list_notices(half))
        for label, data in notices:
            facts = list_facts(read_briefing(data, source_name=f"{label['row']}.txt", lexicon=LEXICON))
            fits = {name: is_right(name, label, facts[name]) for name in FIELDS}
            right.update(fits)
            for name in (name for name in FIELDS if not fits[name]):
                print(f"  {half}, {label['row']} {name}: labelled {label[name]}, read {facts[name]}")
        bars += [
            (f"{half}, {name} ({right[name]} of {len(notices)})", right[name] / len(notices), WANTED)
            for name in FIELDS
            if notices
        ]
    if not bars:
        print("make notices: the collection is not here (../shared/corpora/zh_policies.csv); nothing measured.")
    return 0 if meets(bars) else 1


if __name__ == "__main__":
    sys.exit(main())
