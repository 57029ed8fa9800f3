"""A list of bodies, companies or briefings as a message: what it holds, a row for each, and its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import Block, build_rows, context, section
from bot.slack.messages.frame import Pages, capitalise, describe_held, join_facts, list_matched
from bot.slack.mrkdwn import bold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.posts.post import Message
    from bot.services.results import BriefingList, CompanyList, MinistryList
    from bot.slack.messages.frame import Frame


def build_record_list(
    answer: BriefingList | CompanyList | MinistryList,
    frame: Frame,
    *,
    rows: Sequence[Block],
    text: str,
    counted: str,
    order: str,
    note: str = "",
) -> Message:
    """Build it under ``counted``, how many there are, and ``order``, of which and in which order; ``text`` is its push.

    ``note`` says how to read the rows.
    """
    head: list[Block] = [
        *frame.opening(answer.notes),
        *([section(f"{bold(counted)} {order}")] if answer.total or not answer.understood else []),
        *(section(line) for line in list_matched(answer.understood, answer.total)),
        context(join_facts((capitalise(describe_held(answer.held)), note))),
    ]

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=shown)
        return [*pages.build(), *frame.closing(pages=pages)]

    return build_rows(text, head=head, rows=[[row] for row in rows], tail=tail)
