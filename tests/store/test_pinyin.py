"""Chinese text as pinyin: a word alone is read as it is in its run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from bot.names.pinyin import index_pinyin, syllable_token

PIECES = (
    "银行",
    "重庆",
    "重要",
    "行业",
    "长江",
    "成长",
    "会计",
    "大会",
    "音乐",
    "〇",
    "的",
    "数据安全",
    "𠀀",
    "丽",
    "绿",
)


@given(st.lists(st.sampled_from(PIECES) | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=12))
def test_a_run_is_read_as_a_whole(pieces: list[str]) -> None:
    """Words are read one by one and kept; the tokens are those of the whole run."""
    run = "".join(pieces)
    whole = [syllable_token(each) for each in lazy_pinyin(run, errors="ignore", v_to_u=False)] if run else []
    assert index_pinyin(run) == " ".join(whole)


@pytest.mark.parametrize(("text", "count"), [("", 0), ("AI rules", 0), ("银行 and 银行", 2), ("银行，行业", 4)])
def test_each_run_is_read_once(text: str, count: int) -> None:
    """What stands between runs is no part of any."""
    assert len(index_pinyin(text).split()) == count
