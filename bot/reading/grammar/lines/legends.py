"""Legends: what a list of records says of its own form before or behind them: its order, its columns, its signs."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.dates.printed_dates import find_printed_dates
from bot.reading.grammar.lines.furniture import is_imprint, list_sentences, tells_quantity
from bot.reading.grammar.lines.reports import names_actor

_FORM = re.compile(
    r"\b(?:entr(?:y|ies)|columns?|(?:one|a|each|per|every) table|tables? (?:below|above|for|per)|ticked"
    r"|check ?box(?:es)?"
    r"|legend|key to|abbreviations?|acronyms?|how to (?:read|use)|(?:sorted|ordered|arranged|grouped) by"
    r"|in (?:the |an? )?(?:\w+ )?order(?: in which| of|[.;,])|alphabetical(?:ly)?|chronological(?:ly)?"
    r"|(?:newest|latest|most recent|oldest)(?: \w+){0,5} (?:first|top)"
    r"|(?:enters?|stands?) (?:at the (?:top|bottom)|first)"
    r"|down the page|change ?logs?|living document|emojis?|badges?|asterisks?"
    r"|by (?:stage|topic|date|ministry|status|theme)"
    r"|(?:is|are) (?:(?:marked|labelled) (?:as|by|with|in)|linked|given where)"
    r"|drops? out after|stands? (?:for|with the first)|version \d|in (?:brackets|italics)|pull requests?)(?!\w)"
    r"|\bdates (?:are|is)\b|图例|[本下上]表|栏目|按[^。]{1,12}(?:排序|排列)|标[注记示]为|简称",
    re.IGNORECASE,
)
_KIND = r"(?:tracker|register|docket|monitor|ledger|database|inventory|directory|watch ?list)"
_ITSELF = re.compile(
    rf"\W*(?:an?\s(?:[\w-]+\s){{0,2}}?{_KIND}\s(?:of|that|for|which)"
    rf"|(?:the|this|our)\s(?:[\w-]+\s){{0,2}}?(?:{_KIND}|list|log|table|overview)\s(?:lists|covers|tracks|follows|shows|appears))\b",
    re.IGNORECASE,
)
"""Opens a sentence on what the list itself is."""
_PARTS = re.compile(
    r"\W*(?:(?:the|all|our|each|every|new|old|closed|ticked)\s){0,2}(?:entr(?:y|ies)|columns?|rows?|sources?|dates|texts?"
    r"|titles?|links|boxes|cases|records|codes)\s(?:is|are|stands?|ha(?:s|ve)|drops?|moves?|comes?|refers?|shows?|gives?)\b",
    re.IGNORECASE,
)
"""Opens a sentence on a part of the list."""
_QUOTED = re.compile(
    r"\A\W*[\"“「『‘][^\"”」』’]{2,40}[\"”」』’]\s(?:is|are|means|lists?|shows?|gives?|tells?|refers|covers)\b"
)
"""Says what a field's name stands for."""
_MARKS_OWN = re.compile(
    r"[^.;]{2,60}\s(?:marks?|denotes?|indicates?|signals?|sets off|is set before)\s(?:what|where|our|the|a)\b[^.;]*"
    r"\b(?:our|we|own|opinions?|views?|comments?|remarks?)\b"
)
"""Says what sets the house's own words off."""
_KEY = re.compile(
    r"(?:\A|[\s:：])(?:[^\s=;,]{1,12}(?:\s?=\s?|\s→\s)[^=;·|]{2,60}[;·|,，；]\s?){1,12}[^\s=;,]{1,12}(?:\s?=\s?|\s→\s)\S"
    r"|(?:[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?\s?[^\W\d_][^·|;\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]{1,60}[·|;,，；]\s?){1,12}"
    r"[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)
"""Says in a row what signs or words stand for ("OUT = published; LIVE = in force", "🟡 draft · 🟢 in force")."""
_TITLE_AHEAD = re.compile(r"(?:[A-Z][\w&’'-]*\s){2,5}[–—|-]\s(?:[^.=;→]|\.(?=\s?\d)){3,60}\Z")
"""A title, and behind it what kind of issue it is ("Acme Policy Pack - change log"), which explains nothing."""
_LONGEST = 900


@lru_cache(maxsize=512)
def explains_form(text: str) -> bool:
    """Whether a paragraph speaks of the list's form: half of its sentences do, none tells a day or an act."""
    signed = "=" in text or not text.isascii()
    if signed and len(text) <= _LONGEST and _KEY.search(text) and not find_printed_dates(text):
        return True
    if len(text) > _LONGEST or not (_FORM.search(text) or _ITSELF.match(text)) or _TITLE_AHEAD.match(text):
        return False
    sentences = list_sentences(text)
    of_itself = [any(opens.match(each) for opens in (_QUOTED, _ITSELF, _PARTS, _MARKS_OWN)) for each in sentences]
    cues = [own or _FORM.search(each) is not None for own, each in zip(of_itself, sentences, strict=True)]
    others = sum(not cue and not is_imprint(each) for each, cue in zip(sentences, cues, strict=True))
    if sum(cues) < max(others, 1):
        return False
    return not any(
        tells_quantity(each) or find_printed_dates(each) or (not own and names_actor(each))
        for each, own in zip(sentences, of_itself, strict=True)
    )
