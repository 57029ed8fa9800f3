"""The thread of a summary: of each item the title, the Chinese title, a sentence and the links, where there is more."""

from __future__ import annotations

from collections.abc import Sequence

from bot.digests.compose import Digest, DigestEntry
from bot.model.briefing import Item, Section, join_printed
from bot.model.comments import fold_spaces, is_claim
from bot.model.post import Message
from bot.slack.blocks import MAX_TEXT, Block, build_message, context, cut, fits, pack_lines, section
from bot.slack.messages.items import describe_pages, find_title, is_policy
from bot.slack.mrkdwn import bold, cut_clause, escape, find_host, link_host, quote

_MAX_QUOTE = 145
_MAX_TITLE = 300
_MAX_LINKS = 2
_MAX_URL = 600
_MAX_LABEL = 60
_OFFICIAL = ".gov.cn"
_NO_ADDRESSES = "This file has no link addresses."
_COMPANIES = "*Company news*, as reported, unverified"
_OTHERS = "*Other news*"


def build_thread(digest: Digest, told: Sequence[DigestEntry], rest: Sequence[str]) -> list[Message]:
    """Return the messages of the thread: the ``rest`` of the post's lines, then policy, companies and other news.

    There is none where the post says all.
    """
    groups: dict[str, list[str]] = {"": [], _COMPANIES: [], _OTHERS: []}
    for entry in told:
        item = entry.item.item
        title = "" if is_policy(item) else _COMPANIES if is_claim(item) else _OTHERS
        groups[title] += filter(None, [_describe(entry, digest)])
    lines = list(rest)
    lines += [line for title, held in groups.items() if held for line in (*filter(None, [title]), *held)]
    if not lines:
        return []
    urls = [each.url for entry in told for each in entry.item.item.links]
    note = [context(_NO_ADDRESSES)] if urls and not any(map(find_host, urls)) else []
    return _split("Details", [*map(section, pack_lines(lines)), *note])


def _describe(entry: DigestEntry, digest: Digest) -> str:
    """Return the lines on one item; "" where the post has said all there is."""
    item = entry.item.item
    title = find_title(item)
    title_zh = fold_spaces(item.policy.title_zh) if item.policy else ""
    said = fold_spaces(entry.sentence)
    links = _list_links(item)
    is_said = (
        item.section is not Section.CORPORATE_NEWS and said == join_printed(item) and not cut_clause(said).endswith("…")
    )
    if is_said and not (title or links or digest.is_agenda):
        return ""
    briefing = f"B{entry.item.briefing_id}" if len(digest.sources) > 1 else ""
    place = " · ".join(filter(None, (*links[:_MAX_LINKS], briefing, describe_pages(item), entry.item.shown_id)))
    original = cut(escape(title_zh), _MAX_TITLE)
    if not title:
        return cut(f"• {cut(escape(said), _MAX_QUOTE)} · {place}\n{original}".strip(), MAX_TEXT)
    lines = [bold(title), original]
    lines += [quote(cut(escape(said), _MAX_QUOTE)) if said and said != title else "", place]
    return cut("\n".join(filter(None, lines)), MAX_TEXT)


def _list_links(item: Item) -> list[str]:
    """Return the last link to each host, official sites first; of news without an address, who reported it."""
    short = [each.url for each in item.links if each.url and len(each.url) <= _MAX_URL]
    urls = {host: url for url in short if (host := find_host(url))}
    if urls:
        return [link_host(urls[host]) for host in sorted(urls, key=lambda host: not host.endswith(_OFFICIAL))]
    labels = [cut(escape(fold_spaces(each.label)), _MAX_LABEL) for each in item.links]
    return [] if is_policy(item) else list(filter(None, labels))


def _split(text: str, blocks: Sequence[Block]) -> list[Message]:
    """Return blocks as so few messages as hold them."""
    messages: list[Message] = []
    rest = list(blocks)
    while rest:
        kept = next(count for count in range(len(rest), 0, -1) if count == 1 or fits(text, rest[:count]))
        messages.append(build_message(text, rest[:kept]))
        rest = rest[kept:]
    return messages
