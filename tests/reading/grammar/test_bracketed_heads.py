"""Headlines in 【】 that open the paragraph of their news, as accounts print them."""

from __future__ import annotations

import pytest

from tests.reading.grammar.grammar_blocks import read

FRONT = ("一周港口政策速览", "2025年7月14日")
CRANES = "7月8日，交通运输部公布《起重机登记办法》，自9月1日起施行。"
SHIPS = "7月9日，北海船厂宣布交付第三艘渡轮。"


def test_headlines_in_brackets_stand_over_the_rest_of_their_paragraph() -> None:
    """The brackets go, a view below belongs to the news above it, and earlier issues are no news."""
    items = read(
        *FRONT,
        f"【交通运输部：起重机今后须按《登记办法》登记】{CRANES}",
        "点评：港口需在三个月内完成登记。",
        f"【北海船厂交付第三艘渡轮】{SHIPS}",
        "往期回顾：一周港口政策速览（第8期）",
    ).parts.items
    assert [(item.headline, item.summary, item.comment) for item in items] == [
        ("交通运输部：起重机今后须按《登记办法》登记", (CRANES.partition("，")[2],), ("港口需在三个月内完成登记。",)),
        ("北海船厂交付第三艘渡轮", (SHIPS.partition("，")[2],), ()),
    ]


@pytest.mark.parametrize(
    "notes",
    [
        (f"【交通运输部】{CRANES}", f"【北海船厂】{SHIPS}"),
        ("【7月8日】交通运输部公布《起重机登记办法》。", "【7月9日】北海船厂交付渡轮。"),
        (f"【交通运输部要求起重机按年登记】{CRANES}", SHIPS),
        ("【交通运输部要求起重机按年登记】原文", "【北海船厂交付第三艘渡轮】原文"),
    ],
)
def test_tags_days_and_one_alone_are_no_headlines(notes: tuple[str, ...]) -> None:
    """A word or two say who acted or where; what closes no sentence heads nothing."""
    assert not any(item.headline for item in read(*FRONT, *notes).parts.items)
