"""The sentence of an item that answers: the one that holds most of what was asked for, wherever it stands."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.model.briefing import Item
from bot.query.tokens import HAS_HAN, find_figures, find_words, list_tokens, read_figure
from bot.reading.facts.sentences import split_sentences

Words = tuple[tuple[str, ...], ...]
"""What to mark: a group for each thing that was asked for, with its wordings, the one that was typed first."""
_KEPT = 2048
"""So many texts are kept in sentences: the same items are asked for again and again."""
_LONGEST_LEAD = 60
"""Characters of the longest sentence that may be a title set before a text."""
_CUT = 2
"""So many letters at the end of a word without its ending may be others in print: "penalty", "penalties"."""
_SHORT_NAME = 3
"""A name in capitals with no more letters is marked in capitals alone: "US" is no "us"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """A sentence as printed, the words of it that were asked for, and whether it is the publisher's comment."""

    sentence: str
    matched: tuple[str, ...] = ()
    in_comment: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Mark:
    """What finds a wording in a text: letters that are looked for first, then the tokens; Chinese as it stands."""

    beginning: str
    tokens: tuple[str, ...]
    figure: str
    is_capitals: bool

    def find_in(self, text: str, folded: str) -> str:
        """Return the wording as a text prints it first; "" where it does not."""
        if self.figure:
            plain = unicodedata.normalize("NFKC", text)
            return next((plain[start:end] for start, end, value in find_figures(plain) if value == self.figure), "")
        start = folded.find(self.beginning)
        if start < 0:
            return ""
        if not self.tokens:
            return text[start : start + len(self.beginning)] if len(text) == len(folded) else self.beginning
        words, width = _locate_words(text), len(self.tokens)
        for place in range(len(words) - width + 1):
            run = words[place : place + width]
            if tuple(token for token, _, _ in run) == self.tokens:
                printed = text[run[0][1] : run[-1][2]]
                if not self.is_capitals or printed[0].isupper():
                    return printed
        return ""


_locate_words = lru_cache(maxsize=_KEPT)(find_words)


@lru_cache(maxsize=_KEPT)
def _read_mark(wording: str) -> _Mark | None:
    """Return what finds a wording, a word in any of its forms; None where it has no letters and no digits."""
    tokens = tuple(list_tokens(wording))
    if not tokens:
        return None
    is_chinese = HAS_HAN.search(wording) is not None
    return _Mark(
        beginning=_fold_case(wording if is_chinese else tokens[0][: max(_CUT, len(tokens[0]) - _CUT)]),
        tokens=() if is_chinese else tokens,
        figure=read_figure(wording),
        is_capitals=wording.isupper() and len(wording) <= _SHORT_NAME,
    )


def find_printed(text: str, wordings: Sequence[str]) -> tuple[str, ...]:
    """Return those of these wordings that a text has, as it prints each first."""
    folded = _fold_case(text)
    found = (mark.find_in(text, folded) for each in wordings if (mark := _read_mark(each)))
    return tuple(dict.fromkeys(filter(None, found)))


def choose_quote(item: Item, words: Words, *, of_comment: bool = False) -> Quote:
    """Return the sentence that holds most of the things asked for, the first of equals; without any the first one.

    The item's own text and points come before the publisher's comment, unless that holds more. With ``of_comment``
    only the comment is looked at, where there is one.
    """
    own = [] if of_comment and item.comment else _list_own(item)
    comment = _list_sentences(item.comment or "")
    groups = _read_marks(words)
    best, most = None, (0, 0)
    for place, (sentence, folded) in enumerate((*own, *comment)):
        found = [[mark.find_in(sentence, folded) for mark in marks] for marks in groups]
        held = (sum(map(any, found)), sum(bool(printed[0]) for printed in found))  # all names, and those typed
        if held > most:
            matched = dict.fromkeys(filter(None, itertools.chain.from_iterable(found)))
            best, most = Quote(sentence=sentence, matched=tuple(matched), in_comment=place >= len(own)), held
        if most == (len(groups), len(groups)):
            break
    if best is None and (apart := _split_names(words)):
        return choose_quote(item, apart, of_comment=of_comment)
    if best is None:
        first = next((sentence for sentence, _ in (*own, *comment)), item.headline or "")
        best = Quote(sentence=first, in_comment=bool(comment) and not own)
    return best


def _split_names(words: Words) -> Words:
    """Return the words of names of several, each as a thing of its own; () where there is no such name."""
    names = [group[0].split() for group in words if group]
    long = (word for name in names if len(name) > 1 for word in name if len(word) > _SHORT_NAME)
    return tuple((word,) for word in dict.fromkeys(long))


@lru_cache(maxsize=_KEPT)
def _read_marks(words: Words) -> tuple[tuple[_Mark, ...], ...]:
    """Return what finds the wordings of each group, the one typed first; without groups that nothing finds."""
    groups = (tuple(filter(None, map(_read_mark, dict.fromkeys(group)))) for group in words)
    return tuple(filter(None, groups))


def extend_lead(item: Item, sentence: str) -> str:
    """Return a sentence, with the one after it where it is but a short title set before the text."""
    if len(sentence) > _LONGEST_LEAD:
        return sentence
    for paragraph in item.text.split("\n\n"):
        for one, after in itertools.pairwise(split_sentences(paragraph)):
            if one.text == sentence:
                return paragraph[one.start : after.end]
    return sentence


def _list_own(item: Item) -> list[tuple[str, str]]:
    """Return the sentences of text and points; that which only addresses a notice's readers last."""
    found = [sentence for part in (item.text, *item.points) for sentence in _list_sentences(part)]
    addresses = item.is_official and bool(found) and found[0][0].endswith("\uff1a")
    return [*found[1:], found[0]] if addresses else found


@lru_cache(maxsize=_KEPT)
def _list_sentences(text: str) -> tuple[tuple[str, str], ...]:
    """Return the sentences as printed, each with its folded form."""
    found = [sentence.text for paragraph in text.split("\n\n") for sentence in split_sentences(paragraph)]
    says = (sentence for sentence in found if any(map(str.isalpha, sentence)))  # a bare date or number is none
    return tuple((sentence, _fold_case(sentence)) for sentence in says)


def _fold_case(text: str) -> str:
    return text.casefold().replace("ı", "i")  # as a pattern that ignores case does
