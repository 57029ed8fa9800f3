"""Legends: what a list of records says of its own form before or behind them: its order, its columns, its signs."""

from __future__ import annotations

from bot import lazy_re as re
from bot.domain.calendar.dates import find_printed_dates
from bot.reading.grammar.lines.furniture import list_sentences, tells_quantity
from bot.reading.grammar.lines.reports import names_actor

_FORM = re.compile(
    r"\b(?:entr(?:y|ies)|columns?|rows?|(?:one|a|each|per|every) table|tables? (?:below|above|for|per)|tick(?:ed|s)?"
    r"|check ?box(?:es)?|box(?:es)?|legend|key to|abbreviations?|acronyms?|how to (?:read|use)|sorted|ordered"
    r"|arranged|grouped"
    r"|in (?:the |an? )?(?:\w+ )?order|alphabetical(?:ly)?|chronological(?:ly)?"
    r"|(?:newest|latest|most recent|oldest)(?: \w+){0,5} (?:first|top)"
    r"|(?:at|from) the (?:top|bottom)|down the page|change ?logs?|living document|colou?r(?:s|ed)?|icons?|symbols?"
    r"|emojis?"
    r"|badges?|flags?|asterisks?|by (?:stage|topic|date|ministry|status|theme)"
    r"|(?:is|are) (?:marked|labelled|linked|given|shown)"
    r"|drops? out|stands? (?:for|first|with)|means?|version \d|status|in brackets|italics|pull requests?)\b"
    r"|\bdates? (?:are|is)\b|图例|符号|[本下上各]表|栏目?|按[^。]{1,12}(?:排序|排列)|标[注记示]|状态|简称",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"\A\W*[\"“「『‘][^\"”」』’]{2,40}[\"”」』’]\s(?:is|are|means|lists?|shows?|gives?|tells?|refers|covers)\b"
)
"""Says what a field's name stands for."""
_LONGEST = 900


def explains_form(text: str) -> bool:
    """Whether a paragraph speaks of the list's form: half of its sentences do, none tells a day or an act."""
    if len(text) > _LONGEST or not _FORM.search(text):
        return False
    sentences = list_sentences(text)
    cues = [(_FORM.search(each) or _QUOTED.match(each)) is not None for each in sentences]
    if sum(cues) * 2 < len(cues):
        return False
    return not any(
        tells_quantity(each) or find_printed_dates(each) or (not cue and names_actor(each))
        for each, cue in zip(sentences, cues, strict=True)
    )
