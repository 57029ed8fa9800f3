"""The entries of a feed: each known for good by its key, with its own text or the address of its document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UnreadableDocumentError
from bot.names.lexicon import Lexicon
from bot.reading.child import ChildReader
from bot.reading.formats.feed import MAX_LISTED, list_entries

LONG = "<p>" + "A line on rules for robots. " * 40 + "</p>"


def build_rss(*items: str, title: str = "Harbour &amp; Notes") -> bytes:
    """Return an RSS feed with these items."""
    head = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    return f"{head}<title>{title}</title>{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>".encode()


def test_an_entry_leads_to_its_page() -> None:
    """A teaser is no text."""
    listing = list_entries(
        build_rss(
            "<title>Issue &lt;b&gt;12&lt;/b&gt;</title><link>https://a.example/12</link><guid>12</guid>"
            "<pubDate>Tue, 05 Mar 2024 23:30:00 -0800</pubDate><description>Soon.</description>"
        ),
        source_name="feed.xml",
    )
    assert listing.title == "Harbour & Notes"
    (entry,) = listing.sources.values()
    assert (entry.name, entry.url, entry.page) == ("Issue 12", "https://a.example/12", "")


@pytest.mark.parametrize(
    ("days", "order"), [(("05 Mar", "04 Mar", "06 Mar"), "BAC"), (("05 Mar", "30 Feb", "06 Mar"), "CBA")]
)
def test_entries_come_oldest_first(days: tuple[str, ...], order: str) -> None:
    """By their days as written, of whatever zone; a feed that lacks one has the newest first."""
    items = [
        f"<title>{name}</title><link>https://a.example/{name}</link><pubDate>{day} 2024 23:30:00 -0800</pubDate>"
        for name, day in zip("ABC", days, strict=True)
    ]
    sources = list_entries(build_rss(*items), source_name="f").sources.values()
    assert "".join(source.name for source in sources) == order


def test_a_full_text_is_read_from_the_feed() -> None:
    """As a page with title and date, which nothing has to be fetched for."""
    (entry,) = list_entries(
        build_rss(
            "<title>Rules &amp; robots</title><link>https://a.example/12</link>"
            f"<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><content:encoded><![CDATA[{LONG}]]></content:encoded>"
        ),
        source_name="feed.xml",
    ).sources.values()
    assert entry.url == ""
    assert "<h1>Rules &amp; robots</h1><p>March 5, 2024</p><p>A line" in entry.page


def test_an_attached_document_comes_first() -> None:
    """A PDF beats the page and the text; other attachments are no documents."""
    pdf = '<enclosure url="https://a.example/12.pdf" type="application/pdf" length="1"/>'
    sound = '<enclosure url="https://a.example/12.mp3" type="audio/mpeg" length="1"/>'
    text = f"<content:encoded><![CDATA[{LONG}]]></content:encoded>"
    link = "<title>T</title><link>https://a.example/12</link>"
    items = build_rss(link + sound + "<guid>1</guid>", link + pdf + text)
    with_pdf, with_sound = list_entries(items, source_name="f").sources.values()
    assert (with_pdf.url, with_pdf.page) == ("https://a.example/12.pdf", "")
    assert (with_sound.url, with_sound.page) == ("https://a.example/12", "")


def test_the_key_is_the_entrys_own_id() -> None:
    """A changed title or text keeps the key; another id, address or title is another entry."""

    def key(item: str) -> str:
        return next(iter(list_entries(build_rss(item), source_name="f").sources))

    assert key("<guid>1</guid><title>A</title>") == key("<guid>1</guid><title>B</title><link>https://a.example</link>")
    keys = {key(item) for item in ("<guid>1</guid>", "<guid>2</guid>", "<link>https://a/1</link>", "<title>A</title>")}
    assert len(keys) == 4


def test_atom_is_read_too() -> None:
    """With its own names for the same things."""
    feed = (
        b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><id>u:1</id>'
        b'<title>E</title><link href="https://a.example/1"/><published>2024-02-30T10:00:00Z</published></entry></feed>'
    )
    (entry,) = list_entries(feed, source_name="f").sources.values()
    assert (entry.name, entry.url) == ("E", "https://a.example/1")


def test_a_long_feed_is_cut() -> None:
    """To its first, newest entries."""
    items = [f"<guid>{number}</guid>" for number in range(MAX_LISTED + 5)]
    assert len(list_entries(build_rss(*items), source_name="f").sources) == MAX_LISTED


@given(st.binary(max_size=300))
def test_any_bytes_are_listed_or_refused(data: bytes) -> None:
    """Only our own error comes out."""
    for piece in (data, b"<rss><channel><item>" + data, build_rss(data.decode("utf-8", errors="replace"))):
        try:
            listing = list_entries(piece, source_name="f")
        except UnreadableDocumentError:
            continue
        assert all(len(key) == 64 for key in listing.sources)


def test_the_child_lists_entries() -> None:
    """The process that reads documents gives the same listing, and refuses in the same words."""
    data = build_rss("<title>T</title><link>https://a.example/12</link>")
    with ChildReader(Lexicon(bodies=(), companies=(), topics=())) as reader:
        assert reader.list_entries(data, source_name="f.xml") == list_entries(data, source_name="f.xml")
        with pytest.raises(UnreadableDocumentError, match="f is no feed"):
            reader.list_entries(b"nothing", source_name="../f")
        with pytest.raises(UnreadableDocumentError, match="empty"):
            reader.list_entries(b"", source_name="f")
