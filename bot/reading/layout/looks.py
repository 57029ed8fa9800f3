"""What repeats in a document: its own labels, the names of its sections, the form of its days, the looks of lines."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise, takewhile

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
    """A document as lines with their looks, and the labels of its own."""

    lines: tuple[Line, ...]
    labels: Mapping[str, Field]


def look_over(
    blocks: Sequence[Block],
    own: Mapping[str, Field],
    sections: Mapping[str, Section],
    *,
    plain: frozenset[str] = frozenset(),
) -> Looks:
    """Return a document's lines with their looks; ``own`` and ``sections`` are the labels and headings known before.

    Lines of ``plain`` looks are known to head no section, but those in ``sections``.
    """
    labels = {**_find_own_labels(blocks), **own}
    lines = list_lines(blocks, labels, in_figures=_opens_in_figures(blocks))
    _mark_tags(lines)
    for above, line, below in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        line.look = _name_look(line, above, below)
    _mark_named(lines)
    _clear_titles(lines)
    _join_counted(lines)
    _mark_contents(lines)
    _settle_sections(lines, sections, plain)
    return Looks(lines=tuple(lines), labels=labels)


def _settle_sections(lines: Sequence[Line], sections: Mapping[str, Section], plain: frozenset[str]) -> None:
    """Settle which sections lines head, by names known before, spelled a little otherwise perhaps, or come again."""
    heads = [line for line in lines if not (line.is_prose or line.is_row or line.is_contents)]
    for line in heads if sections or plain else ():
        near = process.extractOne(line.name, list(sections), scorer=fuzz.ratio, score_cutoff=_LIKE)
        if near is not None or line.look in plain:
            line.section = sections[near[0]] if near else None
    named = {**{line.name: line.section for line in lines if line.section is not None}, **sections}
    for line in heads:
        line.section = named.get(line.name)


def _opens_in_figures(blocks: Sequence[Block]) -> bool:
    """Whether several lines open with a day and a month in figures, and not with numbers of parts ("1.1", "1.2")."""
    texts = [line for block in blocks for line in raw_of(block.spans).split("\n")]
    if sum(_SHORT_DAY.search(text[-_MOST_FIGURES:]) is not None for text in texts) >= _LEAST:
        return True
    found = [match for text in texts if (match := _IN_FIGURES.match(text[:40]))]
    parts = [(int(match[1]), int(match[3])) for match in found if match[2] == "."]
    counted = bool(parts) and parts[0] == (1, 1) and parts == sorted(parts)
    return len(found) >= _LEAST and not counted


def _find_own_labels(blocks: Sequence[Block]) -> dict[str, Field]:
    """Return the words that come again before a colon and that no list knows: of issuers, or of anything."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    beside: Counter[str] = Counter()
    follows = False
    for block in blocks:
        if block.kind in {BlockKind.HEADING, BlockKind.TABLE_ROW}:
            follows = False
            continue
        for part in raw_of(block.spans).split("\n"):
            match = _OWN_LABEL.match(part[:_LONGEST])
            is_known = find_label(part[:_LONGEST]) is not None
            if match and not is_known and not is_day(match[1].strip()):
                values[fold(match[1].strip())].append(part[match.end() - 1 :].strip())
                beside[fold(match[1].strip())] += follows
            follows = is_known
    counts = {words: len(told) + beside[words] for words, told in values.items()}
    often = sorted((words for words, count in counts.items() if count >= _LEAST), key=lambda words: -counts[words])
    offices = {words for words in often if sum(map(names_office, values[words][:_LEAST_TOLD])) * 2 > _LEAST}
    return {words: Field.ISSUER if words in offices else Field.OTHER for words in often[:_MOST_LABELS]}


def _mark_tags(lines: Sequence[Line]) -> None:
    """Mark the tags that open paragraphs as headlines, where most are as long and each has its own."""
    tagged = [line for line in lines if line.tag_end and line.label is None and line.raw.lstrip()[:1] == "【"]
    tags = [line.raw[: line.tag_end].strip(" \n【】") for line in tagged]
    told = [tag for tag in tags if len(tag) >= _LEAST_HEADLINE and not is_day(tag)]
    if len(tags) >= _LEAST and len(told) * 2 > len(tags) == len(set(tags)):
        for line in tagged:
            line.lead_end, line.tag_heads = line.tag_end, True


def _mark_named(lines: Sequence[Line]) -> None:
    """Set paragraphs in a row that open with a name of their own before a colon ("Acme: ...") as tagged ones."""
    runs = (list(run) for is_named, run in groupby(lines, key=_opens_with_name) if is_named)
    for line in chain.from_iterable(run for run in runs if len(run) >= _LEAST):
        line.look = "tagged paragraph"


def _opens_with_name(line: Line) -> bool:
    plain = line.kind is BlockKind.PARAGRAPH and line.is_prose and line.label is None and line.number is None
    return plain and line.opening is None and _OWN_LABEL.match(line.raw[:_LONGEST]) is not None


def _clear_titles(lines: Sequence[Line]) -> None:
    """Mark as headlines the lines that look like the issue's title and come again over prose."""
    dated = [line for line, below in pairwise(lines) if line.is_title_date and not line.is_day and below.is_prose]
    counts = Counter(line.look for line in dated)
    for line in dated:
        line.is_title_date = counts[line.look] < _LEAST


def _join_counted(lines: Sequence[Line]) -> None:
    """Set numbered headings of another level than their neighbours in the count as these are.

    The number and not the level tells an item, as publishers set a heading wrong now and then.
    """
    counted = [line for line in lines if line.number is not None and not line.is_prose and not line.is_row]
    heads = Counter(line.look for line in counted if line.kind is BlockKind.HEADING)
    usual, count = heads.most_common(1)[0] if heads else ("", 0)
    counted = [line for line in counted if line.is_lettered == usual.startswith("lettered")]  # 三 doesn't follow 2
    numbers = {line.number for line in counted if line.look == usual}
    before: int | None = None
    for line in counted if count > 1 else ():
        if line.look != usual and line.number not in numbers and before == (line.number or 0) - 1:
            line.look = usual
        before = line.number if line.look == usual else before


def _mark_contents(lines: Sequence[Line]) -> None:
    """Mark the lines in front that come again further down, or stand in a list below its name, as those of contents."""
    short = [line for line in lines if not (line.is_row or line.label or (line.is_prose and not line.is_bullet))]
    last = {line.name: line for line in short}
    repeated = {
        line.at: line
        for line in short
        if last[line.name].at > line.at and not (line.is_prose and line.look == last[line.name].look)
    }
    tells = (line.at for line in lines if line.is_prose and line.acts and not line.is_about_issue)
    front = min(_FRONT, next((at for at in tells if at not in repeated), _FRONT))
    again = [line for line in repeated.values() if line.at < front]
    listed = [line for line in again if not line.is_day or line.is_bullet] if len(again) >= _LEAST - 1 else []
    heading = next((line.at for line in lines[:_FRONT] if is_contents_heading(line.text)), len(lines))
    below = lines[heading + 1 :]
    if below and below[0].look.startswith("bullet"):
        listed += takewhile(lambda line: line.look == below[0].look and not line.is_prose, below)
    for line in listed:
        line.is_contents, line.section, line.is_day = True, None, False


# The look of a line, by which a layout says what it is.

_MARKED = re.compile(r"\s*(?:[▪■□►▶▸▷●○◆◇★☆▍▎▌▋◎➤➢✦▲△▼☞❖※»›§¶→⇒✓✔]|【[^【】]{1,40}】\s*\Z|[\U0001F300-\U0001FAFF])")


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
    tells = (line.dated and not line.is_day) or (line.acts and line.words >= FEW)
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


def list_seen_looks(lines: Sequence[Line], inside: Iterable[Line]) -> tuple[SeenLook, ...]:
    """Return each look with how many lines have it and the first of them, the commonest first.

    ``inside`` are the lines that items have.
    """
    counts = Counter(line.look for line in lines if line.look in LOOKS)
    first: dict[str, str] = {}
    for line in lines:
        first.setdefault(line.look, line.text[:_LONGEST_EXAMPLE])
    taken = Counter(line.look for line in inside)
    return tuple(
        SeenLook(look=look, count=count, inside=taken[look], example=first[look])
        for look, count in counts.most_common(_MOST_SEEN)
    )
