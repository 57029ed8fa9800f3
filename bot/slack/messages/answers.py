"""Any answer of a lookup as a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.answers.absent import Absent, Choice
from bot.answers.briefing import BriefingCard, BriefingComparison, BriefingList
from bot.answers.company import CompanyCard, CompanyList
from bot.answers.lists import Comparison, PolicyList, Timeline
from bot.answers.lookup import Answer
from bot.answers.ministry import MinistryCard, MinistryList
from bot.answers.named_lists import ListCard, ListOfLists
from bot.answers.policy import ItemCard, PolicyCard
from bot.model.post import Message
from bot.slack.blocks import build_message, section, split_text
from bot.slack.messages.absent import build_absent, build_choice
from bot.slack.messages.briefings import build_briefing_card, build_briefing_comparison, build_briefing_list
from bot.slack.messages.cards import build_item_card, build_policy_card
from bot.slack.messages.frame import Frame
from bot.slack.messages.named_lists import build_list_card, build_list_of_lists
from bot.slack.messages.policies import build_comparison, build_policy_list, build_timeline
from bot.slack.messages.records import (
    build_company_card,
    build_company_list,
    build_ministry_card,
    build_ministry_list,
)

_BUILDERS: dict[type, Callable[[Any, Frame], Message]] = {
    PolicyList: build_policy_list,
    PolicyCard: build_policy_card,
    Timeline: build_timeline,
    Comparison: build_comparison,
    ItemCard: build_item_card,
    MinistryList: build_ministry_list,
    MinistryCard: build_ministry_card,
    CompanyList: build_company_list,
    CompanyCard: build_company_card,
    BriefingList: build_briefing_list,
    BriefingCard: build_briefing_card,
    BriefingComparison: build_briefing_comparison,
    ListCard: build_list_card,
    ListOfLists: build_list_of_lists,
    Absent: build_absent,
    Choice: build_choice,
}


def build_answer(answer: Answer, frame: Frame) -> Message:
    """Build the message of any answer."""
    return _BUILDERS[type(answer)](answer, frame)


def build_help(text: str) -> Message:
    """Build a help page from its mrkdwn."""
    return build_message(text, [section(piece) for piece in split_text(text)])
