"""A link that passes a counter or a filter is taken back to where it leads; others are left alone."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.formats.source import unwrap_address

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
        f"https://secure-web.cisco.com/1abc/{WRAPPED}",
        f"https://x1.r.eu-west-1.awstrack.me/L0/{WRAPPED}/1/0102",
        "https://eur01.safelinks.protection.outlook.com/?url="
        + quote(f"https://www.google.com/url?q={WRAPPED}", safe=""),
    ],
)
def test_a_wrapped_address_is_unwrapped(address: str) -> None:
    """Filters of mail, counters of newsletters and those of big sites, one inside the other too."""
    assert unwrap_address(address) == GOAL


@given(st.text(max_size=80))
def test_any_address_can_be_given(address: str) -> None:
    """Nothing that stands in a link raises."""
    unwrap_address(f"https://click.example.org/?url={address}")
    assert isinstance(unwrap_address(address), str)
