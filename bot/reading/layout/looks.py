"""What repeats in a document: its own labels, the names of its sections, the form of its days, the looks of lines."""

import re
from collections import Counter
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from rapidfuzz import fuzz, process

from bot.model.briefing import Section, SeenLook
from bot.model.ids import fold
from bot.reading.document import Block, BlockKind
from bot.reading.layout.beside import names_office
from bot.reading.layout.furniture import is_contents_heading
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import find_label
from bot.reading.layout.layouts import LOOKS
from bot.reading.layout.line_signs import FEW
from bot.reading.layout.lines import Line, list_lines
from bot.reading.layout.printed_days import is_day
from bot.reading.layout.spans import is_link_only, is_mostly_han, raw_of
from bot.reading.layout.walker import name_of

_LEAST = 3
"""Times that words before a colon come in a document where they are a label of its own."""
_LEAST_HEADLINE = 8
"""Signs of a tag that is a headline rather than an office or a topic."""
_FRONT = 40
_LIKE = 85
"""So much alike, of a hundred, is the name of a section spelled a little otherwise."""
_LONGEST = 80
_LEAST_TOLD = 3
_MOST_LABELS = 30
_OWN_LABEL = re.compile(r"\s*([^\W\d_][^:：\n.。，,]{1,28}?)\s*[:：]\s*\S")
_MOST_FIGURES = 12
_SHORT_DAY = re.compile(r"(?:\A\s*|[(（]|[,，]\s?)(?:[0-3]?\d/[0-3]?\d|[0-3]\d-[0-3]\d)[)）]?\s*\Z")
"""A day and a month in figures that are a line, or stand in brackets at the end of one."""
_IN_FIGURES = re.compile(
    r"(?:[^｜|]{2,16}[｜|])?\s*(?:[A-Z][a-z]{1,8}\.?,?\s+)?[(\[]?(\d{1,2})([/.-])(\d{1,2})\2?[)\]]?[\s:：,|–—]"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Looks:
    """A document as lines with their looks, and what repeats in it."""

    lines: tuple[Line, ...]
    labels: Mapping[str, Field]


def look_over(
    blocks: Sequence[Block], own: Mapping[str, Field], sections: Mapping[str, Section], *, plain: Container[str] = ()
) -> Looks:
    """Return a document's lines with their looks; ``own`` and ``sections`` are the labels and headings known before.

    Lines of ``plain`` looks are known to head no section, but those in ``sections``.
    """
    in_figures = _opens_in_figures(blocks)
    labels = {**_find_own_labels(blocks), **own}
    lines = assign_looks(_mark_tags(list_lines(blocks, labels, in_figures=in_figures)))
    lines = [_settle_section(line, sections, plain) for line in lines]
    lines = _mark_contents(_join_counted(_clear_titles(lines)))
    named = {**{name_of(line): line.section for line in lines if line.section is not None}, **sections}
    heads = (not (line.is_prose or line.is_row) and bool(named) for line in lines)
    lines = [
        replace(line, section=named.get(name_of(line))) if may else line for line, may in zip(lines, heads, strict=True)
    ]
    return Looks(lines=tuple(lines), labels=labels)


def _settle_section(line: Line, sections: Mapping[str, Section], plain: Container[str]) -> Line:
    """Return a line with the section that it is known to head, its name spelled a little otherwise perhaps."""
    if line.is_prose or line.is_row or not (sections or line.section):
        return line
    near = process.extractOne(name_of(line), list(sections), scorer=fuzz.ratio, score_cutoff=_LIKE)
    if near is not None:
        return replace(line, section=sections[near[0]])
    return replace(line, section=None) if line.look in plain else line


def _opens_in_figures(blocks: Sequence[Block]) -> bool:
    """Whether several blocks open with a day and a month in figures, and not with numbers of parts ("1.1", "1.2")."""
    texts = [raw_of(block.spans) for block in blocks]
    if sum(_SHORT_DAY.search(text[-_MOST_FIGURES:]) is not None for text in texts) >= _LEAST:
        return True
    found = [match for text in texts if (match := _IN_FIGURES.match(text[:40]))]
    parts = [(int(match[1]), int(match[3])) for match in found if match[2] == "."]
    counted = bool(parts) and parts[0] == (1, 1) and parts == sorted(parts)
    return len(found) >= _LEAST and not counted


def _find_own_labels(blocks: Sequence[Block]) -> dict[str, Field]:
    """Return the words that come again before a colon and that no list knows: of issuers, or of anything."""
    values: dict[str, list[str]] = {}
    for block in blocks:
        if block.kind in {BlockKind.HEADING, BlockKind.TABLE_ROW}:
            continue
        for part in raw_of(block.spans).split("\n"):
            match = _OWN_LABEL.match(part[:_LONGEST])
            if match and find_label(part[:_LONGEST]) is None and not is_day(match[1].strip()):
                values.setdefault(fold(match[1].strip()), []).append(part[match.end() - 1 :].strip())
    often = sorted((words for words in values if len(values[words]) >= _LEAST), key=lambda words: -len(values[words]))
    offices = {words for words in often if sum(map(names_office, values[words][:_LEAST_TOLD])) * 2 > _LEAST}
    return {words: Field.ISSUER if words in offices else Field.OTHER for words in often[:_MOST_LABELS]}


def _mark_tags(lines: list[Line]) -> list[Line]:
    """Return the lines with the tags that open paragraphs as headlines, where most are as long and each has its own."""
    tagged = {at: line.raw[: line.tag_end].strip(" \n【】") for at, line in enumerate(lines) if _opens_with_tag(line)}
    told = [tag for tag in tagged.values() if len(tag) >= _LEAST_HEADLINE and not is_day(tag)]
    if len(tagged) < _LEAST or len(told) * 2 <= len(tagged) or len(set(tagged.values())) < len(tagged):
        return lines
    return [
        replace(line, lead_end=line.tag_end, tag_heads=True) if at in tagged else line for at, line in enumerate(lines)
    ]


def _opens_with_tag(line: Line) -> bool:
    return line.tag_end > 0 and line.label is None and line.raw.lstrip()[:1] == "【"


def _clear_titles(lines: list[Line]) -> list[Line]:
    """Return the lines with those as headlines that look like the issue's title and come again over prose."""
    dated = [
        at for at, line in enumerate(lines[:-1]) if line.is_title_date and not line.is_day and lines[at + 1].is_prose
    ]
    counts = Counter(lines[at].look for at in dated)
    often = {at for at in dated if counts[lines[at].look] >= _LEAST}
    return [replace(line, is_title_date=False) if at in often else line for at, line in enumerate(lines)]


def _join_counted(lines: list[Line]) -> list[Line]:
    """Return the lines with numbered headings of another level than their neighbours in the count set as these are.

    The number and not the level tells an item, as publishers set a heading wrong now and then.
    """
    counted = [at for at, line in enumerate(lines) if line.number is not None and not line.is_prose and not line.is_row]
    heads = Counter(lines[at].look for at in counted if lines[at].kind is BlockKind.HEADING)
    if not heads:
        return lines
    usual, count = heads.most_common(1)[0]
    joined = list(lines)
    run = [at for at in counted if lines[at].look == usual]
    numbers = {lines[at].number for at in run}
    for at in counted:
        line = lines[at]
        if count == 1 or line.look == usual or line.number in numbers:
            continue
        before = max((each for each in run if each < at), default=None)
        if before is not None and lines[before].number == (line.number or 0) - 1:
            joined[at] = replace(line, look=usual)
            run.append(at)
    return joined


def _mark_contents(lines: list[Line]) -> list[Line]:
    """Return the lines with those in front that come again further down, as a list of contents does."""
    short = [at for at, line in enumerate(lines) if not (line.is_row or line.is_prose or line.label)]
    last = {name_of(lines[at]): at for at in short}
    told = (at for at, line in enumerate(lines) if line.is_prose and line.acts and not line.is_about_issue)
    front = min(_FRONT, next(told, _FRONT))
    listed = [at for at in short if at < front and last[name_of(lines[at])] > at]
    marked = list(lines)
    heading = next((at for at, line in enumerate(lines[:_FRONT]) if is_contents_heading(line.text)), len(lines))
    entry = lines[heading + 1].look if heading + 1 < len(lines) else ""
    listed_below = range(heading + 1, len(lines) if entry.startswith("bullet") else 0)
    for at in takewhile(lambda at: lines[at].look == entry and not lines[at].is_prose, listed_below):
        marked[at] = replace(lines[at], is_contents=True, section=None, is_day=False)
    for at in listed if len(listed) >= _LEAST - 1 else ():
        if not lines[at].is_day or lines[at].is_bullet:
            marked[at] = replace(lines[at], is_contents=True, section=None, is_day=False)
    return marked


# The look of a line, by which a layout says what it is.

_MARKED = re.compile(r"\s*(?:[▪■□►▶▸▷●○◆◇★☆▍▎▌▋◎➤➢✦▲△▼☞❖※»›§¶→⇒✓✔]|【[^【】]{1,40}】\s*\Z|[\U0001F300-\U0001FAFF])")


def assign_looks(lines: list[Line]) -> list[Line]:
    """Return the lines with the look of each."""
    around = zip([None, *lines], lines, [*lines[1:], None], strict=False)
    return [replace(line, look=_name_look(line, above, below)) for above, line, below in around]


def _name_look(line: Line, above: Line | None, below: Line | None) -> str:
    counted = "" if line.number is None else "lettered " if line.is_lettered else "numbered "
    if not line.is_row and line.text.strip(" .、)").isdigit() and len(line.text) < FEW // 2:
        return "counter"
    if line.is_row:
        return "row"
    if line.kind is BlockKind.HEADING and not line.is_beside:
        return f"{counted}heading {min(max(line.level, 1), 6)}"
    if line.is_bullet:
        return _name_bullet(line, above, below)
    if line.is_day:
        return "day line"
    if not line.is_prose and (line.is_beside or not line.opening or line.opening.end >= len(line.raw.rstrip())):
        return _name_short(line, counted)
    if line.is_bold and not line.is_prose:
        return f"{counted}bold line"
    return _name_paragraph(line)


def _name_paragraph(line: Line) -> str:
    if line.lead_end and not (line.opening and line.lead_end <= line.opening.end and not line.tag_end):
        return "bold lead"
    if line.raw.lstrip()[:1] in "【[" and line.tag_end:
        return "tagged paragraph"
    if line.opening:
        return "dated paragraph"
    if line.number is not None:
        return "numbered paragraph"
    if line.acts:
        return "dated paragraph" if line.dated else "acting paragraph"
    return "paragraph"


def _name_bullet(line: Line, above: Line | None, below: Line | None) -> str:
    """Return the look of a bullet: one over deeper bullets, or over a paragraph of its own, heads them."""
    level = min(line.level, 6)
    if below is None or line.is_prose or (line.opening is not None and not line.is_day) or line.label is not None:
        return f"bullet {level}"
    tells = line.dated or (line.acts and line.words >= FEW)
    over = below.is_bullet and below.level > line.level and not tells
    in_list = above is not None and above.is_bullet and above.level == line.level and not above.is_prose
    if below.kind is BlockKind.PARAGRAPH and not (in_list or below.continues or below.is_furniture):
        told = (below.is_prose and (below.acts or not below.is_about_issue)) or below.is_day
        labelled = below.label is not None and below.label.field is not Field.SOURCE
        over = told or below.is_beside or labelled
    return f"bullet head {level}" if over or (line.is_day and not below.is_bullet) else f"bullet {level}"


def _name_short(line: Line, counted: str) -> str:
    if line.is_beside:
        return "short line"
    if line.is_bold:
        return f"{counted}bold line"
    if counted:
        return f"{counted}line"
    if _MARKED.match(line.raw):
        return "marked line"
    if line.text.isupper() and len(line.text) >= FEW // 2 and not is_mostly_han(line.text):
        return "capital line"
    return "linked line" if is_link_only(line.spans) else "short line"


# What a person is shown of the looks.

_MOST_SEEN = 30
_LONGEST_EXAMPLE = 60
"""Signs of an example."""


def list_seen_looks(lines: Sequence[Line], inside: Collection[int]) -> tuple[SeenLook, ...]:
    """Return each look with how many lines have it and the first of them, the commonest first.

    ``inside`` are the lines that items have.
    """
    counts = Counter(line.look for line in lines if line.look in LOOKS)
    first: dict[str, str] = {}
    for line in lines:
        first.setdefault(line.look, line.text[:_LONGEST_EXAMPLE])
    taken = Counter(lines[at].look for at in inside)
    return tuple(
        SeenLook(look=look, count=count, inside=taken[look], example=first[look])
        for look, count in counts.most_common(_MOST_SEEN)
    )
