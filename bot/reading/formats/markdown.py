"""Reads Markdown (CommonMark with tables) into blocks with their lines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.dates.date_words import ANY_MONTH
from bot.reading.document import LOGO_MARK, Block, BlockKind, Span
from bot.reading.formats.normalise import HAN, is_contents_line, keep_clauses, normalise_spans
from bot.reading.formats.plain import read_plain_blocks

# The fields with which note programs open Markdown ("---", "title: ...", "date: ...", "---"), as lines of text.

_OPENS = re.compile(r"\A\ufeff?---[ \t]*\n(?P<fields>(?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FRONT_MATTER_FIELD = re.compile(r"(?P<name>[A-Za-z][\w -]{0,30}):[ \t]*(?P<value>.*?)[ \t]*")
_ISO = re.compile(r"(?:19|20)\d\d-\d\d?-\d\d?(?=[T\s]|\Z)")
_HEADING = re.compile(r"\s*(?P<mark># )(?P<name>[^\n]+)")
_TITLES = ("title", "series", "name")
_DATES_TEXT = "date published publish_date published_on pubdate issued issued_on date_published publication_date"
_DATES = frozenset(_DATES_TEXT.split())
_UPDATES = frozenset({"updated", "last_updated", "lastmod", "modified", "as_of", "last_modified"})
_HOUSES_TEXT = (
    "author authors publisher published_by source org organization organisation institution site house maintainer"
    " from issuer issued_by office sender"
)
_HOUSES = frozenset(_HOUSES_TEXT.split())
_EDITORS = frozenset({"editor", "editors"})
_PERIODS = frozenset({"period", "covers", "covering", "covered", "coverage", "range", "window", "reporting_period"})
_WORDS = frozenset({"subtitle", "description", "summary", "excerpt", "series", "issue"})


def spell_front_matter(text: str) -> str:
    """Return a text whose fields at the front are written as a page shows them; its lines keep their numbers.

    The title is its heading, the day and the house are lines below it; what only a program needs (tags, addresses,
    layouts) goes, and so does the same heading below. Lines that are no fields at all leave the text as it is. The form
    is that of Jekyll and Pandoc.
    """
    front = _OPENS.match(text)
    if front is None:
        return text
    lines = front["fields"].split("\n")[:-1]
    fields = [_FRONT_MATTER_FIELD.fullmatch(line) for line in lines]
    names = {field["name"].lower().replace("-", "_").replace(" ", "_") for field in fields if field}
    title = next((name for name in _TITLES if name in names), None)
    if title is None:
        return text
    dated = not names.isdisjoint(_DATES)
    body = text[front.end() :]
    shown = ["", *(_show(field, title=title, dated=dated) if field else "" for field in fields), ""]
    again = _HEADING.match(body)
    if again and f"# {again['name'].strip()}" in shown:
        body = f"{body[: again.start('mark')]}{body[again.end() :]}"
    return "\n".join([*(f"{line}  " if line[:1] not in {"", "#"} else line for line in shown), body])


def _show(field: re.Match[str], *, title: str, dated: bool) -> str:
    """Return a field as a line; the day of an update counts where no other is given."""
    name, value = field["name"].lower().replace("-", "_").replace(" ", "_"), field["value"].strip("\"'“” ")
    if name in _EDITORS and (people := [person.strip(" \"'“”") for person in value.strip("[]").split(",")]):
        return f"#### Editors: {', '.join(people)}"
    if not value or value.startswith(("[", "{")):
        return ""
    if name == title:
        return f"# {value}"
    if name in _DATES or (name in _UPDATES and not dated):
        return iso[0] if (iso := _ISO.match(value)) else value
    if name in _PERIODS:
        return f"Period: {value.replace('/', ' to ')}"
    return f"Published by: {value}" if name in _HOUSES else value if name in _WORDS else ""


# Footnotes of Markdown ("[^1]" and "[^1]: Reuters, 5 March"): each stands behind the paragraph that cites it.

_DEFINITION = re.compile(r"[ ]{0,3}\[\^(?P<name>[^\]\s]{1,40})\]:[ \t]*(?P<text>\S.{0,300})$")
_MARK = re.compile(r"[ ]?\[\^(?P<name>[^\]\s]{1,40})\]")
_PARTS = re.compile(r"\s*(?:$|#{1,6}\s|[-*+]\s|\d{1,3}[.)]\s|>|\||\[\^)")
"""Opens a line that does not go on with the paragraph before it."""


def move_notes(text: str) -> str:
    """Return a text with its notes in brackets behind the paragraphs that cite them; its lines keep their numbers.

    Notes that nothing cites, long ones, and marks without a note stay as they are. Footnotes are an extension that
    GitHub and Pandoc share.
    """
    if "[^" not in text:
        return text
    lines = text.split("\n")
    notes = {found["name"]: found["text"].strip() for line in lines if (found := _DEFINITION.match(line))}
    cited = {mark["name"] for line in lines if not _DEFINITION.match(line) for mark in _MARK.finditer(line)}
    known = notes.keys() & cited
    if not known:
        return text
    waiting: list[str] = []
    for at, line in enumerate(lines):
        definition = _DEFINITION.match(line)
        if definition and definition["name"] in known:
            lines[at] = ""
            continue
        named = [mark["name"] for mark in _MARK.finditer(line) if mark["name"] in known]
        waiting += [notes[name].rstrip(".") for name in named]
        if named:
            lines[at] = _MARK.sub(lambda mark: "" if mark["name"] in known else mark[0], line)
        if waiting and (at + 1 == len(lines) or _PARTS.match(lines[at + 1])):
            lines[at] = f"{lines[at].rstrip()} ({'; '.join(dict.fromkeys(waiting))})"
            waiting = []
    return "\n".join(lines)


MAX_DEPTH = 60
MAX_LINE_LENGTH = 50_000
_PARSER = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH}).enable("table")
_MOST_MARKERS = 40
_DEEP_MARKERS = re.compile(rf"(?:(?:[-*+>]|\d{{1,9}}[.)])[ \t]*){{{_MOST_MARKERS}}}")
_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,})")
"""A rule across the page, or what a heading is underlined with, as long as it may be."""
_LONG_LINE = 400
_LONG_RUN = re.compile(rf"[\[*_`!<(]{{500}}|[ \t]{{{_LONG_LINE}}}")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<(?:script|style)\b.*?(?:</(?:script|style)>|\Z)|</?[a-zA-Z][^<>]*>", re.DOTALL)
_BREAK_TAG = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_SIGNED_LINE = re.compile(r"^([■▲△●◆◇★•▪►▶▸➢➤❖◉])[ \t]*(\S.*)$", re.MULTILINE)
_HEADING_SIGNS = frozenset("■◆★")
_DEFINED = re.compile(r"^( {0,3}): {1,3}(?=\S)", re.MULTILINE)
"""Opens what defines the term above, as PHP Markdown Extra and Pandoc write it."""
_SHORT_SIGNED = 12
_MIN_CHIPS = 2
_MIN_SIGNS = 2
_GOES_ON = (",", ";", ":", "，", "；", "、", "：", "-", "–", "—")
_HAN_SIGN = re.compile(f"[{HAN}]")
_FULL_LINE = 0.8
_TASK = re.compile(r"\[[ xX]\]\s+")
"""Opens an entry of a list of tasks (GitHub Flavored Markdown, 5.3), done or not."""
_NAME_ALONE = re.compile(r"[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){1,3}")
"""A line of a few words in capitals, such as a person's name over what they do."""
_SHORT_LINE = 50
_FIELD = re.compile(rf"[A-Z][\w’'./ -]{{2,30}}:\s|[{HAN}]{{2,8}}[A-Za-z ./]{{0,24}}[:：]")
_DAY_FIRST = re.compile(
    rf"(?:\d{{1,2}}\s{ANY_MONTH}\.?|{ANY_MONTH}\.?\s\d{{1,2}}|\d{{1,2}}月(?:\d{{1,2}}日|[上中下]旬))(?=[\s:：,，–—-])",
    re.IGNORECASE,
)
_LOGO = re.compile(
    r"\ufeff?\s*(?:---\n(?:[^\n]*\n){1,60}?---\s*)?"
    r"\[?!\[(?:logo(?: of)?:?\s+)?(?P<words>[^\]\n]{2,80}?)(?:\s+logo)?\]\(",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(r"(?m)(^#{1,6}[^\n{}]+?)[ \t]*\{[#.:][^\n{}]*\}[ \t]*$")
"""A heading's name for links, as Pandoc and kramdown write it behind the words ("## Policy {#policy}")."""
_LEFT_BOLD = re.compile(r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*")


def read_markdown_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text, in order, with lines from 1.

    Numbers of ordered lists stay in the text, as on the printed page; HTML is reduced to its text. A text that is no
    sensible Markdown (nested too deep, lines of a size nobody writes) is read as plain text, so nothing is lost.
    """
    if any(map(_is_senseless, text.split("\n"))):
        return read_plain_blocks(text)
    tokens = _PARSER.parse(_set_signs(move_notes(spell_front_matter(keep_clauses(text.replace("\u2028", "\n"))))))
    if any(token.level >= MAX_DEPTH - 1 for token in tokens):
        return read_plain_blocks(text)
    return tuple(_Walk().read(tokens))


def find_logo(text: str) -> tuple[Block, ...]:
    """Return the words for the picture with which a text opens, as furniture that names a logo; nothing without one."""
    logo = _LOGO.match(text)
    words = " ".join(logo["words"].split()) if logo else ""
    return (Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=f"{LOGO_MARK}{words}"),)),) if words else ()


def _is_senseless(line: str) -> bool:
    """Say whether a line is of a size or depth that nobody writes."""
    if len(line) >= _LONG_LINE and (len(line) > MAX_LINE_LENGTH or _LONG_RUN.search(line)):
        return True
    return (
        sum(map(line.count, "-*+>.)")) >= _MOST_MARKERS
        and bool(_DEEP_MARKERS.search(line))
        and not _RULE.fullmatch(line)
    )


def _set_signs(text: str) -> str:
    """Return the text with lines that open with a printed bullet as list items, short ones without an end as headings.

    Each line stays one line. Signs that a text uses once only are left alone. What defines a term is a list below it.
    """
    if "{" in text:
        text = _ATTRIBUTES.sub(r"\1", text)
    if "\n: " in text and len(_DEFINED.findall(text)) >= _MIN_SIGNS:
        text = _DEFINED.sub(r"\1- ", text)
    found = _SIGNED_LINE.findall(text)
    if len(found) < _MIN_SIGNS:
        return text
    return _SIGNED_LINE.sub(
        lambda match: (
            f"### {match[2]}" if len(match[2]) <= _SHORT_SIGNED and match[1] in _HEADING_SIGNS else f"- {match[2]}"
        ),
        text,
    )


@dataclass
class _Walk:
    """The state of one walk over the tokens: the open lists and the marker that waits for its first paragraph."""

    lists: list[str] = field(default_factory=list)
    marker: str | None = None
    heading: int = 0

    def read(self, tokens: Sequence[Token]) -> Iterator[Block]:
        position = 0
        while position < len(tokens):
            token = tokens[position]
            if token.type == "tr_open":
                end = next(at for at in range(position, len(tokens)) if tokens[at].type == "tr_close")
                yield from _read_row(tokens[position:end])
                position = end
            elif token.type == "inline":
                yield from self._read_inline(token)
            elif token.type in {"html_block", "code_block", "fence"}:
                yield from self._read_verbatim(token)
            else:
                self._enter_or_leave(token)
            position += 1

    def _enter_or_leave(self, token: Token) -> None:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self.lists.append(token.type)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.lists.pop()
        elif token.type == "list_item_open":
            self.marker = f"{token.info}{token.markup} " if self.lists[-1] == "ordered_list_open" else ""
        elif token.type == "list_item_close":
            self.marker = None
        elif token.type == "heading_open":
            self.heading = int(token.tag[1:])
        elif token.type == "heading_close":
            self.heading = 0

    def _place(self) -> tuple[BlockKind, int, str]:
        """Return kind, level and marker text for what comes next; a marker is used once."""
        marker, self.marker = self.marker, None
        if self.heading:
            return BlockKind.HEADING, self.heading, marker or ""
        if marker is not None:
            return BlockKind.LIST_ITEM, len(self.lists), marker
        return BlockKind.PARAGRAPH, 0, ""

    def _read_inline(self, token: Token) -> Iterator[Block]:
        first, last = token.map or (0, 0)
        kind, level, marker = self._place()
        line = first + 1
        lines = list(_read_spans(token.children or ()))
        for spans, height in _split_contents(_keep_lines(lines)):
            till = min(line + height - 1, last)
            told = _drop_task(spans) if kind is BlockKind.LIST_ITEM else spans
            shown = normalise_spans((Span(text=marker), *told))
            if shown:
                yield Block(kind=kind, level=level, spans=shown, line=line, last_line=max(till, line))
            line, marker = till + 1, ""
            if kind is not BlockKind.HEADING:
                kind, level = BlockKind.PARAGRAPH, 0

    def _read_verbatim(self, token: Token) -> Iterator[Block]:
        first, last = token.map or (0, 0)
        text = token.content
        if token.type == "html_block":
            text = _strip_tags(text)
        kind, level, marker = self._place()
        spans = normalise_spans((Span(text=marker), Span(text=text)))
        if spans:
            yield Block(kind=kind, level=level, spans=spans, line=first + 1, last_line=max(last, first + 1))


def _drop_task(spans: list[Span]) -> list[Span]:
    """Return an entry's spans without the box to tick that it opens with."""
    task = _TASK.match(spans[0].text) if spans else None
    return [replace(spans[0], text=spans[0].text[task.end() :]), *spans[1:]] if task else spans


def _strip_tags(text: str) -> str:
    """Return the text of a piece of HTML; a comment that is never closed is kept, since it may hold the rest."""
    end = text.rfind("-->") + len("-->") if "-->" in text else 0
    shown = _COMMENT.sub("", text[:end]) + text[end:]
    return html.unescape(_TAG.sub("", _BREAK_TAG.sub("\n", shown)))


def _read_row(tokens: Sequence[Token]) -> Iterator[Block]:
    first, last = tokens[0].map or (0, 0)
    spans: list[Span] = []
    for cell in (token for token in tokens if token.type == "inline"):
        shown = normalise_spans(span for spans, _ in _read_spans(cell.children or ()) for span in spans)
        spans += [Span(text=" | "), *shown] if spans else shown or [Span(text=" ")]
    whole = normalise_spans(spans)
    if whole and any(span.text.strip(" |") for span in whole):
        yield Block(kind=BlockKind.TABLE_ROW, spans=whole, line=first + 1, last_line=max(last, first + 1))


def _keep_lines(lines: list[tuple[list[Span], Span]]) -> list[tuple[list[Span], Span]]:
    """Return the lines of a paragraph with the breaks that are more than a width's end."""
    return _keep_fields(_keep_looks(_keep_parted(_keep_headline(lines)))) if len(lines) > 1 else lines


def _keep_parted(lines: list[tuple[list[Span], Span]]) -> list[tuple[list[Span], Span]]:
    """Return the lines with a break behind the first where bars part it, not the others ("5 May | MIIT | ...")."""
    bars = ["".join(span.text for span in spans).count(" | ") for spans, _ in lines]
    if bars[0] < _MIN_SIGNS or any(bars[1:]):
        return lines
    return [(lines[0][0], replace(lines[0][1], text="\n")), *lines[1:]]


def _keep_headline(lines: list[tuple[list[Span], Span]]) -> list[tuple[list[Span], Span]]:
    """Return the lines with a break behind the first where the second, much longer, shows that no width ended it."""
    first, second, *_ = (*("".join(span.text for span in spans).strip() for spans, _ in lines), "", "")
    if not second or second[0].islower() or first.endswith(_GOES_ON):
        return lines
    word = second.split(maxsplit=1)[0]
    named = _NAME_ALONE.fullmatch(first) is not None and len(second) <= _SHORT_LINE
    if not named and len(first) + (1 if _HAN_SIGN.search(word) else len(word) + 1) > len(second) * _FULL_LINE:
        return lines
    return [(lines[0][0], replace(lines[0][1], text="\n")), *lines[1:]]


def _keep_looks(lines: list[tuple[list[Span], Span]]) -> list[tuple[list[Span], Span]]:
    """Return the lines with a break between one that is all in italics, as what credits, and one that is not.

    So behind the first where it is all in bold, as what heads.
    """
    looks = [_look_of(spans, is_first=at == 0) for at, (spans, _) in enumerate(lines)]
    if len(set(looks)) == 1:
        return lines
    return [
        (spans, replace(end, text="\n")) if one != other else (spans, end)
        for (spans, end), one, other in zip(lines, looks, [*looks[1:], looks[-1]], strict=True)
    ]


def _look_of(spans: Sequence[Span], *, is_first: bool) -> tuple[bool, bool]:
    shown = [span for span in spans if span.text.strip()]
    return is_first and all(span.bold for span in shown), all(span.italic for span in shown)


def _keep_fields(lines: list[tuple[list[Span], Span]]) -> list[tuple[list[Span], Span]]:
    """Return the lines with a break before each that opens with a field's name, where several do ("Date: ...").

    So with lines that all open with bold words, or all with a day.
    """
    texts = ["".join(span.text for span in spans) for spans, _ in lines]
    named = [_FIELD.match(text) is not None for text in texts]
    if len(lines) >= _MIN_SIGNS and (all(map(_opens_bold, lines)) or all(map(_DAY_FIRST.match, texts))):
        named = [True] * len(lines)
    if sum(named) < _MIN_SIGNS:
        return lines
    return [
        (spans, replace(end, text="\n")) if after else (spans, end)
        for (spans, end), after in zip(lines, [*named[1:], False], strict=True)
    ]


def _split_contents(lines: Iterable[tuple[list[Span], Span]]) -> Iterator[tuple[list[Span], int]]:
    """Join the lines of a paragraph, but end it after each line of a table of contents; give the number of lines."""
    spans: list[Span] = []
    height = 0
    for line, end in lines:
        spans += [*line, end]
        height += 1
        if is_contents_line("".join(span.text for span in line)):
            yield spans, height
            spans, height = [], 0
    if spans:
        yield spans, height


def _opens_bold(line: tuple[list[Span], Span]) -> bool:
    """Say whether a line opens with bold words, and goes on in others."""
    shown = [span for span in line[0] if span.text.strip()]
    return len(shown) > 1 and shown[0].bold and not shown[-1].bold


def _read_spans(children: Sequence[Token]) -> Iterator[tuple[list[Span], Span]]:
    """Return the source lines of an inline text as spans, each with what ends it: a space, a line feed, or nothing."""
    line: list[Span] = []
    link: str | None = None
    bold = italic = 0
    chips: list[Span] = []
    for token in children:
        if token.type in {"strong_open", "strong_close"}:
            bold += token.nesting
        elif token.type in {"em_open", "em_close"}:
            italic += token.nesting
        elif token.type in {"link_open", "link_close"}:
            link = str(token.attrs.get("href", "")) if token.nesting > 0 else None
        elif token.type in {"softbreak", "hardbreak"}:
            end = "\n" if token.type == "hardbreak" else " "
            yield _part_chips(line, chips), Span(text=end, bold=bold > 0, italic=italic > 0, link=link)
            line, chips = [], []
        elif token.type in {"text", "code_inline", "text_special"}:
            set_off = italic > 0 or token.type == "code_inline"  # another face, as italics are
            read = list(_read_left_bold(Span(text=token.content, bold=bold > 0, italic=set_off, link=link)))
            line += read
            chips += read if token.type == "code_inline" else []
        elif token.type == "html_inline" and _BREAK_TAG.match(token.content):
            line.append(Span(text="\n"))
    yield _part_chips(line, chips), Span(text="")


def _part_chips(line: list[Span], chips: list[Span]) -> list[Span]:
    """Return a line of nothing but words in boxes, as fields are set ("`MIIT` `5 May`"), with dots between them."""
    words = [span for span in line if span.text.strip()]
    boxed = {id(span) for span in chips}
    if len(chips) < _MIN_CHIPS or not all(id(span) in boxed or span.bold or span.link for span in words):
        return line
    return [part for span in words for part in (Span(text=" · "), span)][1:]


def _read_left_bold(span: Span) -> Iterator[Span]:
    """Read ``**`` that CommonMark leaves standing beside Chinese punctuation."""
    for number, text in enumerate(_LEFT_BOLD.split(span.text)):
        if text:
            yield span if text == span.text else replace(span, text=text, bold=span.bold or number % 2 == 1)
