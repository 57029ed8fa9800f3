"""Every answer as a message: cited, within limits, and harmless whatever the document says."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args

import pytest

from bot.answers.lookup import Answer
from bot.cli.text import render_message
from bot.slack.actions import BACK, CITE, EDIT, FOLLOW, MORE, OPEN, SEND, SHARE, SOURCE, Ask, parse_ask
from bot.slack.in_memory.local import find_buttons
from bot.slack.messages.answers import build_answer
from bot.slack.messages.frame import Frame
from tests import builders as b
from tests.shown import ANSWERS, FRAME, list_labels, load, show


def poison(value: Any, text: str) -> Any:
    """Return a value with every text in it, however deep, replaced; ids are ours and stay."""
    if isinstance(value, str) and type(value) is str:
        return text
    if isinstance(value, tuple):
        return tuple(poison(each, text) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"section", "id", "policy_id", "item_id", "briefing_id", "item_ids"}
        return replace(
            value,
            **{f.name: poison(getattr(value, f.name), text) for f in fields(value) if f.name not in kept},
        )
    return value


def test_each_kind_of_answer_has_a_sample() -> None:
    """A new kind of answer needs a message and a row here."""
    assert {type(answer) for answer in ANSWERS.values()} == set(get_args(Answer))


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_says_what_is_held_or_cites(name: str) -> None:
    """Every answer but a question back and named lists, which state nothing, names its source or what is held."""
    message = build_answer(ANSWERS[name], FRAME)
    shown = render_message({"blocks": load(message)})
    assert name in {"choice", "list", "lists"} or "1 briefing" in shown or "5 Mar 2024" in shown
    assert message.text


@pytest.mark.parametrize(
    "name", ["policy list", "targets", "policy", "item", "claim", "ministry", "companies", "company"]
)
def test_every_statement_is_cited(name: str) -> None:
    """Wherever a sentence stands, its briefing, date and place stand too."""
    assert "— Harbour Institute, 5 Mar 2024, " in show(ANSWERS[name])


@pytest.mark.parametrize(
    "text",
    [
        "<!channel> & <@U1|x> <https://evil.example|bank>",
        "*_~`" * 50,
        "",
        " ",
        "\u0000\u202e\ud800",
        "公" * 9000,
        "x\n" * 4000,
    ],
)
@pytest.mark.parametrize("name", ANSWERS)
def test_hostile_documents_give_harmless_messages(name: str, text: str) -> None:
    """Whatever stands in a document, the message is valid, small enough and without live markup of its making."""
    answer: Answer = poison(ANSWERS[name], text)
    frame = Frame(ask=Ask(command="policy", text=text), notes=(text,), shared_by=text)
    for each in (FRAME, frame):
        message = build_answer(answer, each)
        load(message)
        mrkdwn = [*_list_mrkdwn(json.loads(message.blocks)), message.text]
        assert not any("<!" in part or "<@U1" in part or "<https://evil" in part for part in mrkdwn)


def _list_mrkdwn(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["text"])] if value.get("type") == "mrkdwn" else []
        return [*own, *(part for each in value.values() for part in _list_mrkdwn(each))]
    return [part for each in value for part in _list_mrkdwn(each)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    ("offset", "total", "labels"),
    [(0, 2, []), (0, 20, ["More"]), (8, 20, ["Back", "More"]), (18, 20, ["Back"])],
)
def test_paging_offers_only_pages_that_exist(offset: int, total: int, labels: list[str]) -> None:
    """Back and More stand only where there is something."""
    answers: list[Answer] = [
        b.build_ministry_list(offset=offset, total=total),
        b.build_company_list(offset=offset, total=total, counts=b.build_company_list().counts * 2),
        b.build_briefing_list(offset=offset, total=total, rows=b.build_briefing_list().rows * 2),
        b.build_ministry_card(offset=offset, total=total, rows=(b.build_policy_row(),) * 2),
        b.build_company_card(offset=offset, total=total, rows=(b.build_claim_row(),) * 2),
    ]
    for answer in answers:
        shown = [label for label in list_labels(answer) if label in {"Back", "More"}]
        assert shown == labels
        assert (f"{offset + 1}–{offset + 2} of {total}" in show(answer)) is (total > 2)


def test_buttons_carry_the_question() -> None:
    """Share asks the same again; More asks from the next row on; Open asks for the thing; Follow has the filter."""
    answer = b.build_policy_list(total=20, offset=8)
    frame = Frame(ask=Ask(command="policy", text="battery", offset=8))
    asks = {
        each["action_id"]: parse_ask(each["value"])
        for each in find_buttons({"blocks": load(build_answer(answer, frame))})
        if each["action_id"] != SOURCE
    }
    assert asks == {
        BACK: Ask(command="policy", text="battery", offset=0),
        MORE: Ask(command="policy", text="battery", offset=10),
        **dict.fromkeys((SHARE, SEND, CITE, EDIT), Ask(command="policy", text="battery", offset=8)),
        FOLLOW: Ask(command="digest", text="battery"),
        f"{OPEN}.1": Ask(command="policy", text="P5"),
    }


def test_a_shared_answer_names_its_sharer_and_turns_no_pages() -> None:
    """What stands in a channel says who shared what, and has no button that changes it for all."""
    frame = Frame(ask=Ask(command="policy", text="battery"), prefix="cn-", shared_by="U0ADMIN")
    answer = b.build_policy_list(total=20)
    assert show(answer, frame).startswith("Shared by @U0ADMIN · /cn-policy battery")
    assert list_labels(answer, frame) == ["Source", "Source", "Open P5"]
    assert list_labels(ANSWERS["company"], frame) == ["Source"]
    assert "Telstar" not in list_labels(ANSWERS["not held"], frame)
