"""Measure what each rule of a room of reading is worth: ``make ablate``.

A rule is a compiled pattern, or a table of words, at the top of a module of ``bot/reading/facts`` (``--room layout``
for the other). Each is replaced by one that never matches, or by an empty one, wherever it is bound, and the labelled
and the seen documents, and the official notices where they lie beside the checkout, are read again without it. A
document in which a pattern finds nothing is not read again: that makes minutes of hours. Patterns that find nothing in
any document are listed at once, as unused.

``--only WORDS`` takes the rules whose names hold one of these words. ``--list`` ends after the unused ones.
The check set and the third issues are not read: nothing is decided by them.
"""

import argparse
import csv
import functools
import gc
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bot.config import find_data_folder
from bot.model.briefing import Briefing
from bot.names.reference import load_lexicon
from bot.reading.document import BriefingParts, Document
from bot.reading.facts.recognise import recognise
from bot.reading.formats.source import read_document
from bot.reading.layout.read import read_layout
from bot.reading.pipeline import find_twin
from tests.benchmarks import notices
from tests.benchmarks.accuracy import CHECK_ISSUE, LABELLED, ROOT, list_expected, list_found

LEXICON = load_lexicon(find_data_folder("reference"))
NEVER = re.compile(r"(?!)")
_ASKS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
_SMALL_CACHE = 8
"""Caches of fewer entries hold what is made once for a lexicon."""
_COUNTS = dict[str, tuple[int, int, int]]


@dataclass(kw_only=True)
class Case:
    """One labelled document: its parts, how its reading is scored, and its scores with all rules."""

    name: str
    group: str
    document: Document
    parts: BriefingParts
    score: Callable[[Briefing], _COUNTS]
    base: _COUNTS = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A pattern or a table of words, by the name it is bound to where it is made."""

    name: str
    value: Any

    @property
    def is_pattern(self) -> bool:
        """Whether it is a pattern, which can be watched."""
        return hasattr(self.value, "finditer")


class Watched:
    """A pattern that notes in which case it finds something."""

    now = ""

    def __init__(self, pattern: Any) -> None:
        self.watched = pattern
        self.found: set[str] = set()

    def __eq__(self, other: object) -> bool:
        return bool(self.watched == getattr(other, "watched", other))

    def __hash__(self) -> int:
        return hash(self.watched)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.watched, name)
        if name not in _ASKS:
            return value

        def ask(*args: Any, **more: Any) -> Any:
            found = value(*args, **more)
            found = list(found) if name == "finditer" else found
            if _finds(name, args, found):
                self.found.add(Watched.now)
            return iter(found) if name == "finditer" else found

        return ask


def _finds(how: str, args: tuple[Any, ...], found: Any) -> bool:
    if how == "split":
        return len(found) > 1
    if how in {"sub", "subn"}:
        return bool((found[0] if how == "subn" else found) != args[1])
    return bool(found)


def main() -> int:
    """Print what each rule is worth, the dearest last."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--room", default="facts", choices=("facts", "layout"))
    parser.add_argument("--only", nargs="*", default=[""])
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()
    started = time.monotonic()
    reads = _reads_of(asked.room)
    cases = list(_list_cases())
    rules = _list_rules(asked.room, asked.only)
    caches = _list_caches()
    watched = _watch(cases, rules, reads, caches)
    print(f"{len(cases)} documents, {len(rules)} rules; all read after {time.monotonic() - started:.0f} s")
    for group in _list_groups(cases):
        print(f"  {group}: macro-F1 {_find_macro(cases, group, {}):.4f}")
    unused = [rule.name for rule in rules if rule.is_pattern and not watched[rule.name].found]
    print(f"unused ({len(unused)}):", *unused, sep="\n  ")
    if not asked.list:
        lines = [
            _try(
                rule,
                [case for case in cases if not rule.is_pattern or case.name in watched[rule.name].found],
                cases,
                reads,
                caches,
            )
            for rule in rules
            if rule.name not in unused
        ]
        print(*(line for _, line in sorted(lines)), sep="\n")
    print(f"{time.monotonic() - started:.0f} s")
    return 0


def _reads_of(room: str) -> Callable[[Case], Briefing]:
    """Return how a case is read again: facts from the parts that it has, layout from its blocks."""

    def read_facts(case: Case) -> Briefing:
        return recognise(case.parts, lexicon=LEXICON, document=case.document)

    def read_all(case: Case) -> Briefing:
        return recognise(read_layout(case.document).parts, lexicon=LEXICON, document=case.document)

    return read_facts if room == "facts" else read_all


def _list_cases() -> Iterator[Case]:
    for path in sorted(LABELLED.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        issue = label.get("series_issue", 0)
        if label.get("check") or issue == CHECK_ISSUE:
            continue
        source = ROOT / label["document"]
        group = "issues of series" if issue else "seen" if label.get("seen") else "labelled"
        yield _build_case(source.read_bytes(), source.name, group, functools.partial(_score, list_expected(label)))
    if notices.CORPUS.is_file():
        csv.field_size_limit(1 << 27)
        with notices.CORPUS.open(encoding="utf-8-sig", newline="") as file:
            texts = {row["url"]: f"{row['title']}\n\n{row['full_text']}" for row in csv.DictReader(file)}
        for name in ("before.json", "after.json"):
            for label in json.loads((notices.LABELS / name).read_text(encoding="utf-8")):
                data = texts[label["url"]].encode()
                yield _build_case(data, f"notice {label['url']}", "notices", functools.partial(_score_notice, label))


def _build_case(data: bytes, name: str, group: str, score: Callable[[Briefing], _COUNTS]) -> Case:
    document = read_document(data, source_name="notice.txt" if group == "notices" else name)
    twin = find_twin(document)
    if twin is not None:

        def restored(briefing: Briefing) -> _COUNTS:
            return score(twin.restore(briefing))

        document = twin.document
        return Case(name=name, group=group, document=document, parts=read_layout(document).parts, score=restored)
    return Case(name=name, group=group, document=document, parts=read_layout(document).parts, score=score)


def _score(expected: dict[str, Any], briefing: Briefing) -> _COUNTS:
    found = list_found(briefing)
    return {
        name: (
            (values & found[name]).total(),
            (found[name] - values).total(),
            (values - found[name]).total(),
        )
        for name, values in expected.items()
    }


def _score_notice(label: dict[str, Any], briefing: Briefing) -> _COUNTS:
    facts = notices.list_facts(briefing)
    right = {name: notices.is_right(name, label, facts[name]) for name in notices.FIELDS}
    return {name: (int(each), 0, int(not each)) for name, each in right.items()}


# Rules, and how one is taken out.


def _list_modules(room: str) -> list[Any]:
    return [module for name, module in sorted(sys.modules.items()) if name.startswith(f"bot.reading.{room}.")]


def _list_rules(room: str, only: Iterable[str]) -> list[Rule]:
    found: dict[int, Rule] = {}
    for module in _list_modules(room):
        source = {name for name in vars(module) if _is_made_in(module, name)}
        for name in source:
            value = vars(module)[name]
            if _is_rule(value):
                short = f"{module.__name__.rpartition('.')[2]}.{name}"
                found.setdefault(id(value), Rule(name=short, value=value))
    kept = (rule for rule in found.values() if any(word in rule.name for word in only))
    return sorted(kept, key=lambda rule: rule.name)


@functools.cache
def _read_source(module: Any) -> str:
    with open(module.__file__, encoding="utf-8") as file:  # noqa: PTH123 - the path is a module's own
        return file.read()


def _is_made_in(module: Any, name: str) -> bool:
    return re.search(rf"^{re.escape(name)}(?::[^=\n]+)?\s*=", _read_source(module), re.MULTILINE) is not None


def _is_rule(value: Any) -> bool:
    if hasattr(value, "finditer"):
        return True
    if not isinstance(value, frozenset | set | tuple | dict) or not value:
        return False
    return all(isinstance(each, str) and not isinstance(each, Enum) for each in value)


def _swap(value: Any, old: Any, new: Any) -> Any:
    """Return a value with the new rule for the old one, also inside tables."""
    if value is old:
        return new
    if type(value) is tuple:
        inside = tuple(_swap(each, old, new) for each in value)
        return inside if any(a is not b for a, b in zip(inside, value, strict=True)) else value
    if type(value) is frozenset and any(each is old for each in value):
        return value - {old} | {new}
    if type(value) is dict:
        changed = {key: _swap(each, old, new) for key, each in value.items()}
        return changed if any(changed[key] is not value[key] for key in value) else value
    return value


def _bind(old: Any, new: Any) -> list[tuple[Any, str, Any]]:
    """Bind the new rule wherever the old one is, and return what was bound there before."""
    before = []
    for module in [module for name, module in sys.modules.items() if name.startswith("bot.reading.")]:
        for name, value in list(vars(module).items()):
            if name.startswith("__"):
                continue
            other = _swap(value, old, new)
            if other is not value:
                before.append((module, name, value))
                setattr(module, name, other)
    return before


def _list_caches() -> list[Any]:
    kind = type(_read_source)
    held = [each for each in gc.get_objects() if isinstance(each, kind)]
    named = (each for each in held if getattr(each, "__module__", "").startswith("bot.reading."))
    return [each for each in named if (each.cache_parameters()["maxsize"] or _SMALL_CACHE) >= _SMALL_CACHE]


def _read(case: Case, reads: Callable[[Case], Briefing], caches: Iterable[Any]) -> _COUNTS:
    for cache in caches:
        cache.cache_clear()
    return case.score(reads(case))


def _watch(
    cases: list[Case], rules: list[Rule], reads: Callable[[Case], Briefing], caches: list[Any]
) -> dict[str, Watched]:
    """Read all cases once with every pattern watched."""
    watched = {rule.name: Watched(rule.value) for rule in rules if rule.is_pattern}
    before = [bound for rule in rules if rule.is_pattern for bound in _bind(rule.value, watched[rule.name])]
    for case in cases:
        Watched.now = case.name
        case.base = _read(case, reads, caches)
    for module, name, value in reversed(before):
        setattr(module, name, value)
    return watched


# What it costs.


def _try(
    rule: Rule,
    touched: list[Case],
    cases: list[Case],
    reads: Callable[[Case], Briefing],
    caches: list[Any],
) -> tuple[float, str]:
    """Read the cases that a rule touches without it; return what it costs, and a line that says so."""
    name, before = rule.name, _bind(rule.value, NEVER if rule.is_pattern else type(rule.value)())
    read: dict[str, _COUNTS] = {}
    failed = ""
    try:
        for case in touched:
            read[case.name] = _read(case, reads, caches)
    except Exception as error:  # noqa: BLE001 - the code needs what the pattern finds
        failed = f"  needed: {type(error).__name__}"
    for module, bound, value in before:
        setattr(module, bound, value)
    if failed:
        return 1.0, f"{name:60}{failed}"
    lost = {group: _find_macro(cases, group, {}) - _find_macro(cases, group, read) for group in _list_groups(cases)}
    worst = max(
        ((_find_f1(cases, g, {})[n] - each, g, n) for g in lost for n, each in _find_f1(cases, g, read).items()),
        default=(0.0, "", ""),
    )
    told = " ".join(f"{group} {each:+.4f}" for group, each in lost.items())
    return max(lost.values()), f"{name:60} {told}  ({len(touched)} read)  worst {worst[1]} {worst[2]} {worst[0]:+.3f}"


def _list_groups(cases: Iterable[Case]) -> list[str]:
    return list(dict.fromkeys(case.group for case in cases))


def _find_f1(cases: Iterable[Case], group: str, read: dict[str, _COUNTS]) -> dict[str, float]:
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for case in cases:
        if case.group == group:
            for name, counts in read.get(case.name, case.base).items():
                sums[name] = [a + b for a, b in zip(sums[name], counts, strict=True)]
    return {name: 2 * r / (2 * r + w + m) if r + w + m else 1.0 for name, (r, w, m) in sums.items()}


def _find_macro(cases: Iterable[Case], group: str, read: dict[str, _COUNTS]) -> float:
    scores = _find_f1(cases, group, read)
    return sum(scores.values()) / len(scores)


if __name__ == "__main__":
    sys.exit(main())
