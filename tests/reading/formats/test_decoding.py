"""Markup is decoded by what it says of itself, and always somehow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.received import decode_markup


@pytest.mark.parametrize(
    ("data", "charset", "expected"),
    [
        ("数据 é".encode(), None, "数据 é"),
        ("数据".encode("utf-16"), "utf-8", "数据"),
        (b"\xef\xbb\xbftext", "gb2312", "text"),
        ("数据安全".encode("gbk"), "gb2312", "数据安全"),
        ('<meta charset="gbk">数据'.encode("gbk"), None, '<meta charset="gbk">数据'),
        ("<?xml version='1.0' encoding='big5'?>數據".encode("big5"), None, "<?xml version='1.0' encoding='big5'?>數據"),
        ('<meta charset="utf-16">数据'.encode(), None, '<meta charset="utf-16">数据'),
        ("数据安全管理".encode("gb18030"), None, "数据安全管理"),
        (b"Geb\xfchr", "iso-8859-1", "Gebühr"),
        (b"Geb\xfchr \x93x\x94", None, "Gebühr “x”"),
        ("é".encode(), "rot13", "é"),
        ("é".encode(), "no-such-charset", "é"),
        (b"Geb\xfchr", "utf-8", "Gebühr"),
    ],
)
def test_markup_is_decoded(data: bytes, charset: str | None, expected: str) -> None:
    """Mark, given charset, named charset, UTF-8, Chinese, Western: the first that fits."""
    assert decode_markup(data, charset=charset) == expected


@given(st.binary(max_size=200), st.none() | st.text(max_size=12))
def test_any_bytes_become_text(data: bytes, charset: str | None) -> None:
    """Whatever the bytes and whatever is claimed of them, there is a text."""
    assert isinstance(decode_markup(data, charset=charset), str)
