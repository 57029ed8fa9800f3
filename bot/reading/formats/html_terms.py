"""Fields in definition lists: a short term and its only short value are one line ("Issued by: MIIT").

The term is set in bold, as a label is. HTML has ``dl`` for groups of names and values
(html.spec.whatwg.org/multipage/grouping-content.html#the-dl-element); what is longer is a headline and its text, and
stays apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4.element import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_TERM = 60
_LONGEST_VALUE = 200
_ENDS = (":", "：", "?", "？")


def join_terms(root: Tag) -> None:
    """Make a paragraph of each such term and its value, in the tree itself."""
    for term, value in list(_list_pairs(root)):
        said = " ".join(term.get_text().split())
        term.clear()
        term.name = "p"
        label = Tag(name="b")
        label.append(said if said.endswith(_ENDS) else f"{said}:")
        term.append(label)
        term.append(" ")
        for paragraph in value.find_all("p"):
            paragraph.unwrap()
        for child in list(value.contents):
            term.append(child.extract())
        value.decompose()


def _list_pairs(root: Tag) -> Iterator[tuple[Tag, Tag]]:
    for term in root.find_all("dt"):
        value, after = _find_next(term), None
        if value is None or value.name != "dd":
            continue
        after = _find_next(value)
        only = after is None or after.name != "dd"
        said, told = term.get_text().strip(), value.get_text().strip()
        short = 0 < len(said) <= _LONGEST_TERM and 0 < len(told) <= _LONGEST_VALUE
        if only and short and value.find(["ul", "ol", "table", "dl"]) is None and len(value.find_all("p")) <= 1:
            yield term, value


def _find_next(tag: Tag) -> Tag | None:
    after = tag.find_next_sibling()
    return after if isinstance(after, Tag) else None
