"""The candidates: where the news may begin and end, and layouts tried one change at a time until none is cheaper."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from rapidfuzz import fuzz

from bot.model.ids import fold
from bot.reading.document import BlockKind
from bot.reading.layout.cost import rate
from bot.reading.layout.frame import ends_news, list_credited
from bot.reading.layout.furniture import is_contents_heading, is_of_publication, reports
from bot.reading.layout.labels import LIKE
from bot.reading.layout.lines import Line
from bot.reading.layout.printed_days import DayKind, list_printed_days
from bot.reading.layout.title_line import parse_title_line
from bot.reading.layout.title_page import is_said_published
from bot.reading.layout.walker import Role, walk

_FRONT_LINES, _MOST_BEHIND = 24, 60
"""Lines of a title page, and behind the news, that are looked at."""
_FEW, _LONG, _BESIDE, _LONGEST = 8, 24, 30, 100


def find_title_end(lines: Sequence[Line]) -> int:
    """Return the index behind the last line that surely is of the title page, or heads the contents.

    Those are lines that give the issue's day, number or period, before any line of news.
    """
    days = Counter(line.look for line in lines if line.is_day)
    front = lines[:_FRONT_LINES]
    contents = next((line.at + 1 for line in front if is_contents_heading(line.text)), 0)
    end = 0
    for line in front:
        if line.is_row or line.is_bullet or (line.at and line.number is not None) or (end and line.section):
            break
        if _gives_day(line):
            if line.label is not None or (line.is_day and days[line.look] > 1):
                break  # the day of news
            end = line.at + 1
        elif end and all(each.is_furniture for each in lines[end : line.at]) and _tells_period(line.text):
            end = line.at + 1
        elif (
            line.is_news
            or line.label
            or (end and line.kind is BlockKind.HEADING)
            or (line.words > _LONG and not line.is_about_issue)
        ):
            break
    return max(end, contents)


def _gives_day(line: Line) -> bool:
    """Whether a line gives a day, number or period with few words beside it."""
    found = parse_title_line(line.text)
    few = found.beside <= _BESIDE and not found.opens_news
    told = few or line.is_title_date or any(map(is_said_published, found.days)) or is_of_publication(line.text)
    return told and bool(found.days or found.is_numbered) and not reports(line.text)


def _tells_period(text: str) -> bool:
    """Whether a sentence right below the title says which days the issue is of ("What happened from 1 to 31 May")."""
    return any(days.kind is DayKind.SPAN for days in list_printed_days(text)) and not reports(text)


def find_news_end(lines: Sequence[Line], closes: str = "") -> int:
    """Return the index of the first line behind the news; ``closes`` is the heading that the layout says ends it."""
    named = fold(closes)
    for line in reversed(lines[1:] if named else ()):
        if fuzz.ratio(fold(line.text[:_LONGEST]), named) >= LIKE:
            return line.at
    end = len(lines)
    for line in reversed(lines[max(1, end - _MOST_BEHIND + 1) :]):
        if line.words < _FEW and ends_news(line.text):
            end = line.at
        elif line.is_news and not _is_rest(line):
            break
    while end and _is_rest(lines[end - 1]) and not (_is_plain(lines[end - 1]) and lines[max(0, end - 2)].dated):
        end -= 1
    return end


def _is_rest(line: Line) -> bool:
    """Whether a line is of the publication, its people or its house, or says too little to be of news."""
    own = line.is_furniture or any(list_credited(line.raw)) or (not line.dated and is_of_publication(line.text))
    return own or _is_plain(line)


def _is_plain(line: Line) -> bool:
    return line.kind is BlockKind.PARAGRAPH and not (line.label or line.is_prose or line.dated or line.is_furniture)


# The search.

_MOST_LINES = 600
"""Lines of a document by which its layout is chosen."""
_MOST_WALKS, _FEWEST_WALKS = 400, 60
_MOST_STEPS = 60_000
"""Lines walked over in all."""
_MOST_LOOKS = 12
_BEST_FIRST = 4
"""Of the layouts to start from, those that are improved."""
_FRONT = 40
_ROUNDS = 3
_MOST_STARTS = 12
_LEAST_GAIN = 1e-9
_CHANGE = 2.5
"""What it costs to read a look otherwise than the layout that is kept for the series says, or to leave out its news."""
_SET_OFF = ("bold line", "numbered bold line", "lettered bold line", "marked line", "capital line")
_LINE_LOOKS = (*_SET_OFF, "numbered line", "lettered line", "linked line", "short line")
_ITEM_LOOKS = {"bold lead", "tagged paragraph", "dated paragraph", "numbered paragraph", "row"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A layout's roles and the place where the news begins with what they leave unexplained."""

    roles: Mapping[str, Role]
    start: int
    cost: float
    items: tuple[int, ...]


class Search:
    """Tries layouts on the lines of one document; bounded in lines and tries."""

    def __init__(self, lines: Sequence[Line], closes: str = "", kept: Mapping[str, Role] | None = None) -> None:
        self.kept = kept or {}
        self.lines = lines[:_MOST_LINES]
        self.end = find_news_end(self.lines, closes)
        self.least = min(find_title_end(self.lines), self.end)
        self.most = max(_FEWEST_WALKS, min(_MOST_WALKS, _MOST_STEPS // max(1, len(self.lines))))
        self.looks = Counter(line.look for line in self.lines[: self.end])
        self.tried: dict[tuple[frozenset[tuple[str, Role]], int], Candidate] = {}

    def find_best(self) -> tuple[Candidate, Candidate | None]:
        """Return the cheapest layout found, and the next that differs from it."""
        kept = [self.kept] if self.kept else []
        firsts = [self.find_start_of(roles) for roles in (*kept, *list_first_roles(self.looks))]
        for first in sorted(firsts, key=lambda each: each.cost)[:_BEST_FIRST]:
            self._improve(first)
        ranked = sorted(self.tried.values(), key=lambda each: each.cost)
        other = next((each for each in ranked[1:] if each.items != ranked[0].items), None)
        return ranked[0], other

    def find_start_of(self, roles: Mapping[str, Role], *, start: int = 0, is_given: bool = False) -> Candidate:
        """Return these roles with the place where the news begins; it is searched where ``start`` is 0.

        News that the layout says is an item is not left out before it to save cost, nor is any headline of a layout
        that somebody gave.
        """
        if start:
            return self._try(roles, start)
        best = self._find_start(roles, self._try(roles, self._guess_start(roles)))
        before = self.lines[self.least : best.start]
        skipped = [line.at for line in before if _opens(line, roles.get(line.look), is_given=is_given)]
        begun = skipped[0] if skipped else best.start
        while is_given and begun > self.least and roles.get(self.lines[begun - 1].look) is Role.GROUP:
            begun -= 1
        first = self._try(roles, begun)
        return best if best.cost + len(skipped) <= first.cost and not (is_given and skipped) else first

    def _guess_start(self, roles: Mapping[str, Role]) -> int:
        """Return a first guess at where the news begins: at the first section's name, or the first line of news."""
        surely = (line.at for line in self.lines[:_FRONT] if _surely_starts(line, roles))
        perhaps = (line.at for line in self.lines[1:] if _may_start(line, roles))
        return max(self.least, next(chain(surely, perhaps), 0))

    def _find_start(self, roles: Mapping[str, Role], best: Candidate) -> Candidate:
        """Return the cheapest place at which the news may begin with these roles."""
        starts = [line.at for line in self.lines[self.least : min(_FRONT, self.end)] if _may_start(line, roles)]
        return self._find_cheapest(best, roles, starts[:_MOST_STARTS])

    def _find_cheapest(self, best: Candidate, roles: Mapping[str, Role], starts: Iterable[int]) -> Candidate:
        for start in starts:
            tried = self._try(roles, start)
            best = tried if tried.cost < best.cost - _LEAST_GAIN else best
        return best

    def _improve(self, best: Candidate) -> None:
        for _ in range(_ROUNDS):
            before = best.cost
            for look, _ in self.looks.most_common(_MOST_LOOKS):
                for role in list_allowed(look):
                    if role is not best.roles.get(look, Role.TEXT) and len(self.tried) <= self.most:
                        roles = {**best.roles, look: role}
                        best = self._find_cheapest(best, roles, dict.fromkeys((best.start, self._guess_start(roles))))
            best = self._find_start(best.roles, best)
            if best.cost >= before:
                return

    def _try(self, roles: Mapping[str, Role], start: int) -> Candidate:
        told = {(look, role) for look, role in roles.items() if look in self.looks and role is not Role.TEXT}
        key = frozenset(told), start
        if key not in self.tried:
            segments = walk(self.lines, roles, start=start, end=self.end, title=self.least)
            cost = rate(segments) + (_CHANGE * self._count_changes(roles, start) if self.kept else 0.0)
            items = tuple(item.first.at for item in segments.items)
            self.tried[key] = Candidate(roles=roles, start=start, cost=cost, items=items)
        return self.tried[key]

    def _count_changes(self, roles: Mapping[str, Role], start: int) -> int:
        """Count the looks read otherwise than the kept layout says, and its news left out."""
        used = {line.look for line in self.lines[start : self.end]}
        changed = sum(roles.get(look, Role.TEXT) is not role for look, role in self.kept.items() if look in used)
        before = self.lines[self.least : start]
        return changed + sum(line.is_news and roles.get(line.look) is Role.ITEM for line in before)


def list_allowed(look: str) -> tuple[Role, ...]:
    """Return what lines of a look may be."""
    if "heading" in look or look in _LINE_LOOKS:
        return (Role.GROUP, Role.HEADLINE, Role.TEXT)
    if look.startswith("bullet head"):
        return (Role.HEADLINE, Role.GROUP, Role.ITEM, Role.TEXT)
    return (Role.GROUP, Role.TEXT) if look == "day line" else (Role.ITEM, Role.TEXT)


def list_first_roles(looks: Counter[str]) -> Iterator[dict[str, Role]]:
    """Yield the roles to start from: each level of heading and kind of line as that of the headlines, and none."""
    levels = sorted({int(look[-1]) for look in looks if "heading" in look})
    listed = "bullet 2" if looks["bullet head 1"] and looks["bullet 2"] > looks["bullet 1"] else "bullet 1"
    items = {look: Role.ITEM for look in looks if look in {listed, *_ITEM_LOOKS}}
    above = {look: Role.GROUP for look in looks if "heading" in look or look in _SET_OFF}
    for level in levels:
        ranked = {
            look: Role.GROUP if int(look[-1]) < level else Role.HEADLINE if int(look[-1]) == level else Role.TEXT
            for look in above
            if "heading" in look
        }
        yield {**items, **above, **ranked}
    plain = {**items, **above}
    for look in _LINE_LOOKS:
        if looks[look] > 1:
            yield {**plain, look: Role.HEADLINE}
    for depth in (1, 2):
        heads, points = f"bullet head {depth}", {look: Role.TEXT for look in items if look.startswith("bullet")}
        if looks[heads] > 1:
            yield {**plain, heads: Role.HEADLINE}
            yield {**plain, **points, heads: Role.HEADLINE}
    if looks["day line"] > 1:
        yield {**plain, "day line": Role.GROUP}
    yield plain
    yield {**plain, "acting paragraph": Role.ITEM}
    yield {**plain, "acting paragraph": Role.ITEM, "paragraph": Role.ITEM}


def _opens(line: Line, role: Role | None, *, is_given: bool) -> bool:
    return (line.is_news and role in {Role.ITEM, Role.HEADLINE}) or (is_given and role is Role.HEADLINE)


def _may_start(line: Line, roles: Mapping[str, Role]) -> bool:
    told = line.section is not None or line.label is not None or line.look in {"counter", "day line"}
    return not line.is_contents and (told or roles.get(line.look, Role.TEXT) is not Role.TEXT)


def _surely_starts(line: Line, roles: Mapping[str, Role]) -> bool:
    return (line.section is not None and line.at > 0) or (line.is_news and roles.get(line.look) is Role.ITEM)
