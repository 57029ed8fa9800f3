"""Which web pages come in the place of a document, and which only have a box to sign in."""

import pytest

from bot.reading.received import is_page, is_sign_in_page

FORM = b"<form><input name=u><input type='password' name=p></form>"
WORDS = b"<p>" + b"The ministry asks for comments on its draft. " * 60 + b"</p>"
TERMS = b"<p>" + b"Please sign in to read on. Our terms of use. " * 60 + b"</p>"


@pytest.mark.parametrize(
    "page",
    [
        b"<!doctype html><body>Log in" + FORM,
        b"<!doctype html><title>Log in</title><body>" + FORM + TERMS,
        b"<html><head><title>Harbour Institute | Sign in to your account</title></head><body>" + FORM + TERMS,
        b"<html><body><h1>Sign in</h1>" + FORM + TERMS,
        b"<title>Sign In - Harbour</title><p>Continue with your organisation.</p>",
        b"<!doctype html><body>Sign in with your organisation <input type=email>",
        "<html><title>用户登录</title><body>请用单位账号</body></html>".encode(),
        "<html><title>Log in</title><body>Log in".encode("utf-16"),
    ],
)
def test_a_page_to_sign_in_is_known(page: bytes) -> None:
    """By a form that is nearly all there is, or by its own title; a password field is not needed."""
    assert is_sign_in_page(page)


@pytest.mark.parametrize(
    "page",
    [
        b"<!doctype html><title>Fortnight in Policy</title><body><div>Log in" + FORM + b"</div>" + WORDS,
        b"<html><body><a href=/login>Log in</a><input type=search name=q>" + WORDS[:300],
        b"<html><title>Login rules for apps, 2025</title><body>" + FORM + WORDS,
        b"<html><title>Sign in China: new rules</title><body>" + FORM + WORDS,
        b"<html><script>var a = '<h1>Log in</h1>'; " + b"x " * 900 + b"</script><body>An issue</body></html>",
        b"Log in to read on. " * 5,
    ],
)
def test_a_document_with_a_box_to_sign_in_is_none(page: bytes) -> None:
    """Nor is one that writes about signing in, or has a link to it."""
    assert not is_sign_in_page(page)


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (b"<script>location='/login'</script>", True),
        (b"\xef\xbb\xbf<meta charset=utf-8><p>", True),
        (b"<!-- " + b"a" * 3000 + b" --><!--b--><html>", True),
        ("<html><body>Hello".encode("utf-16"), True),
        (b"<p>A fragment</p>", False),
        (b"# Issue\n\n<script>", False),
        (b"%PDF-1.7 <html>", False),
    ],
)
def test_a_page_is_known_by_how_it_opens(data: bytes, *, is_one: bool) -> None:
    """Whatever stands before its first tag of a page, and in UTF-16 too."""
    assert is_page(data) is is_one
