"""The sentence of an item that answers: the one that holds most of what was asked for, wherever it stands."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise

from bot.model.briefing import Item
from bot.query.tokens import HAS_HAN, find_figures, find_words, list_tokens, read_figure
from bot.reading.facts.sentences import split_sentences

Words = tuple[tuple[str, ...], ...]
"""What to mark: a group for each thing that was asked for, with its wordings, the one that was typed first."""
_KEPT = 2048
"""So many texts are kept in sentences: the same items are asked for again and again."""
_LONGEST_LEAD = 60
"""Characters of the longest sentence that may be a title set before a text."""
_SHORT_NAME = 3
"""A name in capitals with no more letters is marked in capitals alone: "US" is no "us"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """A sentence as printed, the words of it that were asked for, and whether it is the publisher's comment."""

    sentence: str
    matched: tuple[str, ...] = ()
    in_comment: bool = False


def find_printed(text: str, wordings: Sequence[str]) -> tuple[str, ...]:
    """Return those of these wordings that a text has, as it prints each first."""
    return tuple(dict.fromkeys(found for each in wordings if (found := _find(each, text))))


def choose_quote(item: Item, words: Words, *, of_comment: bool = False) -> Quote:
    """Return the sentence that holds most of the things asked for, the first of equals; without any the first one.

    The item's own text and points come before the publisher's comment, unless that holds more. With ``of_comment``
    only the comment is looked at, where there is one. Where no sentence has any, that with most of the words of names
    of several does.
    """
    own = () if of_comment and item.comment else tuple(chain(*map(_list_sentences, (item.text, *item.points))))
    if item.is_official and own and own[0].endswith("\uff1a"):  # it only addresses the readers of a notice
        own = (*own[1:], own[0])
    quotes = [Quote(sentence=each) for each in own]
    quotes += [Quote(sentence=each, in_comment=True) for each in _list_sentences(item.comment or "")]
    names = (group[0].split() for group in words if group)
    apart = tuple((word,) for name in names if len(name) > 1 for word in name if len(word) > _SHORT_NAME)
    for groups in filter(None, (words, apart)):
        best, most = None, (0, 0)
        for quote in quotes:
            found = [[_find(wording, quote.sentence) for wording in group] for group in groups]
            held = (sum(map(any, found)), sum(bool(printed and printed[0]) for printed in found))  # and those typed
            if held > most:
                best, most = replace(quote, matched=tuple(dict.fromkeys(filter(None, chain(*found))))), held
        if best:
            return best
    return quotes[0] if quotes else Quote(sentence=item.headline or "")


@lru_cache(maxsize=_KEPT * 8)
def _find(wording: str, text: str) -> str:
    """Return a wording as a text prints it first, a word in any of its forms; "" where it does not."""
    if figure := read_figure(wording):
        plain = unicodedata.normalize("NFKC", text)
        return next((plain[start:end] for start, end, value in find_figures(plain) if value == figure), "")
    if HAS_HAN.search(wording):
        start = text.casefold().find(wording.casefold())
        return text[start : start + len(wording)] if start >= 0 else ""
    tokens, words = list_tokens(wording), _locate_words(text)
    is_capitals = wording.isupper() and len(wording) <= _SHORT_NAME
    for place in range(len(words) - len(tokens) + 1 if tokens else 0):
        run = words[place : place + len(tokens)]
        if [token for token, _, _ in run] == tokens and (not is_capitals or text[run[0][1]].isupper()):
            return text[run[0][1] : run[-1][2]]
    return ""


_locate_words = lru_cache(maxsize=_KEPT)(find_words)


def extend_lead(item: Item, sentence: str) -> str:
    """Return a sentence, with the one after it where it is but a short title set before the text."""
    if len(sentence) <= _LONGEST_LEAD:
        for paragraph in item.text.split("\n\n"):
            for one, after in pairwise(split_sentences(paragraph)):
                if one.text == sentence:
                    return paragraph[one.start : after.end]
    return sentence


@lru_cache(maxsize=_KEPT)
def _list_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences as printed; a bare date or number is none."""
    found = (sentence.text for paragraph in text.split("\n\n") for sentence in split_sentences(paragraph))
    return tuple(sentence for sentence in found if any(map(str.isalpha, sentence)))
