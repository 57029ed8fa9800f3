"""What goes into the search index and how a question is put to it, in English and Chinese alike.

Runs of Han characters are indexed as overlapping pairs and the run's last single character; a Chinese string is asked
for as the phrase of its pairs, a single character as a prefix. So every Chinese string of one character or more is
found, and nothing else is. The match language is that of SQLite's FTS5
(sqlite.org/fts5.html, "Full-text Query Syntax").
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.domain.names import HAN
from bot.domain.queries.word_roots import list_roots

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(rf"([{HAN}]+)|([^\W_{HAN}]+)")
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = rf"(?<![^\W_{HAN}])", rf"(?![^\W_{HAN}])"
_HAS_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s")
_AT_ONCE = 50_000
_MAX_TOKENS = 64
EVERY_ITEM = "gball0"
"""The index token of every item, for questions that only leave something out."""
NO_ITEM = "gbnone0"
"""A token that no item has, for a question that nothing can answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternatives:
    """One wanted thing in any of several wordings; each wording is a tuple of phrases that must all occur."""

    wordings: tuple[tuple[str, ...], ...]


def index_text(text: str) -> str:
    """Give the text as the index takes it: tokens separated by spaces, Han runs as pairs and their last character."""
    return " ".join(" ".join(_tokens(part, whole_runs=True)) for part in _cut_at_spaces(text))


def _cut_at_spaces(text: str) -> Iterator[str]:
    """Give the text in parts that end where no token goes on, so that a text of megabytes costs little at once."""
    start = 0
    while len(text) - start > _AT_ONCE:
        space = _SPACE.search(text, start + _AT_ONCE)
        if space is None:
            break
        yield text[start : space.start()]
        start = space.end()
    yield text[start:]


def match_phrase(text: str) -> str:
    """Give the match expression that finds this string as a phrase, or an empty string when it has no token."""
    tokens = _tokens(text, whole_runs=False)[:_MAX_TOKENS]
    if not tokens:
        return ""
    quoted = '"' + " ".join(tokens) + '"'
    return f"{quoted} *" if _is_single_han(tokens[-1]) else quoted


def match_all(wanted: tuple[Alternatives, ...]) -> str:
    """Give the match expression for all of ``wanted``; empty when nothing is wanted."""
    return " AND ".join(clause for clause in map(_match_any, wanted) if clause)


def _match_any(alternatives: Alternatives) -> str:
    wordings: list[str] = []
    for wording in alternatives.wordings:
        phrases = [phrase for phrase in map(match_phrase, wording) if phrase]
        phrases += [facet_token("root", root) for each in wording for root in list_roots(each)]
        if phrases:
            wordings.append(f"({' AND '.join(phrases)})" if len(phrases) > 1 else phrases[0])
    distinct = tuple(dict.fromkeys(wordings))
    return f"({' OR '.join(distinct)})" if len(distinct) > 1 else "".join(distinct)


def _tokens(text: str, *, whole_runs: bool) -> list[str]:
    folded = unicodedata.normalize("NFKC", text.replace("\0", " "))
    if not _HAS_HAN.search(folded):
        return _WORD.findall(folded)
    tokens: list[str] = []
    for match in _TOKEN.finditer(folded):
        run, word = match.groups()
        if word:
            tokens.append(word)
            continue
        tokens.extend(a + b for a, b in pairwise(run))
        if whole_runs or len(run) == 1 or _TOKEN.search(folded, match.end()):
            tokens.append(run[-1])
    return tokens


def find_printed(text: str, tokens: str) -> str:
    """Give a stretch of index tokens as a text prints it first, with the signs in between; "" where it does not.

    The text is read in its NFKC form, as the index does.
    """
    words: list[str] = []
    for token in tokens.split():
        is_han = _HAS_HAN.search(token) is not None
        if is_han and words and words[-1][-1] == token[0]:  # pairs overlap by one character
            words[-1] += token[1:]
        else:
            words.append(token)
    if not words:
        return ""
    pattern = r"[\W_]*".join(
        word if _HAS_HAN.match(word) else f"{_NO_LETTER_BEFORE}{re.escape(word)}{_NO_LETTER_AFTER}" for word in words
    )
    found = re.search(pattern, unicodedata.normalize("NFKC", text))
    return found[0] if found else ""


def _is_single_han(token: str) -> bool:
    return len(token) == 1 and re.fullmatch(f"[{HAN}]", token) is not None


def facet_token(kind: str, record_id: str) -> str:
    """Give the index token that stands for a record in every item that has to do with it.

    Kinds: ``body``, ``company`` and ``topic`` named in it in any language, ``issuer``, ``issuers`` (how many),
    ``section``, ``briefing``, ``goal`` (a year), the ``root`` of a word that the stemmer takes for others, the policy's
    ``type`` and ``status``.
    """
    letters = record_id.casefold().replace("_", "")
    if letters.isascii() and letters.isalnum():
        return f"gb{kind}{letters}0"
    plain = "".join(c if c.isascii() and c.isalnum() else f"x{ord(c):x}x" for c in letters)
    return f"gb{kind}{plain}0"
