"""What of an item its publisher reports, and what stands only in the publisher's comment, which is no fact."""

from functools import lru_cache

from bot.model.briefing import Item, PolicyStatus, Section, Target
from bot.model.identity import is_draft_title, list_keys, reference_keys

_KEPT = 2048
"""So many texts are kept folded: the same items are shown again and again."""


def is_claim(item: Item) -> bool:
    """Return whether an item tells what companies say of themselves: company news, unless a body's act is the news.

    So does news of no document elsewhere that reports on a company.
    """
    if item.acting_bodies:
        return False
    return item.section is Section.CORPORATE_NEWS or (item.policy is None and bool(split_companies(item)[0]))


def split_companies(item: Item) -> tuple[list[str], list[str]]:
    """Return the names of the companies that an item reports on, and of those that only its comment names."""
    commented = {each.name: is_commented(item, each.quote) for each in reversed(item.companies)}
    names = list(dict.fromkeys(each.name for each in item.companies))
    return [name for name in names if not commented[name]], [name for name in names if commented[name]]


def is_commented(item: Item, said: str) -> bool:
    """Return whether a sentence or name stands in the publisher's comment and nowhere else in the item."""
    if not item.comment:
        return False
    sentence = fold_spaces(said)
    reported = (item.headline or "", item.text, *item.points)
    in_comment = bool(sentence) and sentence in fold_spaces(item.comment)
    return in_comment and not any(sentence in fold_spaces(text) for text in reported)


def list_own_targets(item: Item) -> list[Target]:
    """Return the goals that an item reports, without those that only its publisher's comment speaks of."""
    return [target for target in item.targets if not is_commented(item, target.quote)]


@lru_cache(maxsize=_KEPT)
def fold_spaces(text: str | None) -> str:
    """Return a text on one line, with single spaces."""
    return " ".join((text or "").split())


def list_references(item: Item) -> tuple[str, ...]:
    """Return the keys of the documents that an item refers to as reported, not in its comment alone; itself never.

    A draft whose title is not known otherwise does not build on a draft: that title is its own.
    """
    own = set(list_keys(item))
    untitled = item.policy is not None and not (item.policy.title_en or item.policy.title_zh)
    is_own_draft = untitled and item.policy is not None and item.policy.status is PolicyStatus.DRAFT_FOR_COMMENT
    named = [title for title in item.references if not (is_own_draft and is_draft_title(title))]
    keys = (key for title in named if not is_commented(item, title) for key in reference_keys(title))
    return tuple(dict.fromkeys(key for key in keys if key not in own))
