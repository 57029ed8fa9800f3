"""What a page says of itself around its article is furniture, and the article goes on behind it."""

import pytest

from bot.reading.formats.feed import read_feed
from bot.reading.formats.html import read_html_text

NEWS = "".join(
    f"<h2>Rule {n}</h2><p>The ministry of ropes wrote rule {n} and told the makers what it means.</p>" for n in "12345"
)
LAST = "The ministry of ropes wrote rule 5 and told the makers what it means."


def parted(behind: str) -> tuple[list[str], list[str]]:
    """Give the texts behind the article, and those of the furniture."""
    blocks, framed = read_html_text(f"<body><h1>Ropes</h1>{NEWS}{behind}", source_name="a.html")
    texts = [block.text for block in blocks]
    return texts[texts.index(LAST) + 1 :], [block.text for block in framed]


@pytest.mark.parametrize(
    "service",
    [
        "<h2>Related posts</h2><h3><a href='/a'>Rules of May</a></h3><p>What happened to ropes in May.</p>",
        "<h2>Stay informed</h2><p>Our letter comes every Friday.</p>",
        "<h3>Leave a comment</h3><p>Your address will not be shown.</p>",
        "<h2>相关阅读</h2><ul><li><a href='/a'>缆绳办法解读</a></ul>",
        "<h3>Share this:</h3><ul><li><a href='/x'>X</a><li><a href='/f'>Facebook</a></ul>",
        "<p>Tags: <a href='/t'>Ropes</a>, <a href='/u'>Ports</a></p>",
        "<p>The post <a href='/p'>Ropes</a> appeared first on <a href='/'>Rope House</a>.</p>",
        "<p><a href='/l'>LinkedIn</a> | <a href='/x'>X</a> | <a href='/p'>Podcast</a></p>",
        "<p><a href='/l'>LinkedIn</a> | <a href='/x'>X</a></p><p><a href='/w'>WeChat</a></p>",
        "<p><a href='/c'>Book a call with us</a></p>",
        "<p>Found this useful? <a href='/c'>Tweet it</a></p>",
        "<figure><img src=a><figcaption>Photo: Rope House</figcaption></figure>",
        "<p class='wp-caption-text'>A quay in the morning</p>",
    ],
)
def test_service_is_furniture(service: str) -> None:
    """Other articles, comments, sharing, tags, buttons, and what stands below pictures."""
    rest, framed = parted(service)
    assert not rest
    assert framed


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<h3>Share this</h3><p><a href='/x'>X</a></p><p>Ropes got cheaper.</p>", ["Ropes got cheaper."]),
        ("<h2>Related rules</h2><p>Ropes got cheaper.</p>", ["Related rules", "Ropes got cheaper."]),
        ("<h2>Latest stories</h2><p>" + "Ropes got cheaper. " * 40 + "</p>", None),
        ("<p>Tags on ropes: <a href='/t'>rule 6</a> asks for them.</p>", ["Tags on ropes: rule 6 asks for them."]),
        ("<p><a href='/w'>WeChat</a></p>", ["WeChat"]),
        ("<p><a href='/w'>Contact rules for ropes</a></p>", ["Contact rules for ropes"]),
        ("<figure><figcaption>Ropes by year</figcaption><table><tr><th>a</table></figure>", ["Ropes by year", "a"]),
    ],
)
def test_news_in_such_words_is_kept(text: str, kept: list[str] | None) -> None:
    """A text behind the buttons, a long section, a word of news, a source, the name of a table."""
    rest, _ = parted(text)
    assert rest == kept if kept else len(rest) > 1


@pytest.mark.parametrize(
    ("hidden", "read"),
    [
        ("<span style='font-size:1px;color:#fff'>Peep</span>", False),
        ("<div style='font-size:0;opacity:0'><b>Peep</b></div>", False),
        ("<div style='font-size:0'><p style='font-size:12px'>Peep</p></div>", True),
        ("<div style='font-size:10px'>Peep</div>", True),
        ("<div style='opacity:0'>Peep</div>", True),
    ],
)
def test_letters_of_no_size_are_not_read(hidden: str, read: bool) -> None:
    """A mail's preview hides so; a layout's box of no size shows what is in it."""
    blocks, _ = read_html_text(f"{hidden}<p>Ropes</p>", source_name="a.html")
    assert ("Peep" in [block.text for block in blocks]) is read


def test_a_feeds_entry_ends_with_its_text() -> None:
    """What a site adds to each entry is no part of it."""
    body = (
        "<figure><img src='a'><figcaption>Photo: Pier</figcaption></figure><p>Ropes got cheaper.</p>"
        "<h3>Share this:</h3><ul><li><a href='https://a.example/x'>X</a></li></ul>"
        "<p>The post <a href='https://a.example/1'>Ropes</a> appeared first on <a href='https://a.example/'>Pier</a>.</p>"
    )
    entry = f"<item><title>Ropes</title><description><![CDATA[{body}]]></description></item>"
    feed = f"<rss version='2.0'><channel><title>Pier</title>{entry}</channel></rss>"
    blocks, _ = read_feed(feed.encode(), source_name="a.xml")
    assert [block.text for block in blocks] == ["Pier", "Ropes. Ropes got cheaper."]
