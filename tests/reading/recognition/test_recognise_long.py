"""Long texts: the work grows with their length, not with its square."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from bot.reading.parts import BriefingParts, ItemParts
from bot.reading.recognition.passages import LONGEST_PASSAGE, build_passages
from bot.reading.recognition.recognise import get_recogniser
from tests.reading.recognition.recognise_lexicon import DOCUMENT, LEXICON
from tests.work import count_calls

pytestmark = pytest.mark.no_cover
SHORT, LONG = 300, 1_200
FEW_TIMES = 6
"""Four times the text may be this many times the work; with its square it would be 16 times."""


def count_work(items: tuple[ItemParts, ...]) -> int:
    """Give how many calls the recognition of these items takes, of Python and of what it is built on."""
    recogniser = get_recogniser(LEXICON)
    return count_calls(lambda: recogniser.recognise(BriefingParts(items=items), document=DOCUMENT)).total()


def build_item(*summary: str, position: int = 1, date_text: str | None = "3 May 2024") -> ItemParts:
    return ItemParts(section=Section.TOP, position=position, summary=summary, date_text=date_text)


@pytest.mark.parametrize(
    "words",
    [
        "comments are due by {day} May, and ",
        "until {day} May and ",
        "2024年5月{day}日，",
        "the “Interim Measures for Item {n}” and ",
        "Interim Measures for the Administration of Item {n}, ",
        "《关于第{n}项产业发展的通知》、",
        "MIIT, ",
        "Huawei, ",
        "Foo{n} Technology Co., Ltd., ",
    ],
)
def test_one_paragraph_of_one_kind_of_thing(words: str) -> None:
    """However many of them stand on one line without a stop."""

    def fill(times: int) -> str:
        return "MIIT issued " + "".join(words.format(n=n, day=n % 28 + 1) for n in range(times))

    few, many = (count_work((build_item(fill(times)),)) for times in (SHORT, LONG))
    assert many < FEW_TIMES * few


def test_many_documents_that_one_item_names() -> None:
    """Each title is asked once whether it stands within another."""
    few, many = (
        count_work((build_item(*(f"《关于第{n}项产业发展的通知》" for n in range(times))),)) for times in (SHORT, LONG)
    )
    assert many < FEW_TIMES * few


def test_many_items_without_a_date_of_the_briefing() -> None:
    """The year that they share is looked for once."""

    def list_items(count: int) -> tuple[ItemParts, ...]:
        return tuple(build_item("It opened.", position=n, date_text=f"{n % 28 + 1} May 2024") for n in range(1, count))

    few, many = (count_work(list_items(count)) for count in (SHORT // 3, LONG // 3))
    assert many < FEW_TIMES * few


@pytest.mark.parametrize("unit", ["The ministry issued it. ", "words, ", "产业", "工信部发文。"])
def test_a_paragraph_longer_than_anybody_writes_is_several_passages(unit: str) -> None:
    """Nothing of it is lost, and each part ends with a sentence or at a space where it has one."""
    text = unit * 4_000
    texts = [passage.text for passage in build_passages(build_item(text))]
    assert "".join(texts) == text
    assert len(texts) > 1
    assert all(len(part) <= LONGEST_PASSAGE for part in texts)
    assert unit.strip() == unit or all(part.strip().endswith(unit.strip()) for part in texts[:-1])
