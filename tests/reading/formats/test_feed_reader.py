"""A feed becomes a plain list of dated items, in its own order, from its bytes alone."""

import pytest

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, Span
from bot.reading.formats import feed
from bot.reading.formats.feed import read_feed

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>River Desk &amp; Co</title><description>Notices</description>{head}{items}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">&lt;b&gt;公报&lt;/b&gt;</title>
<updated>2024-11-06T00:30:00+08:00</updated>{items}</feed>"""


def read(text: str) -> tuple[Block, ...]:
    return read_feed(text.encode(), source_name="a.xml")[0]


def rss(items: str, head: str = "") -> tuple[Block, ...]:
    return read(RSS.format(items=items, head=head))


def test_a_feed_is_a_dated_list() -> None:
    """Title, newest day, and an item an entry: day, linked title, text with a line a paragraph; its bullets below."""
    items = (
        "<item><title>MIIT asks for views</title><link>https://a.example/1</link>"
        "<pubDate>Wed, 06 Nov 2024 00:00:00 +0800</pubDate>"
        "<description><![CDATA[<p>Until <a href='https://b.example/'>May</a>.</p><ul><li>one</ul>]]></description></item>"
        "<item><title>Which plan?</title><pubDate>Tue, 05 Nov 2024 23:00:00 -0500</pubDate>"
        "<description>A new one.</description></item>"
    )
    blocks = rss(items)
    assert [(block.kind.value[0], block.level, block.text) for block in blocks] == [
        ("h", 1, "River Desk & Co"),
        ("p", 0, "November 6, 2024"),
        ("l", 1, "November 6, 2024: MIIT asks for views. Until May."),
        ("l", 2, "one"),
        ("l", 1, "November 5, 2024: Which plan? A new one."),
    ]
    assert blocks[2].spans == (
        Span(text="November 6, 2024:", italic=True),
        Span(text=" "),
        Span(text="MIIT asks for views", link="https://a.example/1"),
        Span(text=". Until "),
        Span(text="May", link="https://b.example/"),
        Span(text="."),
    )
    (motto,) = read_feed(RSS.format(items=items, head="").encode(), source_name="a.xml")[1]
    assert motto.text == "Notices"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            "<title>关于《绳索办法》的通知</title><description>甲部印发。</description>",
            "关于《绳索办法》的通知。甲部印发。",
        ),
        ("<title>A</title>", "A"),
        ("<title>A</title><description>A</description>", "A"),
        ("<description>Only &lt;b&gt;text&lt;/b&gt;</description>", "Only text"),
        ("<title>A</title><description>s</description><content:encoded>longer</content:encoded>", "A. longer"),
        ("<title>A &lt;i&gt;b&lt;/i&gt;</title><pubDate>2024-11-06</pubDate>", "November 6, 2024: A b"),
        ("<title>A</title><pubDate>06/11/24 late</pubDate>", "A"),
        ("<title>A</title><pubDate>20241106</pubDate>", "November 6, 2024: A"),
        ("<title>A</title><pubDate>2024-13-06</pubDate>", "A"),
        ("<title>A</title><pubDate>soon</pubDate>", "A"),
    ],
)
def test_an_entry_is_one_item(item: str, expected: str) -> None:
    """The longer text counts, a repeated title once, a date only where there is one."""
    assert rss(f"<item>{item}</item>")[-1].text == expected


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("<link href='https://a.example/1'/>", "https://a.example/1"),
        ("<link href='HTTP://a.example/1'/>", "HTTP://a.example/1"),
        ("<id>urn:uuid:1</id>", None),
        ("<id>tag:a.example,2024:1</id>", None),
        ("<id>https://a.example/2</id>", "https://a.example/2"),
        ("<link href='ftp://a.example/1'/>", None),
    ],
)
def test_only_pages_are_addresses(link: str, address: str | None) -> None:
    """An entry's name is no address of it."""
    (span,) = read(ATOM.format(items=f"<entry><title>x</title>{link}</entry>"))[-1].spans
    assert (span.text, span.link) == ("x", address)


def test_an_atom_feed_is_read_with_its_own_day() -> None:
    """The feed's day is the one written in it, before any time zone moves it."""
    entry = (
        "<entry><title>x</title><link href='https://a.example/'/><updated>2024-11-04T00:10:00+08:00</updated></entry>"
    )
    assert [block.text for block in read(ATOM.format(items=entry))] == [
        "公报",
        "November 6, 2024",
        "November 4, 2024: x",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RSS.format(items="", head=""), "without entries"),
        ("<rss><channel>", "without entries"),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>', "declares entities"),
    ],
)
def test_a_feed_with_nothing_to_read_is_refused(text: str, said: str) -> None:
    """One line that names the file."""
    with pytest.raises(UnreadableDocumentError, match=said) as caught:
        read(text)
    assert caught.value.message.startswith("a.xml ")
    assert caught.value.hint


def test_a_feed_of_too_many_entries_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is cut off in silence."""
    monkeypatch.setattr(feed, "MAX_ENTRIES", 1)
    with pytest.raises(UnreadableDocumentError, match="2 entries"):
        rss("<item><title>A</title></item>" * 2)
