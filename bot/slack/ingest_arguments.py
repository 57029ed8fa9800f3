"""What follows ``/ingest``: addresses to read, or one of its subcommands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.ids import IdKind, find_id, parse_id
from bot.domain.intake import MOST_DOCUMENTS, Source, SourceKind
from bot.errors import BadQueryError
from bot.slack.commands import build_usage_hint
from bot.slack.document_numbers import find_document_number
from bot.slack.mrkdwn import clean, unescape

_LINK = re.compile(r"<(https?://[^|<>\s]+)(?:\|[^<>]*)?>")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://\S+")
_MAX_ADDRESS = 2000
_ON_BRIEFING = frozenset({"show", "hold", "release", "announce", "undo"})
_ALONE = frozenset({"help", "list", "review"})


@dataclass(frozen=True, kw_only=True, slots=True)
class IngestRequest:
    """What ``/ingest`` is to do.

    ``action`` is ``form``, ``read`` (``sources``), ``open`` (an id or a document number, ``argument``), ``feed add``,
    ``feed list`` and ``feed remove`` (``argument``), or a subcommand's name; ``number`` is the briefing's, or
    the item's to split; ``policies`` are the two to merge.
    """

    action: str
    sources: tuple[Source, ...] = ()
    number: int = 0
    policies: tuple[int, int] = (0, 0)
    argument: str = ""


def parse_ingest(text: str, *, prefix: str = "") -> IngestRequest:
    """Read what follows the command; BadQueryError with what there is for anything else."""
    plain = clean(unescape(_LINK.sub(r"\1", text))).strip()
    if not plain:
        return IngestRequest(action="form")
    words = plain.split()
    name, rest = words[0].casefold(), words[1:]
    if all(_ADDRESS.fullmatch(word) for word in words):
        return IngestRequest(action="read", sources=parse_addresses(words))
    if find_id(plain) is not None or find_document_number(plain) is not None:
        return IngestRequest(action="open", argument=plain)
    if name in _ALONE and not rest:
        return IngestRequest(action=name)
    if name in _ON_BRIEFING:
        if len(rest) != 1:
            raise BadQueryError(
                f"“{name}” needs the id of a briefing.",
                hint=f"Write /{prefix}ingest {name} B3; /{prefix}ingest list shows the ids.",
            )
        return IngestRequest(action=name, number=parse_id(rest[0], IdKind.BRIEFING))
    if name == "merge":
        return _parse_merge(rest, prefix)
    if name == "split":
        return _parse_split(rest, prefix)
    if name == "feed":
        return _parse_feed(rest, prefix)
    raise BadQueryError(
        f"“{plain[:80]}” is nothing that /{prefix}ingest does.", hint=build_usage_hint("ingest", prefix)
    )


def parse_addresses(words: list[str]) -> tuple[Source, ...]:
    """Give the documents at these addresses, each once; BadQueryError for one that is no https address."""
    for word in words:
        if not word.lower().startswith("https://") or len(word) > _MAX_ADDRESS:
            shown = word if len(word) <= 100 else f"{word[:99]}…"  # noqa: PLR2004  what one line bears
            raise BadQueryError(f"{shown} is not read.", hint="Only addresses that start with https:// are.")
    sources = tuple(Source(kind=SourceKind.WEB, name=word, url=word) for word in dict.fromkeys(words))
    if len(sources) > MOST_DOCUMENTS:
        raise BadQueryError(f"These are {len(sources)} addresses.", hint=f"At most {MOST_DOCUMENTS} are read at once.")
    return sources


def _parse_feed(rest: list[str], prefix: str) -> IngestRequest:
    verb, *more = rest or ["list"]
    verb, wanted = verb.casefold(), {"list": 0, "remove": 1}
    if (verb == "add" and more) or wanted.get(verb) == len(more):
        return IngestRequest(action=f"feed {verb}", argument=" ".join(more))
    raise BadQueryError(
        f"“feed {' '.join(rest)[:80]}” is not understood.",
        hint=f"Write /{prefix}ingest feed, or feed add https://… every:6h, or feed remove F1.",
    )


def _parse_merge(rest: list[str], prefix: str) -> IngestRequest:
    found = [find_id(word) for word in rest]
    numbers = [each[1] for each in found if each is not None and each[0] is IdKind.POLICY]
    if len(rest) != 2 or len(numbers) != 2:  # noqa: PLR2004  two policies
        raise BadQueryError(
            "“merge” needs the ids of two policies.", hint=f"Write /{prefix}ingest merge P3 P9: P9 then leads to P3."
        )
    return IngestRequest(action="merge", policies=(numbers[0], numbers[1]))


def _parse_split(rest: list[str], prefix: str) -> IngestRequest:
    if len(rest) != 1:
        raise BadQueryError(
            "“split” needs the id of an item.",
            hint=f"Write /{prefix}ingest split I12: I12 is then about a policy of its own.",
        )
    return IngestRequest(action="split", number=parse_id(rest[0], IdKind.ITEM))
