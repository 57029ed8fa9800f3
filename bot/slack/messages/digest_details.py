"""What a digest's thread says of each item: titles, number, the rest of the text, deadlines, goals, place, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import Block, cut, pack_lines, section
from bot.slack.messages.citations import format_links
from bot.slack.messages.digest_lines import describe_place, is_policy, name_item
from bot.slack.mrkdwn import bold, escape, format_day, quote

if TYPE_CHECKING:
    from bot.domain.briefing import Item
    from bot.domain.digest import Digest, DigestEntry

_TITLE = "Details"
_MAX_PARAGRAPH = 900
_MAX_POINT = 240
_MAX_POINTS = 5
_MAX_QUOTES = 4


def list_detail_rows(digest: Digest) -> list[Block]:
    """Give the blocks of the details, one a policy; other news, of which there is little more to say, share blocks."""
    several = len(digest.sources) > 1
    policies = [entry for entry in digest.entries if is_policy(entry.item.item)]
    others = [entry for entry in digest.entries if not is_policy(entry.item.item)]
    rows = [section(_describe_policy(entry, several=several)) for entry in policies]
    rows += [section(text) for text in pack_lines([_describe_news(entry, several=several) for entry in others])]
    return [section(bold(_TITLE)), *rows] if rows else []


def _describe_policy(entry: DigestEntry, *, several: bool) -> str:
    item = entry.item.item
    policy = item.policy
    name = cut(escape(name_item(item)), _MAX_POINT)
    titles = (policy.title_en, policy.title_zh, policy.document_number) if policy else ()
    facts = [escape(title) for title in titles if title and escape(title) != name]
    lines = [" · ".join([f"{bold(entry.item.shown_id)} {name}", *facts])]
    text = " ".join(item.text.split())
    rest = text.removeprefix(" ".join(entry.sentence.split())).strip()  # the digest itself says the sentence
    if rest:
        lines.append(quote(cut(escape(rest), _MAX_PARAGRAPH)))
    lines += [f"• {cut(escape(' '.join(point.split())), _MAX_POINT)}" for point in item.points[:_MAX_POINTS]]
    left = len(item.points) - _MAX_POINTS
    lines += [f"• and {left} more in the source"] if left > 0 else []
    lines += _list_quotes(item, besides=f"{entry.sentence} {rest}")
    lines.append(f"{_describe_source(entry, several=several)} · {format_links(item.links)}")
    return "\n".join(lines)


def _list_quotes(item: Item, *, besides: str) -> list[str]:
    deadlines = [(format_day(each.on), each.quote) for each in item.deadlines]
    targets = [(f"By {each.year}", each.quote) for each in item.targets]
    quotes = dict.fromkeys((name, " ".join(said.split())) for name, said in (*deadlines, *targets))
    shown = [(name, said) for name, said in quotes if said and said not in besides]
    return [f"{bold(name)}: “{cut(escape(said), _MAX_POINT)}”" for name, said in shown[:_MAX_QUOTES]]


def _describe_news(entry: DigestEntry, *, several: bool) -> str:
    place = _describe_source(entry, several=several)
    return f"{bold(entry.item.shown_id)} {place} · {format_links(entry.item.item.links)}"


def _describe_source(entry: DigestEntry, *, several: bool) -> str:
    briefing = f"B{entry.item.briefing_id}, " if several else ""
    return f"{briefing}{describe_place(entry.item.item)}"
