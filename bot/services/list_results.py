"""What a question for named lists is answered with: names and words that people saved, which no source says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class ListCard:
    """A named list: ``filter`` as saved and its parts in ``words``; ``is_own`` when it is a person's, not a channel's.

    ``is_saved`` right after it was saved, ``notes`` what is odd about it then.
    """

    id: str
    name: str
    is_own: bool
    filter: str
    words: tuple[str, ...]
    is_saved: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ListOfLists:
    """The named lists that whoever asks may use, the channel's before their own."""

    rows: tuple[ListCard, ...]
