"""What a publisher allows: who may see what it wrote, in which channels, and how long a quote may be."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.access.roles import Role
from bot.model.briefing import Item
from bot.store.licences import Licence, LicenceKind

CUT = " […]"
"""What ends a quote that was cut."""
MAX_QUOTE = 10_000
_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\s\u3400-\u9fff\uf900-\ufaff]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where something would be shown: privately to somebody (``role``), or in a channel (``channel``).

    ``is_shared`` says that people of another organisation are in the channel, or may be.
    """

    role: Role | None = None
    channel: str = ""
    is_shared: bool = True


def decide_shown(licence: Licence, place: Place) -> bool:
    """Return whether what this publisher wrote may be shown there; a place that is neither gets what is open."""
    if licence.kind is LicenceKind.OPEN:
        return True
    if not place.channel:
        return place.role in {Role.ADMIN, Role.MEMBER}
    if licence.kind is LicenceKind.CHANNELS:
        return place.channel in licence.channels
    return not place.is_shared


def describe_licence(licence: Licence) -> str:
    """Return a licence in words, on one line."""
    said = {
        LicenceKind.INTERNAL: "internal: members of the workspace, in its own channels and privately",
        LicenceKind.CHANNELS: f"channels: only {', '.join(sorted(licence.channels))}, and members privately",
        LicenceKind.OPEN: "open: everybody, everywhere",
    }[licence.kind]
    quote = licence.longest_quote
    return said + ("" if quote is None else f"; quotes up to {quote} word{'' if quote == 1 else 's'}")


def cut_quote(text: str, longest: int | None) -> str:
    """Return a text of so many words at most, with a sign that it was cut; None leaves it as it is."""
    return text if longest is None else _cut(text, longest)[0]


def cut_item(item: Item, longest: int | None) -> Item:
    """Return an item as it may be quoted: its text, points and comment together hold so many words at most.

    What is left out shows its sign. Headline, dates and names stay: they are facts, not the publisher's prose.
    """
    if longest is None:
        return item
    text, left = _cut(item.text, longest)
    points: list[str] = []
    for point in item.points:
        shown, left = _cut(point, left)
        points.append(shown.strip())
        if left == 0:
            break
    comment = None
    if item.comment:
        comment = _cut(item.comment, left)[0].strip()
    return replace(
        item,
        text=text,
        points=tuple(points),
        comment=comment,
        deadlines=tuple(replace(each, quote=cut_quote(each.quote, longest)) for each in item.deadlines),
        targets=tuple(replace(each, quote=cut_quote(each.quote, longest)) for each in item.targets),
        figures=tuple(replace(each, quote=cut_quote(each.quote, longest)) for each in item.figures),
    )


def _cut(text: str, longest: int) -> tuple[str, int]:
    """Return the text, cut, and how many words are left."""
    words = list(_WORD.finditer(text))
    if len(words) <= longest:
        return text, longest - len(words)
    return text[: words[longest - 1].end() if longest > 0 else 0].rstrip() + CUT, 0
