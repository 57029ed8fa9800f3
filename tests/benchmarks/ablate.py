"""Measure what each rule of a room of reading is worth: ``make ablate``.

A rule is a compiled pattern, or a table of words, at the top of a module of ``bot/reading/facts`` (``--room layout``
for the other). Each is replaced by one that never matches, or by an empty one, wherever it is bound, and the labelled
and the seen documents, and the official notices where they lie beside the checkout, are read again without it. A
document in which a pattern finds nothing is not read again: that makes minutes of hours. Patterns that find nothing in
any document are listed at once, as unused.

``--only WORDS`` takes the rules whose names hold one of these words. The check set and the fourth issues are not read:
nothing is decided by them.
"""

import functools
import gc
import inspect
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bot.model.briefing import Briefing
from bot.reading.document import BriefingParts, Document
from bot.reading.facts.recognise import recognise
from bot.reading.formats.source import read_document
from bot.reading.layout.read import read_layout
from bot.reading.pipeline import find_twin
from tests.benchmarks import notices
from tests.benchmarks.accuracy import CHECK_ISSUE, Score, find_macro, list_found, list_values
from tests.benchmarks.common import LEXICON, Label, build_parser, list_labels

ROOMS = ("facts", "layout")
NEVER = re.compile(r"(?!)")
_ASKS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
_SMALL_CACHE = 8
"""Caches of fewer entries hold what is made once for a lexicon."""
Scores = dict[str, Score]


@dataclass(kw_only=True)
class Case:
    """One labelled document: its parts, how its reading is scored, and its scores with all rules."""

    name: str
    group: str
    document: Document
    parts: BriefingParts
    score: Callable[[Briefing], Scores]
    base: Scores = field(default_factory=dict)


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
    parser = build_parser(__doc__)
    parser.add_argument("--room", default="facts", choices=ROOMS)
    parser.add_argument("--only", nargs="*", default=[""])
    asked = parser.parse_args()
    bench = Bench(asked.room)
    rules = {name: rule for name, rule in list_rules(asked.room) if any(word in name for word in asked.only)}
    found = bench.watch(rules)
    print(f"{len(bench.cases)} documents, {len(rules)} rules")
    for group in bench.groups:
        print(f"  {group}: macro-F1 {bench.find_group_macro(group, {}):.4f}")
    unused = [name for name in rules if name in found and not found[name]]
    print(f"unused ({len(unused)}):", *unused, sep="\n  ")
    tried = [bench.try_without(name, rule, found.get(name)) for name, rule in rules.items() if name not in unused]
    print(*(line for _, line in sorted(tried)), sep="\n")
    return 0


class Bench:
    """The labelled documents, and how they are read again: facts from the parts that each has, layout from its blocks.

    What the reading keeps between documents is forgotten before each.
    """

    def __init__(self, room: str) -> None:
        self.cases = list(list_cases())
        self.groups = list(dict.fromkeys(case.group for case in self.cases))
        self._is_facts = room == "facts"
        kept = [each for each in gc.get_objects() if isinstance(each, type(_read_source))]
        ours = [each for each in kept if getattr(each, "__module__", "").startswith("bot.reading.")]
        self._caches = [each for each in ours if (each.cache_parameters()["maxsize"] or _SMALL_CACHE) >= _SMALL_CACHE]

    def read(self, case: Case) -> Scores:
        """Read a document, and return the score of each field."""
        for cache in self._caches:
            cache.cache_clear()
        parts = case.parts if self._is_facts else read_layout(case.document).parts
        return case.score(recognise(parts, lexicon=LEXICON, document=case.document))

    def watch(self, rules: dict[str, Any]) -> dict[str, set[str]]:
        """Read all documents with every pattern watched; return by its name in which each finds something."""
        watched = {name: Watched(rule) for name, rule in rules.items() if is_pattern(rule)}
        before = [bound for name, pattern in watched.items() for bound in bind(rules[name], pattern)]
        for case in self.cases:
            Watched.now = case.name
            case.base = self.read(case)
        unbind(before)
        return {name: pattern.found for name, pattern in watched.items()}

    def try_without(self, name: str, rule: Any, touched: set[str] | None) -> tuple[float, str]:
        """Read the documents that a rule touches without it, all where none are named; return its cost and a line."""
        again = [case for case in self.cases if touched is None or case.name in touched]
        before = bind(rule, NEVER if is_pattern(rule) else type(rule)())
        try:
            read = {case.name: self.read(case) for case in again}
        except Exception as error:  # noqa: BLE001 - the code needs what the pattern finds
            return 1.0, f"{name:60} needed: {type(error).__name__}"
        finally:
            unbind(before)
        lost = {group: self.find_group_macro(group, {}) - self.find_group_macro(group, read) for group in self.groups}
        told = " ".join(f"{group} {each:+.4f}" for group, each in lost.items())
        return max(lost.values()), f"{name:60} {told}  ({len(again)} read)"

    def find_group_macro(self, group: str, read: dict[str, Scores]) -> float:
        """Return the macro-F1 of a group, with these scores in place of those that its documents have."""
        sums: defaultdict[str, Score] = defaultdict(Score)
        for case in self.cases:
            for name, score in read.get(case.name, case.base).items() if case.group == group else ():
                sums[name].right += score.right
                sums[name].wrong += score.wrong
                sums[name].missed += score.missed
        return find_macro(sums)


def list_cases() -> Iterator[Case]:
    """Yield the labelled and the seen documents, those of series, and the notices."""
    for _, label, source in list_labels():
        issue = label.get("series_issue", 0)
        if not label.get("check") and issue != CHECK_ISSUE:
            group = "issues of series" if issue else "seen" if label.get("seen") else "labelled"
            score = functools.partial(_score, label)
            yield _build_case(source.read_bytes(), source.name, source.name, group, score)
    for label, data in (each for half in notices.HALVES for each in notices.list_notices(half)):
        score = functools.partial(_score_notice, label)
        yield _build_case(data, "notice.txt", f"notice {label['url']}", "notices", score)


def _build_case(data: bytes, source_name: str, name: str, group: str, score: Callable[[Briefing], Scores]) -> Case:
    document = read_document(data, source_name=source_name)
    twin = find_twin(document)
    document = twin.document if twin else document

    def score_restored(briefing: Briefing) -> Scores:
        return score(twin.restore(briefing) if twin else briefing)

    return Case(name=name, group=group, document=document, parts=read_layout(document).parts, score=score_restored)


def _score(label: Label, briefing: Briefing) -> Scores:
    found = list_found(briefing)
    scores = {name: Score() for name in found}
    for name, values in list_values(label).items():
        scores[name].add("", values, found[name])
    return scores


def _score_notice(label: Label, briefing: Briefing) -> Scores:
    facts = notices.list_facts(briefing)
    right = {name: notices.is_right(name, label, facts[name]) for name in notices.FIELDS}
    return {name: Score(right=int(each), missed=int(not each)) for name, each in right.items()}


# Rules, and how one is taken out.


def is_pattern(rule: Any) -> bool:
    """Whether a rule is a pattern, which can be watched."""
    return hasattr(rule, "finditer")


def list_rules(room: str) -> Iterator[tuple[str, Any]]:
    """Yield the patterns and tables of words of a room, each once, by the name it has where it is made."""
    seen: set[int] = set()
    for path, module in sorted(sys.modules.items()):
        for name, value in sorted(vars(module).items()) if path.startswith(f"bot.reading.{room}.") else ():
            is_made_here = re.search(rf"^{re.escape(name)}(?::[^=\n]+)?\s*=", _read_source(module), re.MULTILINE)
            if is_made_here and _is_rule(value) and id(value) not in seen:
                seen.add(id(value))
                yield f"{path.rpartition('.')[2]}.{name}", value


@functools.cache
def _read_source(module: Any) -> str:
    return inspect.getsource(module)


def _is_rule(value: Any) -> bool:
    if is_pattern(value):
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


Bound = tuple[Any, str, Any]
"""A module, a name in it, and what was bound there."""


def bind(old: Any, new: Any) -> list[Bound]:
    """Bind the new rule wherever the old one is, and return what was bound there before."""
    before: list[Bound] = []
    for module in [module for name, module in sys.modules.items() if name.startswith("bot.reading.")]:
        for name, value in list(vars(module).items()):
            other = value if name.startswith("__") else _swap(value, old, new)
            if other is not value:
                before.append((module, name, value))
                setattr(module, name, other)
    return before


def unbind(before: Iterable[Bound]) -> None:
    """Bind what was bound before."""
    for module, name, value in reversed(list(before)):
        setattr(module, name, value)


if __name__ == "__main__":
    sys.exit(main())
