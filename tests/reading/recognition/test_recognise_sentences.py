"""Sentences: where one ends, in either language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.recognition.sentences import split_sentences

CASES = [
    ("One came. Two left.", ["One came.", "Two left."]),
    ("Robots, i.e. machines, grew. E.g. by half.", ["Robots, i.e. machines, grew.", "E.g. by half."]),
    ("Acme Co., Ltd. grew by 1.2 percent. It hired.", ["Acme Co., Ltd. grew by 1.2 percent.", "It hired."]),
    ("It was sold to Acme Co., Ltd. The price is unknown.", ["It was sold to Acme Co., Ltd.", "The price is unknown."]),
    ("Order No. 5 came. No. Really.", ["Order No. 5 came.", "No.", "Really."]),
    (
        "The U.S. Senate voted in the U.S. The House did not.",
        ["The U.S. Senate voted in the U.S.", "The House did not."],
    ),
    (
        "Mr. J. Doe of Acme Inc. spoke on Jan. 5 at 9 a.m. in Wuhan.",
        ["Mr. J. Doe of Acme Inc. spoke on Jan. 5 at 9 a.m. in Wuhan."],
    ),
    ("“Is it?” she asked. “Yes.” He left!", ["“Is it?” she asked.", "“Yes.”", "He left!"]),
    ("The maker xAI came. iFlytek left.", ["The maker xAI came.", "iFlytek left."]),
    ("Cars, buses etc. were sold, vans etc. too.", ["Cars, buses etc. were sold, vans etc. too."]),
    ("工信部发文。企业须知！何时？分号；完", ["工信部发文。", "企业须知！", "何时？", "分号；", "完"]),
    ("他说：“好。”走了。", ["他说：“好。”", "走了。"]),
    ("Ended here.工信部说", ["Ended here.", "工信部说"]),
    ("A line\nand another", ["A line", "and another"]),
    ("Wait... What?", ["Wait...", "What?"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_sentence_ends_at_its_stop_and_not_at_an_abbreviation(text: str, expected: list[str]) -> None:
    """Stops of both languages and line breaks end a sentence; abbreviations, numbers and initials do not."""
    assert [sentence.text for sentence in split_sentences(text)] == expected


@given(st.text(alphabet='aB. !?。；\n”"1(Co,Ltd中文', max_size=120))
def test_sentences_are_exact_pieces_that_leave_only_white_space(text: str) -> None:
    """Each sentence is the very piece of the text at its place, and nothing else but white space is left out."""
    left = list(text)
    for sentence in split_sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        left[sentence.start : sentence.end] = " " * len(sentence.text)
    assert not "".join(left).strip()
