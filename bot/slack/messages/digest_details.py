"""What a digest's thread says of each item: titles, number, the rest of the text, deadlines, goals, place, links."""

from __future__ import annotations

from bot.model.briefing import Item
from bot.model.digest import Digest, DigestEntry
from bot.model.policy import join_printed
from bot.names.lexicon import fold_spaces
from bot.slack.blocks import MAX_TEXT, Block, cut, measure, pack_lines, section
from bot.slack.messages.digest_lines import describe_place, find_title, is_policy, is_said_whole
from bot.slack.messages.frame import format_links, list_printed_lines
from bot.slack.mrkdwn import bold, escape, format_day, quote

_TITLE = "Details"
_MAX_TEXT, _MIN_TEXT = 900, 200
_MAX_QUOTE = 240
_MAX_QUOTES = 4
_MAX_BARS = 200
"""Room for the bars before the lines of a quotation."""


def list_detail_rows(digest: Digest) -> list[Block]:
    """Get the blocks of the details, one a policy; other news, of which there is little more to say, share blocks."""
    several = len(digest.sources) > 1
    policies = [entry for entry in digest.entries if is_policy(entry.item.item)]
    others = [entry for entry in digest.entries if not is_policy(entry.item.item)]
    rows = [section(_describe_policy(entry, several=several)) for entry in policies]
    rows += [section(text) for text in pack_lines([_describe_news(entry, several=several) for entry in others])]
    return [section(bold(_TITLE)), *rows] if rows else []


def _describe_policy(entry: DigestEntry, *, several: bool) -> str:
    """Return the titles of a policy's report and what the digest does not say of it, in the source's own order."""
    item = entry.item.item
    policy = item.policy
    name = find_title(item)
    titles = (name, policy.title_en, policy.title_zh, policy.document_number) if policy else (name,)
    facts = list(dict.fromkeys(cut(escape(title), _MAX_QUOTE) for title in titles if title))
    said = entry.sentence if is_said_whole(entry) else ""
    is_said = bool(said) and said == join_printed(item)
    rest = [] if is_said else list_printed_lines(item, _MAX_TEXT, besides=said, more="in the source")
    quotes = _list_quotes(item, besides="\n".join([escape(fold_spaces(said)), *rest]))
    place = f"{_describe_source(entry, several=several)} · {format_links(item.links)}"
    head = " ".join(filter(None, (bold(entry.item.shown_id), " · ".join(facts))))
    if not (facts or rest or quotes):
        return f"{head} {place}"
    room = max(_MIN_TEXT, MAX_TEXT - measure("\n".join([head, *quotes, place])) - _MAX_BARS)
    body = [quote(cut("\n".join(rest), room))] if rest else []
    return "\n".join([head, *body, *quotes, place])


def _list_quotes(item: Item, *, besides: str) -> list[str]:
    """Return the sentences of deadlines and goals that do not stand in ``besides``, which is escaped."""
    deadlines = [(format_day(each.on), each.quote) for each in item.deadlines]
    targets = [(f"By {each.year}", each.quote) for each in item.targets]
    quotes = dict.fromkeys((name, escape(fold_spaces(said))) for name, said in (*deadlines, *targets))
    shown = [(name, said) for name, said in quotes if said and said not in besides]
    return [f"{bold(name)}: “{cut(said, _MAX_QUOTE)}”" for name, said in shown[:_MAX_QUOTES]]


def _describe_news(entry: DigestEntry, *, several: bool) -> str:
    place = _describe_source(entry, several=several)
    return f"{bold(entry.item.shown_id)} {place} · {format_links(entry.item.item.links)}"


def _describe_source(entry: DigestEntry, *, several: bool) -> str:
    briefing = f"B{entry.item.briefing_id}, " if several else ""
    return f"{briefing}{describe_place(entry.item.item)}"
