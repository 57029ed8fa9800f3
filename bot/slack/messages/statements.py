"""Three kinds of statement that look different everywhere: as printed, a company's claim, the publisher's view."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.records.printed import split_printed
from bot.domain.records.standing import fold_spaces, is_claim, is_commented, split_references
from bot.slack.blocks import cut
from bot.slack.mrkdwn import bold, escape, italic, join_some, mark, quote

if TYPE_CHECKING:
    from bot.domain.records.briefing import Item
    from bot.services.results import ItemRow

CLAIM = "claim, as reported, not checked"
OFFICIAL_ACT = "an official body acts, no claim of a company"
VIEW = "Publisher's view, not fact:"
PRINTED = "As printed:"
COMMENTED = "in the publisher's comment, not fact"
MAX_SENTENCE = 420
MAX_SUMMARY = 900
_MAX_POINT = 320
_MAX_POINTS = 6
_MAX_FIGURES = 8
_MAX_REFERENCES = 6
_MAX_OUTLETS, _MAX_OUTLETS_TEXT = 3, 100
_OUTLET = re.compile(
    r"(?P<outlet>\S.{1,60}?)\s+(?:article|report|story|interview|video|post|press release|announcement|statement)s?",
    re.IGNORECASE,
)


def is_view(row: ItemRow) -> bool:
    """Say whether the sentence that answers stands only in the publisher's comment."""
    return is_commented(row.item, row.sentence)


def format_sentence(row: ItemRow, limit: int = MAX_SENTENCE) -> str:
    """Give the sentence that answers, as a quotation with the match marked; a claim and a view carry their marks."""
    sentence = cut(mark(fold_spaces(row.sentence or row.item.text), row.matched), limit)
    if is_view(row):
        return f"{bold(VIEW)}\n{quote(sentence)}"
    claim = f"\n{italic(f'({CLAIM}{_format_outlets(row.item)})')}" if is_claim(row.item) else ""
    return quote(sentence) + claim


def _format_outlets(item: Item) -> str:
    """Give where the publisher has a claim from, by its source labels (``South China Morning Post article``)."""
    named = (_OUTLET.fullmatch(link.label.strip()) for link in item.links)
    outlets = tuple(dict.fromkeys(match["outlet"] for match in named if match))[:_MAX_OUTLETS]
    return f" · via {escape(cut(', '.join(outlets), _MAX_OUTLETS_TEXT))}" if outlets else ""


def format_targets(item: Item, year: int | None) -> list[str]:
    """Give the sentences that set goals for a year, one line each; for None all of them, each under its year.

    What only the publisher's comment says of a goal is marked so.
    """
    chosen = dict.fromkeys((t.year, fold_spaces(t.quote)) for t in item.targets if year is None or t.year == year)
    return [
        f"• {'' if year else f'{goal_year}: '}{cut(escape(said), _MAX_POINT)}"
        f"{f' ({italic(COMMENTED)})' if is_commented(item, said) else ''}"
        for goal_year, said in chosen
    ]


def format_printed(item: Item) -> str:
    """Give what the source reports, as a quotation under its label, points included."""
    label = bold(f"{CLAIM.capitalize()}:" if is_claim(item) else PRINTED)
    lines = list_printed_lines(item, MAX_SUMMARY)
    return f"{label}\n{quote(chr(10).join(lines))}" if lines else ""


def list_printed_lines(
    item: Item, limit: int = MAX_SUMMARY, *, besides: str = "", more: str = "under Source"
) -> list[str]:
    """Give what the source reports in its own order, escaped: a text of up to ``limit``, points, the text after them.

    ``besides`` is left out where the text opens with it: it was said already. The points that are left out are counted,
    and ``more`` says where they are.
    """
    before, after = split_printed(item)
    if before and besides:
        before = [fold_spaces(before[0]).removeprefix(fold_spaces(besides)).strip(), *before[1:]]
    lines = [cut(escape("\n\n".join(before).strip()), limit)]
    lines += [f"• {cut(escape(fold_spaces(point)), _MAX_POINT)}" for point in item.points[:_MAX_POINTS]]
    left = len(item.points) - _MAX_POINTS
    lines += [f"… {left} more {more}"] if left > 0 else []
    lines.append(cut(escape("\n\n".join(after)), limit))
    return [line for line in lines if line]


def format_view(item: Item) -> str:
    """Give the publisher's comment in italics under its label, "" without one."""
    if not item.comment or not item.comment.strip():
        return ""
    return f"{bold(VIEW)} {italic(cut(' '.join(item.comment.split()), MAX_SUMMARY))}"


def format_figures(item: Item) -> list[str]:
    """Give the figures as printed on one line, and on another those of the publisher's comment."""
    lines = []
    for is_view, label in ((False, "Figures as printed"), (True, f"Figures {COMMENTED}")):
        said = [each for each in item.figures if is_commented(item, each.quote) is is_view]
        figures = list(dict.fromkeys(escape(f"{each.value} {each.unit}".strip()) for each in said))
        lines += [f"{label}: {join_some(figures, _MAX_FIGURES, ' · ')}"] if figures else []
    return lines


def format_references(item: Item) -> list[str]:
    """Give the documents that an item builds on, and on another line those that only its comment names."""
    labels = ("Builds on", f"Named {COMMENTED}")
    return [
        f"{label}: {join_some([escape(each) for each in titles], _MAX_REFERENCES, ', ')}"
        for label, titles in zip(labels, split_references(item), strict=True)
        if titles
    ]
