"""What the news says of its own document, apart from the titles of those that it builds on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import lazy_re as re
from bot.domain.names import fold_title
from bot.reading.recognition.titles import Titles, list_printed_titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.reading.recognition.passages import Passage

_REPLACED = re.compile(
    r"\b(?:replac|supersed)(?:es?|ed|ing)\s[^,.;]{0,60}?\b(?:versions?|measures|rules|provisions|regulations?|guidelines)\b"
)
"""What was there before: that it was on trial says nothing of what comes in its place."""
BUILDS_ON = re.compile(
    r"(?:\b(?:under|in line with|based on|implement(?:s|ing|ation of)?|according to|pursuant to|following|as part "
    r"of|build(?:s|ing)? on|since|in accordance with|complement\w*"
    r"|in response to|supplement\w*|replac\w+|supersed\w+|required by|set out in|laid out in|accompan\w+|alongside"
    r"|with reference to|after|beyond|decisions? (?:on|to) (?:amend|revis|repeal)\w*)\b[^.;:]{0,40}"
    r"|(?:根据|按照|依据|依照|落实|贯彻|遵照|配合)[^。；，]{0,20}《?[“\"‘]?)$",
    re.IGNORECASE,
)
"""Stands before the title of a document that the news builds on, and does not report."""
OTHER_OBJECT = re.compile(r"\b(?:on|for|to|that|which|how|why|under|with|about|regarding|against|as|in)\s|[;:。；]")
"""What stands between a verb and its object where a title is no object of it."""
OBJECT_LENGTH = 100
"""Signs before a title or behind a verb that may say what is done to it."""


def list_own_wordings(news: Iterable[Passage], own: Titles) -> Iterator[str]:
    """Give what the news says apart from the titles of other documents: a ground may be interim, its act is not."""
    mine = [fold_title(title) for title in (own.en, own.zh) if title]
    for passage in news:
        kept, at = [], 0
        for start, title in list_printed_titles(passage.text):
            key = fold_title(title)
            is_own = any(key in title_of or title_of in key for title_of in mine)
            if not is_own and (mine or BUILDS_ON.search(passage.text[max(0, start - OBJECT_LENGTH) : start])):
                kept.append(passage.text[at:start])
                at = start + len(title)
        yield _REPLACED.sub("", "".join((*kept, passage.text[at:])))
