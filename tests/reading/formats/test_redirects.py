"""A link that passes a counter or a filter is taken back to where it leads; others are left alone."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.redirects import unwrap_address, unwrap_links

GOAL = "https://www.example.org/a/b.html?x=1&y=2"
WRAPPED = quote(GOAL, safe="")


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.google.com/url?sa=t&q={WRAPPED}",
        f"https://www.google.co.uk/url?url={WRAPPED}",
        f"https://eur01.safelinks.protection.outlook.com/?url={WRAPPED}&data=05",
        f"https://l.facebook.com/l.php?u={WRAPPED}&h=AT",
        f"https://www.linkedin.com/redir/redirect?url={WRAPPED}",
        f"https://link.zhihu.com/?target={WRAPPED}",
        f"https://mail.example.net/c/e?u={WRAPPED}&utm_source=nl",
        f"https://news.example.net/track/click.php?id=4&url={WRAPPED}",
        f"https://click.example.net/x?redirect={WRAPPED}",
        f"https://urldefense.proofpoint.com/v1/url?u={WRAPPED}&k=1",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__www.example.org_a_b.html-3Fx-3D1-26y-3D2&d=Dw",
        "https://urldefense.com/v3/__https:/www.example.org/a/b.html?x=1*y=2__;Jg!!abc!def$",
        f"https://secure-web.cisco.com/1abc/{WRAPPED}",
        f"https://x1.r.eu-west-1.awstrack.me/L0/{WRAPPED}/1/0102",
        "https://eur01.safelinks.protection.outlook.com/?url="
        + quote(f"https://www.google.com/url?q={WRAPPED}", safe=""),
    ],
)
def test_a_wrapped_address_is_unwrapped(address: str) -> None:
    """Filters of mail, counters of newsletters and those of big sites, one inside the other too."""
    assert unwrap_address(address) == GOAL


def test_signs_taken_out_of_an_address_are_put_back() -> None:
    """A star stands for one sign, two stars and a letter for a run of them."""
    wrapped = "https://urldefense.com/v3/__https://www.example.org/**Ab*c__;5pWw5o2uwqc!!x$"
    assert unwrap_address(wrapped) == "https://www.example.org/数据b§c"


@pytest.mark.parametrize(
    "address",
    [
        GOAL,
        "",
        "#",
        "mailto:a@example.org",
        f"https://www.facebook.com/sharer/sharer.php?u={WRAPPED}",
        f"https://example.org/login?r={WRAPPED}",
        f"https://example.org/paper?url={WRAPPED}",
        "https://example.us1.list-manage.com/track/click?u=5f&id=7&e=9",
        "https://click.example.org/?url=ftp://a",
        "https://click.example.org/?url=javascript:x",
        "https://urldefense.com/v3/__nothing__;!!x$",
        "https://urldefense.com/v3/__https://a.org/*__;__!!x$",
        "https://urldefense.com/other",
        "https://[broken/url?u=https://a.example",
        "https://click.example.org/?" + "a=1&" * 200,
        "https://click.example.org/?url=https://" + "a" * 9000,
    ],
)
def test_what_leads_nowhere_else_stays(address: str) -> None:
    """Pages about a page, and counters that hide where they lead, keep their address."""
    assert unwrap_address(address) == address


@given(st.text(max_size=80))
def test_any_address_can_be_given(address: str) -> None:
    """Nothing that stands in a link raises."""
    unwrap_address(f"https://click.example.org/?url={address}")
    unwrap_address(f"https://urldefense.com/v3/__https://{address}__;{address}!!x$")
    assert isinstance(unwrap_address(address), str)


def test_only_blocks_with_wrapped_links_change() -> None:
    """The rest of a document is the same objects."""
    plain = Block(kind=BlockKind.PARAGRAPH, spans=(Span(text="a", link="https://a.example"), Span(text="b")))
    wrapped = Block(kind=BlockKind.PARAGRAPH, spans=(Span(text="a", link=f"https://www.google.com/url?q={WRAPPED}"),))
    bare = Block(kind=BlockKind.HEADING, level=1, spans=(Span(text="t"),))
    first, second, third = unwrap_links((plain, wrapped, bare))
    assert first is plain
    assert third is bare
    printed = wrapped.spans[0].link
    assert second.spans == (Span(text="a", link=GOAL, via=printed),)
