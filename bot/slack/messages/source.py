"""Where an item stands, as a window: the briefing, the place, and everything the source says there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.records.printed import split_printed
from bot.domain.records.standing import fold_spaces, is_claim
from bot.slack.actions import Ask
from bot.slack.blocks import Block, build_rows, context, divider, header, modal, section, split_text
from bot.slack.messages.citations import cite, format_links, name_series
from bot.slack.messages.frame import Frame, Offers, capitalise, describe_held, join_facts, open_buttons
from bot.slack.messages.policies import build_item_blocks
from bot.slack.messages.policy_facts import format_bodies, name_policy
from bot.slack.messages.statements import CLAIM, PRINTED, VIEW
from bot.slack.mrkdwn import bold, escape, find_host, format_day, italic, unescape

if TYPE_CHECKING:
    from bot.domain.posts.post import Message
    from bot.domain.records.briefing import Item
    from bot.services.results import ItemCard, ItemRow

_PIECE = 2500
_MAX_PIECES = 20
SOURCE_VIEW = "source"


def build_source_view(card: ItemCard) -> Block:
    """Build the window that shows an item as it stands in its source, whole."""
    row = card.row
    item = row.item
    label = f"{CLAIM.capitalize()}:" if is_claim(item) else PRINTED
    blocks: list[Block] = [section(f"{bold(f'{row.id}  {cite_plain(row)}')}\n{_format_origin(row)}")]
    if item.headline:
        blocks.append(section(bold(item.headline)))
    blocks.append(context(_format_dating(row)))
    blocks += _build_text(label, item)
    if item.comment:
        blocks += [divider(), *_build_view(item.comment)]
    quotes = dict.fromkeys(
        f"{each.kind.value.replace('_', ' ')} {format_day(each.on)}: “{escape(' '.join(each.quote.split()))}”"
        for each in item.deadlines
    )
    if quotes:
        blocks += [section(piece) for piece in split_text("\n".join([bold("Deadlines:"), *quotes]), _PIECE)]
    blocks += [divider(), context(f"Links: {format_links(item.links)}")]
    counted = dict.fromkeys(find_host(each.via) for each in item.links if each.via)
    if counted:
        hosts = ", ".join(escape(host) for host in counted if host)
        blocks.append(context(f"Printed as links of {hosts}; shown is where they lead."))
    return modal("Source", blocks, callback_id=SOURCE_VIEW)


def cite_plain(row: ItemRow) -> str:
    """Give the citation as raw text, for use inside bold."""
    return unescape(cite(row.source))


def _format_origin(row: ItemRow) -> str:
    source = row.source
    name = name_series(source.publisher, source.series) or source.title or "untitled"
    return join_facts((f"{source.briefing_id} {escape(name)}", f"file {escape(source.source_name)}"))


def _format_dating(row: ItemRow) -> str:
    item = row.item
    inferred = " (the year follows from the period)" if item.year_inferred else ""
    issuers = f"issuers: {format_bodies(item.issuing_bodies)}" if item.policy is not None else ""
    return join_facts((f"Date printed: {format_day(item.reported_on)}{inferred}", issuers))


def _build_text(label: str, item: Item) -> list[Block]:
    """Give text and points in the order of the source, under a label."""
    before, after = ("\n\n".join(each) for each in split_printed(item))
    points = "\n".join(f"• {escape(fold_spaces(point))}" for point in item.points)
    pieces = [piece for text in (escape(before), points, escape(after)) for piece in split_text(text, _PIECE)]
    return [section(f"{bold(label)}\n{pieces[0]}"), *map(section, pieces[1:_MAX_PIECES])] if pieces else []


def _build_view(comment: str) -> list[Block]:
    paragraphs = [italic(piece) for part in comment.split("\n") for piece in split_text(part, _PIECE)]
    shown = [each for each in paragraphs if each][:_MAX_PIECES]
    return [section(bold(VIEW)), *(section(each) for each in shown)]


def build_item_card(card: ItemCard, frame: Frame) -> Message:
    """Build the card of one item: what it says, by its kind of statement, with citation, links and its policy."""
    row = card.row
    title = row.item.headline or (name_policy(card.policy, row) if card.policy else "")
    head: list[Block] = [
        *frame.opening(),
        header(f"{row.id}  {title}" if title else f"{row.id}  {cite_plain(row)}"),
        context(_format_dating(row)),
        *build_item_blocks(row),
    ]
    opens = [(f"Open {card.policy.id}", Ask(command="policy", text=card.policy.id))] if card.policy else []

    def tail(_shown: int) -> list[Block]:
        offers = Offers(cite=True, wrong=True)
        return [context(capitalise(describe_held(card.held))), *frame.closing(open_buttons(opens), offers=offers)]

    text = f"{row.id} {escape(title)}".strip()
    return build_rows(f"{text} — {cite(row.source)}", head=head, rows=[], tail=tail)
