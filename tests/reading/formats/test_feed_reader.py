"""A feed becomes a plain list of dated items, in its own order, from its bytes alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.records.briefing import Section
from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, Document, Span
from bot.reading.formats import feed
from bot.reading.formats.feed import read_feed
from bot.reading.grammar.parse import parse_parts

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


ROUNDUP = (
    "<item><title>Week 45</title><link>https://a.example/45</link><pubDate>Wed, 06 Nov 2024 00:00:00 GMT</pubDate>"
    "<description><![CDATA[<p>Our week.</p><h4>Policy</h4><ul><li>4 Nov: MOT counts cranes.</li>"
    "<li>5 Nov: MIIT counts pots.</li></ul><h5>Ropes</h5><ul><li>None.</li></ul>]]></description></item>"
)
PLAIN = "<item><title>A</title><pubDate>2024-11-05</pubDate></item>"


def test_an_entry_with_several_days_news_is_a_list() -> None:
    """It stands after the plain entries, under its title and day, its own headings below those."""
    assert [(block.kind.value[0], block.level, block.text) for block in rss(ROUNDUP + PLAIN)] == [
        ("h", 1, "River Desk & Co"),
        ("p", 0, "November 6, 2024"),
        ("l", 1, "November 5, 2024: A"),
        ("h", 2, "Week 45, November 6, 2024"),
        ("p", 0, "Our week."),
        ("h", 3, "Policy"),
        ("l", 1, "4 Nov: MOT counts cranes."),
        ("l", 1, "5 Nov: MIIT counts pots."),
        ("h", 4, "Ropes"),
        ("l", 1, "None."),
    ]
    undated = rss(ROUNDUP.replace("4 Nov: MOT", "MOT"))
    assert [(block.kind.value[0], block.level) for block in undated[2:]] == [("l", 1), ("l", 2), ("l", 2), ("l", 2)]
    unnamed = rss(ROUNDUP.replace("<title>Week 45</title>", ""))
    assert unnamed[2].text == "November 6, 2024"


def test_the_news_of_a_roundup_are_items() -> None:
    """Each bullet has its day and section; what stands in another entry keeps out of them."""
    for items, day in ((ROUNDUP + PLAIN, "November 5, 2024"), (PLAIN + ROUNDUP * 2, "November 5, 2024")):
        document = Document(source_name="a.xml", media_type="application/rss+xml", sha256="0" * 64, blocks=rss(items))
        parts = parse_parts(document)
        policy = [item for item in parts.items if item.section is Section.POLICY_NEWS]
        assert {(item.date_text, item.summary) for item in policy[:2]} == {
            ("4 Nov", ("MOT counts cranes.",)),
            ("5 Nov", ("MIIT counts pots.",)),
        }
        (plain, *_) = [item for item in parts.items if item.section is Section.OTHER]
        assert (plain.date_text, plain.summary) == (day, ("A",))


def test_a_view_under_a_label_is_the_entrys_comment() -> None:
    """A paragraph that a label opens is no part of the text."""
    told = "&lt;p&gt;MOT counts cranes.&lt;/p&gt;&lt;p&gt;Comment: fine.&lt;/p&gt;"
    blocks = rss(f"<item><title>A</title><pubDate>2024-11-05</pubDate><description>{told}</description></item>")
    (item,) = parse_parts(
        Document(source_name="a.xml", media_type="application/rss+xml", sha256="0" * 64, blocks=blocks)
    ).items
    assert (item.summary, item.comment) == (("A. MOT counts cranes.",), ("fine.",))


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


def test_an_entry_without_anything_gives_no_block() -> None:
    """An empty entry is nothing to read."""
    assert [block.text for block in rss("<item></item><item><title>A</title></item>")] == ["River Desk & Co", "A"]


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


def test_what_the_library_does_not_foresee_is_our_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A foreign exception becomes ours with its cause; lack of memory stays what it is."""

    def fail(*_args: object, **_options: object) -> None:
        raise failure

    monkeypatch.setattr("feedparser.parse", fail)
    failure: Exception = KeyError("x")
    with pytest.raises(UnreadableDocumentError) as caught:
        rss("")
    assert caught.value.__cause__ is failure
    failure = MemoryError()
    with pytest.raises(MemoryError):
        rss("")


def test_a_damaged_feed_gives_what_can_be_read() -> None:
    """An unescaped sign is no reason to refuse."""
    assert rss("<item><title>Q & A</title></item>")[-1].text == "Q & A"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<item>", "</item>", "<title>", "</title>", "<![CDATA[", "]]>", "x", "&lt;p&gt;", "&", "<"])
    )
)
def test_any_mixture_is_read_or_refused(pieces: list[str]) -> None:
    """Whatever stands in a feed, nothing but our own error comes of it."""
    try:
        blocks = rss("".join(pieces))
    except UnreadableDocumentError as error:
        assert error.hint  # noqa: PT017  either outcome is right, and each is checked
    else:
        assert all(block.text.strip() for block in blocks)


@pytest.mark.parametrize(
    ("title", "author", "named"),
    [
        ("Kestrel: The Rope Gauge", "Kestrel", ("Kestrel", "The Rope Gauge")),
        ("Rope Letter", "Kestrel Research", ("Kestrel Research", "Rope Letter")),
        ("Rope Letter", "Ann Bow", (None, "Rope Letter")),
    ],
)
def test_the_author_of_a_feed_may_be_its_publisher(title: str, author: str, named: tuple[str | None, str]) -> None:
    """Where it is a house, or stands before the colon of the title."""
    text = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title><author><name>{author}</name></author>'
        "<updated>2024-11-06T00:30:00+08:00</updated><entry><title>Ropes get seals</title>"
        "<updated>2024-11-06T00:30:00+08:00</updated><summary>MOT asks for them.</summary></entry></feed>"
    )
    blocks, furniture = read_feed(text.encode(), source_name="a.xml")
    kind, number = "application/rss+xml", "0" * 64
    parts = parse_parts(
        Document(source_name="a.xml", media_type=kind, sha256=number, blocks=blocks, furniture=furniture)
    )
    assert (parts.publisher, parts.series) == named
