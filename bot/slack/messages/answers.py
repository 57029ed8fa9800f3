"""Any answer of a lookup as a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.services.list_results import ListCard, ListOfLists
from bot.services.results import (
    Answer,
    BriefingCard,
    BriefingList,
    Choice,
    CompanyCard,
    CompanyList,
    ItemCard,
    MinistryCard,
    MinistryList,
    NotHeld,
    PolicyCard,
    PolicyList,
    Timeline,
)
from bot.slack.blocks import build_message, section, split_text
from bot.slack.messages.briefings import build_briefing_card, build_briefing_list
from bot.slack.messages.companies import build_company_card, build_company_list
from bot.slack.messages.ministries import build_ministry_card, build_ministry_list
from bot.slack.messages.named_lists import build_list_card, build_list_of_lists
from bot.slack.messages.not_held import build_choice, build_not_held
from bot.slack.messages.policies import build_policy_card, build_policy_list
from bot.slack.messages.source import build_item_card
from bot.slack.messages.timelines import build_timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.posts.post import Message
    from bot.slack.messages.frame import Frame


_BUILDERS: dict[type, Callable[[Any, Frame], Message]] = {
    PolicyList: build_policy_list,
    PolicyCard: build_policy_card,
    Timeline: build_timeline,
    ItemCard: build_item_card,
    MinistryList: build_ministry_list,
    MinistryCard: build_ministry_card,
    CompanyList: build_company_list,
    CompanyCard: build_company_card,
    BriefingList: build_briefing_list,
    BriefingCard: build_briefing_card,
    ListCard: build_list_card,
    ListOfLists: build_list_of_lists,
    NotHeld: build_not_held,
    Choice: build_choice,
}


def build_answer(answer: Answer, frame: Frame) -> Message:
    """Build the message of any answer."""
    return _BUILDERS[type(answer)](answer, frame)


def build_help(text: str) -> Message:
    """Build a help page from its mrkdwn."""
    return build_message(text, [section(piece) for piece in split_text(text)])
