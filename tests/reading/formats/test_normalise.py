"""Text is the same whatever format it came in."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.document import Span
from bot.reading.formats.joins import collect_words, join_lines
from bot.reading.formats.normalise import clean_text, normalise_spans, normalise_text, straighten_quotes


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a  b\u00a0c\u2009d", "a b c d"),
        ("ﬁnal oﬀer", "final offer"),
        ("co\u00adoperate\u200b now\ufeff", "cooperate now"),
        ("e\u0301tude", "étude"),
        ("⼯信部", "工信部"),
        ("（暂行）", "（暂行）"),
        ("《 规划 》 的 通知", "《规划》的通知"),
        ("“工业” 规则", "“工业”规则"),
        ("产业 升级", "产业升级"),
        ("he said “no” twice", 'he said "no" twice'),
        ("China’s ‘new’ plan, an “open quote", "China's 'new' plan, an \"open quote"),
        ("“5G+工业互联网”规则", "“5G+工业互联网”规则"),
        ("推进“AI+”行动，即‘双碳’", "推进“AI+”行动，即‘双碳’"),
        ("the 工信部 notice", "the 工信部 notice"),
        ("one \n \n two", "one\ntwo"),
        ("a\x00b\x07c", "abc"),
        ("line\u2028next", "line\nnext"),
        ("  \t ", ""),
    ],
)
def test_text_is_cleaned(given_text: str, expected: str) -> None:
    """Invisible signs go, spaces become single, Chinese has none inside, full-width signs stay."""
    assert normalise_text(given_text) == expected


def test_spaces_are_removed_across_spans_and_like_neighbours_become_one() -> None:
    """The rules hold over the borders of spans, and spans of one look are joined."""
    spans = normalise_spans(
        [Span(text=" 产业 "), Span(text=" 升级", bold=True), Span(text=" x"), Span(text=" "), Span(text=" y ")]
    )
    assert spans == (Span(text="产业"), Span(text="升级", bold=True), Span(text=" x y"))


@given(st.lists(st.tuples(st.text(alphabet="a 工\n“）\u00a0,", max_size=6), st.booleans()), max_size=6))
def test_spans_and_text_agree(pieces: list[tuple[str, bool]]) -> None:
    """Normalising spans gives the text that normalising their whole text gives, and twice changes nothing."""
    spans = normalise_spans([Span(text=text, bold=bold) for text, bold in pieces])
    whole = "".join(span.text for span in spans)
    assert whole == normalise_text("".join(text for text, _ in pieces))
    assert normalise_spans(spans) == spans


@given(st.text())
def test_cleaning_is_stable(text: str) -> None:
    """Cleaning twice changes nothing, and no invisible sign is left."""
    once = clean_text(text)
    assert clean_text(once) == once
    assert "\u00ad" not in once
    assert "\x00" not in once


@pytest.mark.parametrize(
    ("lines", "words", "expected"),
    [
        (["one", "two"], "", "one two"),
        (["mass-", "production"], "mass production", "mass-production"),
        (["infor-", "mation"], "", "information"),
        (["infor-", "mation"], "information", "information"),
        (["re-", "cover"], "re-cover", "re-cover"),
        (["high-", "speed rail"], "", "high-speed rail"),
        (["state-", "owned"], "", "state-owned"),
        (["end-to-", "end"], "", "end-to-end"),
        (["Groenewald-", "Lind"], "", "Groenewald-Lind"),
        (["the 2021-", "2023 plan"], "", "the 2021-2023 plan"),
        (["co\u00ad", "operate"], "", "cooperate"),
        (["产业", "升级"], "", "产业升级"),
        (["规则（", "暂行）"], "", "规则（暂行）"),
        (["by", "工信部 alone"], "", "by 工信部 alone"),
        (["通知，第5G", "工业"], "", "通知，第5G工业"),
        (["(“5G+", "工业"], "", "(“5G+工业"),
        (["工信部", "issued it"], "", "工信部 issued it"),
        (["意见,", "国发"], "", "意见, 国发"),
        (["工业", "5G网络"], "", "工业5G网络"),
        (["and/", "or"], "", "and/or"),
        (["https://example.org/a", "b/c.html"], "", "https://example.org/ab/c.html"),
        (["and –", "the rest"], "", "and – the rest"),
        ([], "", ""),
        (["a", ""], "", "a"),
        (["“工业”", "规则"], "", "“工业”规则"),
        (["工业", "”"], "", "工业”"),
    ],
)
def test_lines_meet(lines: list[str], words: str, expected: str) -> None:
    """Wrapped lines join with a space, without one in Chinese, and split words are mended where they were split."""
    assert join_lines(lines, collect_words([words])) == expected


def test_a_hyphen_of_its_own_splits_words_only_where_lines_have_none_inside() -> None:
    """Engines that split words print a hyphen that the text itself seldom has."""
    split = ["It was pub‐", "lished."]
    assert join_lines(split, collect_words(split)) == "It was published."
    assert join_lines(["a state‐", "owned firm"], collect_words(["state‐owned"])) == "a state‐owned firm"


def test_an_ion_keeps_its_metal() -> None:
    """Batteries are named so."""
    assert join_lines(["sodium-", "ion cells"]) == "sodium-ion cells"


def test_words_of_a_document_leave_out_what_a_line_end_cut() -> None:
    """A cut word is no word; compounds count whole and in parts."""
    assert collect_words(["A well-known infor-", "mation"]) == {"a", "well-known", "well", "known", "mation"}


def test_many_quotes_in_one_paragraph_take_a_time_that_grows_with_its_length() -> None:
    """Each quote looks at what stands beside it alone; with all of the text it would take 16 times as long here."""

    def take(quotes: int) -> float:
        text = "“a " * quotes
        start = time.process_time()
        assert straighten_quotes(text) == '"a ' * quotes
        return time.process_time() - start

    few, many = (min(take(quotes) for _ in range(3)) for quotes in (15_000, 60_000))
    assert many < 10 * few
