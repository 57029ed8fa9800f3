"""Text is the same whatever format it came in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.document import Span
from bot.reading.formats.normalise import clean_text, collect_words, join_lines, normalise_spans


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
    assert "".join(span.text for span in normalise_spans([Span(text=given_text)])) == expected


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
