"""HTML becomes the blocks a reader sees, whatever tags they were made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, BlockKind
from bot.reading.formats import html_source
from bot.reading.formats.html import read_html, read_html_text

Shown = tuple[str, int, str]


def shown(blocks: tuple[Block, ...]) -> list[Shown]:
    return [(block.kind.value[0], block.level, block.text) for block in blocks]


def read(text: str) -> list[Shown]:
    return shown(read_html_text(text, source_name="a.html")[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<h1>A</h1><h3>B<br>C</h3>text", [("h", 1, "A"), ("h", 3, "B\nC"), ("p", 0, "text")]),
        ("<p>one\n  two<p>three", [("p", 0, "one two"), ("p", 0, "three")]),
        ("a<br>b<br><br>c<br> <br>d", [("p", 0, "a\nb"), ("p", 0, "c"), ("p", 0, "d")]),
        ("<div>a<div>b</div>c</div>", [("p", 0, "a"), ("p", 0, "b"), ("p", 0, "c")]),
        ("<ul><li>a<ul><li>b</ul><li><p>c<p>d</ul>", [("l", 1, "a"), ("l", 2, "b"), ("l", 1, "c"), ("p", 0, "d")]),
        ("<ol start=3><li>a<li value=7>b<li>c</ol>", [("l", 1, "3. a"), ("l", 1, "7. b"), ("l", 1, "8. c")]),
        ("<ol type=a><li>a<li>b</ol>", [("l", 1, "a. a"), ("l", 1, "b. b")]),
        ("<ol><li><h2>A</h2>b</ol>", [("h", 2, "1. A"), ("p", 0, "b")]),
        ("<li>loose", [("l", 1, "loose")]),
        ("<div role=heading aria-level=3>A</div>", [("h", 3, "A")]),
        ("<div role=heading>A</div>", [("h", 2, "A")]),
        ("x<span style='display:block'>y</span>z", [("p", 0, "x"), ("p", 0, "y"), ("p", 0, "z")]),
        ("&lt;b&gt; &amp; 5 < 6 &#23433;&nbsp;x", [("p", 0, "<b> & 5 < 6 安 x")]),
        ("<p>数据\n安全</p>", [("p", 0, "数据安全")]),
        ("<pre>One line\nof text.\n\n- item</pre>", [("p", 0, "One line of text."), ("l", 1, "item")]),
        ("<pre>a <b>b</b>\nc\n\nd</pre>", [("p", 0, "a b\nc"), ("p", 0, "d")]),
        ("<p>Goals:<br>• first<br>• second<br>more<p>· third", None),
        ("<p>a<!-- b --><![CDATA[ c < d ]]></p><?x y?><!doctype z>", [("p", 0, "a c < d")]),
        ("<p>a<!-->b<!--->c", [("p", 0, "abc")]),
        ("a<sup><a href='#fn1'>1</a></sup><ol><li id=fn1>note <a href='#fnref1'>back</a></ol>", [("p", 0, "a (note)")]),
        (
            "a<a href='#sdfootnote1sym'><sup>1</sup></a> b<div id=sdfootnote1><p>1 note</p></div>",
            [("p", 0, "a b (note)")],
        ),
        (f"a<sup><a href='#fn1'>1</a></sup><ol><li id=fn1>{'note ' * 90}</ol>", [("p", 0, "a")]),
        ("a<sup><a href='#fn2'>2</a></sup><ol><li id=fn1>note</ol>", [("p", 0, "a")]),
        ("<![CDATA[never closed", [("p", 0, "never closed")]),
        ("<!-- never closed", [("p", 0, "never closed")]),
        ("<! <? x", [("p", 0, "<! <? x")]),
        ("<script>never closed", [("p", 0, "never closed")]),
    ],
)
def test_blocks_are_as_shown(text: str, expected: list[Shown] | None) -> None:
    """Headings, paragraphs, items with their depth and number, hard breaks; what is never closed loses no text."""
    bullets = [("p", 0, "Goals:"), ("l", 1, "first"), ("l", 1, "second\nmore"), ("l", 1, "third")]
    assert read(text) == (bullets if expected is None else expected)


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none;max-height:0'>x</div>",
        "<div style='max-height:0px;overflow:hidden'>x</div>",
        "<p style='VISIBILITY: hidden'>x</p>",
        "<p style='mso-hide:all'>x</p>",
        "<p hidden>x</p>",
        "<span aria-hidden=true>x</span>",
        "<span class=preheader>x</span>",
        "<style>/* .a{} */ @media print{.b{display:none}} .off, p.out{display:none}</style><p class='c off'>x</p>",
        "<style>@import 'y';@media{.a{b:c}}#off{display:none}</style><p id=off>x</p>",
        "<script>document.write('<p>x</p>')</script>",
        "<STYLE>p{}</STYLE ><title>x</title><svg><text>x</text></svg><template>x</template>",
        "<iframe>x</iframe><noscript>x</noscript><select><option>x</select>",
        "<!--[if mso]>x<![endif]-->",
        "<br><hr><img alt=x>",
    ],
)
def test_what_is_not_shown_is_not_read(hidden: str) -> None:
    """Preview texts, scripts, styles, comments and hidden elements give nothing."""
    assert read(f"<body>{hidden}<p>seen</p>") == [("p", 0, "seen")]


@pytest.mark.parametrize(
    "text",
    [
        "<style>@media screen{.m{display:none}}</style><p class=m>seen</p>",
        "<style>@media x{</style><p class=m>seen</p>",
        "<style>div .m{display:none}.n{color:red}</style><p class='m n'>seen</p>",
        "<p style='max-height:0'>seen</p>",
        "<body style='visibility:hidden'><p>seen</p>",
        "<!--[if !mso]><!--><p>seen</p><!--<![endif]-->",
        "<nav><p>seen</p></nav>",
    ],
)
def test_what_may_be_shown_is_read(text: str) -> None:
    """Rules for some screens only, or that cannot be told, hide nothing; a page of nothing but frame is read."""
    assert read(text) == [("p", 0, "seen")]


def test_looks_and_links_stay_with_their_words() -> None:
    """Bold, italic and links come from tags and styles; neighbours of one look are one span."""
    text = (
        "<p>a <b>b</b><strong>c</strong> <em>d</em> <span style='font-weight:700'>e</span>"
        "<b style='font-weight:normal'>f</b> <i style='font-style:normal'>g</i><span style='font-style:italic'>h</span>"
        " <a href=https://x.example/>i <b>j</b></a> <a name=k>k</a> <a href=#l>l</a></p>"
    )
    (block,) = read_html_text(text, source_name="a")[0]
    looks = [(span.text, span.bold, span.italic, span.link) for span in block.spans]
    assert looks == [
        ("a ", False, False, None),
        ("bc", True, False, None),
        (" ", False, False, None),
        ("d", False, True, None),
        (" ", False, False, None),
        ("e", True, False, None),
        ("f g", False, False, None),
        ("h", False, True, None),
        (" ", False, False, None),
        ("i ", False, False, "https://x.example/"),
        ("j", True, False, "https://x.example/"),
        (" k ", False, False, None),
        ("l", False, False, ""),
    ]


@pytest.mark.parametrize(
    ("head", "href", "expected"),
    [
        ("", "https://a.example/b", "https://a.example/b"),
        ("", "//a.example/b", "https://a.example/b"),
        ("", "/b", ""),
        ("<base href='https://a.example/c/'>", "b", "https://a.example/c/b"),
        ("<link rel=canonical href='https://a.example/c'>", "/b", "https://a.example/b"),
        ("<meta name=x><link rel=icon href=y><meta property=og:url content='https://a.example/'>", "b", None),
        ("", "mailto:a@example.org", "mailto:a@example.org"),
        ("", "javascript:alert(1)", ""),
        ("<base href='https://a.example/'>", "javascript:alert(1)", ""),
        ("", "https://[broken", ""),
        ("", "", ""),
        ("", "https://a.example/\n b", "https://a.example/b"),
    ],
)
def test_a_link_has_a_whole_address_or_none(head: str, href: str, expected: str | None) -> None:
    """Relative addresses start from the page's own where it tells it; what cannot be followed is no address."""
    blocks, _ = read_html_text(f"{head}<p><a href='{href}'>b</a></p>", source_name="a")
    assert blocks[0].spans[0].link == ("https://a.example/b" if expected is None else expected)


def test_the_head_may_name_the_site() -> None:
    """It stands with the furniture, behind what the page itself prints."""
    head = "<meta property=og:title content=x><meta property=og:site_name content='Acme  Institute'>"
    _, furniture = read_html_text(f"{head}<p>b</p>", source_name="a")
    assert [block.text for block in furniture] == ["Site: Acme Institute"]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<img src=x alt='Acme Institute logo'><p>Rope Letter<p>May 2026", ["Logo: Acme Institute"]),
        ("<p>Rope Letter<p><img src=x alt='Acme Institute'>May 2026", []),
        ("<h1>绳索一周</h1><a href=x id='js_name' class=y> 绳索观察 </a>", ["Site: 绳索观察"]),
    ],
)
def test_a_first_picture_and_an_account_name_whose_page_it_is(page: str, told: list[str]) -> None:
    """The words for a picture before all text, and the account's name where an account's page has it."""
    assert [block.text for block in read_html(page.encode(), source_name="a.html")[1]] == told


@pytest.mark.parametrize(
    ("title", "site"),
    [
        ("Rope Letter &ndash; Acme Institute", ["Site: Acme Institute"]),
        ("Acme Institute | Rope Letter", ["Site: Acme Institute"]),
        ("Rope Letter", []),
        ("Ropes - Acme Institute", []),
        ("Rope Letter - China - Acme Institute", []),
    ],
)
def test_a_title_names_the_site_beside_the_pages_own(title: str, site: list[str]) -> None:
    """What stands beside the first heading, where that is all."""
    _, furniture = read_html_text(f"<title>{title}</title><h1>Rope letter</h1><p>b</p>", source_name="a")
    assert [block.text for block in furniture] == site


def test_bytes_are_decoded_by_what_came_with_them() -> None:
    """The charset of a header is believed before that of the page."""
    blocks, _ = read_html("<p>数据</p>".encode("gbk"), source_name="a", charset="gbk")
    assert shown(blocks) == [("p", 0, "数据")]


@pytest.mark.parametrize(
    ("text", "expected", "framed"),
    [
        ("<nav><a href=/>Home</a></nav><p>Text", ["Text"], ["Home"]),
        ("<div role=navigation>Home</div><p>Text", ["Text"], ["Home"]),
        (
            "<header>Site</header><main><header>In</header><p>Text of some length</main><footer>Foot</footer>",
            ["In", "Text of some length"],
            ["Site", "Foot"],
        ),
        ("<header>Site</header><p>Text</p><footer>Foot</footer>", ["Site", "Text", "Foot"], []),
        ("<header><h1>T</h1></header><main><p>Text of some length</main>", ["T", "Text of some length"], []),
        ("<header><h1>T</h1></header><div role=main><h1>U</h1><p>Text</div>", ["U", "Text"], ["T"]),
        (
            "<ul class=menu><li><a href=/a>A</a><li><a href=/b>B</a><li><a href=/c>C</a></ul><p>Text of some length",
            ["Text of some length"],
            ["A", "B", "C"],
        ),
        (
            "<div class=nav><a href=/a>A</a> <a href=/b>B</a></div><p>Text of some length, and more",
            ["Text of some length, and more"],
            ["A B"],
        ),
        ("<ul class=menu><li>First item<li>Second item</ul><p>Text", ["First item", "Second item", "Text"], []),
        ("<p>Text<p><a href=/u>Unsubscribe</a> | <a href=/v>View in browser</a>", ["Text"], [None]),
        ("<p>Text<p>They may unsubscribe", ["Text", "They may unsubscribe"], []),
    ],
)
def test_the_frame_of_a_page_is_furniture(text: str, expected: list[str], framed: list[str | None]) -> None:
    """Navigation always, headers and footers around a main part, lists of links by name; a title never."""
    blocks, furniture = read_html_text(text, source_name="a")
    assert [block.text for block in blocks] == expected
    assert [block.text for block in furniture] == [line or "Unsubscribe | View in browser" for line in framed]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 20_000 + "end",
        "<ul><li>" * 10_000 + "end",
        "<table><tr><td>" * 7_000 + "end",
        "<a " * 60_000 + "end",
        "<p a='" * 60_000 + "end",
        "<!--" * 60_000 + "end",
        "<?" * 60_000 + "end",
        "<style>" + ",a" * 300_000 + "</style>end",
        "<style>" + "/*" * 300_000 + "</style>end",
        "<p>" + "<b>a</b><br>c<br>" * 3_000 + "end",
        "x " * 500_000 + "end",
    ],
)
def test_hostile_markup_ends_in_its_text(text: str) -> None:
    """Deep nesting and what is never closed cost linear time and lose no words."""
    blocks, furniture = read_html_text(text, source_name="a")
    assert blocks[-1].text.endswith("end")
    assert not furniture


def test_more_tags_than_anybody_writes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is named in the error."""
    monkeypatch.setattr(html_source, "MAX_TAGS", 5)
    with pytest.raises(UnreadableDocumentError, match="more than 5 tags"):
        read_html_text("<p>" * 6, source_name="a.html")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p title='a<b'>x", "x"),
        ("<p title='a>b'>x", "x"),
        ("<p title=it's>x", "x"),
        ("<p a='1' b=\"2\" c=3 d>x", "x"),
        (f"<{'q' * 50}>x</{'q' * 50}>", "x"),
        ("a</ b", "a</ b"),
        ("<p/>x<br/>", "x"),
        ("<svg/>x", "x"),
        ("</script>x", "x"),
        ("x\x00y", "xy"),
    ],
)
def test_odd_tags_are_read_as_tags(text: str, expected: str) -> None:
    """Quotes that do not fit and values with signs in them leave no trace in the text."""
    assert [block for _, _, block in read(text)] == [expected]


@given(
    st.lists(st.sampled_from(["<p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "<li>", "<ul>", "</ul>", "</td>", "w"]))
)
def test_any_order_of_tags_keeps_every_word(pieces: list[str]) -> None:
    """However tags are mixed, each word stands in one block."""
    text = "".join(f"<!-- --> {piece} " for piece in pieces)
    found = " ".join(block.text for block in read_html_text(text, source_name="a")[0])
    assert found.replace("|", " ").split().count("w") == pieces.count("w")


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    """No text raises, and every block has words."""
    blocks, furniture = read_html_text(text, source_name="a")
    assert all(block.text.strip() for block in (*blocks, *furniture))
    assert all(block.kind in BlockKind for block in blocks)


def test_a_day_in_an_element_of_its_own_stands_apart() -> None:
    """Where only the page's style parts it from the words before; in a sentence it stays where it is."""
    item = "<ul><li><a href='https://a.example'>Rules on ropes</a><span>2024-05-03</span></li></ul>"
    page = f"{item}<p>On <b>3 May 2024</b> all met.</p>"
    blocks, _ = read_html_text(page, source_name="own.html")
    assert [block.text for block in blocks] == ["Rules on ropes\n2024-05-03", "On 3 May 2024 all met."]


def test_a_title_that_is_not_shown_is_kept() -> None:
    """As furniture, unless a part of it stands on the page."""
    head = "<html><head><title>Rope Letter 4: more ropes - Acme</title></head><body>"
    for shown, kept in (("<p>Ropes.</p>", ["Title: Rope Letter 4: more ropes - Acme"]), ("<h1>Acme</h1>", [])):
        _, furniture = read_html_text(f"{head}{shown}</body></html>", source_name="own.html")
        assert [block.text for block in furniture if block.text.startswith("Title")] == kept


def test_a_title_names_the_site_behind_a_heading_with_dashes() -> None:
    """The page's own heading is taken as a whole."""
    head = "<head><title>Ropes: Update - May Issue - Acme &amp; Co</title></head>"
    page = f"{head}<h1>Ropes: Update - May Issue</h1><p>A.</p>"
    _, furniture = read_html_text(page, source_name="own.html")
    assert [block.text for block in furniture] == ["Site: Acme & Co"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<dl><dt>Issued by</dt><dd>MIIT, <a href='x'>MOF</a></dd><dt>Date:</dt><dd><p>5 May</p></dd></dl>",
            [("p", 0, "Issued by: MIIT, MOF"), ("p", 0, "Date: 5 May")],
        ),
        (
            f"<dl><dt>Ropes get names</dt><dd>{'MIIT named ropes. ' * 20}</dd></dl>",
            [("p", 0, "Ropes get names"), ("p", 0, ("MIIT named ropes. " * 20).strip())],
        ),
        ("<dl><dt>Bodies</dt><dd>MIIT</dd><dd>MOF</dd></dl>", [("p", 0, "Bodies"), ("p", 0, "MIIT"), ("p", 0, "MOF")]),
        ("<dl><dt>Bodies</dt></dl><p>MIIT</p>", [("p", 0, "Bodies"), ("p", 0, "MIIT")]),
    ],
)
def test_short_terms_and_their_values_are_one_line(text: str, expected: list[Shown]) -> None:
    """A long value is a text under its headline, and several values stay values."""
    assert read(text) == expected
