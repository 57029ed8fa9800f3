"""Any answer of a lookup as a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.answers.briefing import BriefingCard, BriefingComparison, BriefingList
from bot.answers.company import CompanyCard, CompanyList
from bot.answers.context import Absent, Choice
from bot.answers.lists import Comparison, PolicyList, Timeline
from bot.answers.lookup import Answer
from bot.answers.ministry import MinistryCard, MinistryList
from bot.answers.named_lists import ListCard, ListOfLists
from bot.answers.policy import ItemCard, PolicyCard
from bot.model.post import Message
from bot.slack.messages import briefings, cards, lists, records
from bot.slack.messages.frame import Frame

_BUILDERS: dict[type, Callable[[Any, Frame], Message]] = {
    PolicyList: lists.build_policy_list,
    PolicyCard: cards.build_policy_card,
    Timeline: lists.build_timeline,
    Comparison: lists.build_comparison,
    ItemCard: cards.build_item_card,
    MinistryList: records.build_ministry_list,
    MinistryCard: records.build_ministry_card,
    CompanyList: records.build_company_list,
    CompanyCard: records.build_company_card,
    BriefingList: briefings.build_briefing_list,
    BriefingCard: briefings.build_briefing_card,
    BriefingComparison: briefings.build_briefing_comparison,
    ListCard: lists.build_list_card,
    ListOfLists: lists.build_list_of_lists,
    Absent: lists.build_absent,
    Choice: lists.build_choice,
}


def build_answer(answer: Answer, frame: Frame) -> Message:
    """Build the message of any answer."""
    return _BUILDERS[type(answer)](answer, frame)
