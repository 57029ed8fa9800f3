"""A page that came in the place of a document, told by where it was found."""

from __future__ import annotations

import pytest

from bot.web.addresses import parse_address
from bot.web.bodies import is_login_page

PAGE = b"<html><title>Fortnight in Policy</title><body>" + b"The ministry asks for comments. " * 99


@pytest.mark.parametrize(
    ("asked", "final", "is_login"),
    [
        ("https://a.example/report", "https://login.b.example/x", True),
        ("https://a.example/report", "https://auth.a.example/", True),
        ("https://a.example/report", "https://a.example/sign-in.aspx?to=/report", True),
        ("https://a.example/report", "https://a.example/member/login/", True),
        ("https://login.a.example/report", "https://login.a.example/report/2", False),
        ("https://a.example/report", "https://authors.a.example/oauth-explained", False),
        ("https://a.example/report", "https://a.example/news/login-rules-for-apps", False),
        ("https://a.example/login", "https://a.example/login?again", False),
    ],
)
def test_where_an_address_led_to_tells(asked: str, final: str, *, is_login: bool) -> None:
    """A host or a path for signing in, to which another address led; words that merely begin like one are none."""
    assert is_login_page(PAGE, asked=parse_address(asked), final=parse_address(final)) is is_login
