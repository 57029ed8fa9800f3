"""Fetching: what comes is given within limits, redirects are checked, and a refusal is one clear line."""

import gzip
import socket
import ssl
import threading
import zlib

import pytest

from bot.errors import FetchError
from bot.reading.received import MAX_BYTES
from tests.web.server import PUBLIC, Answer, Papers, WebServer, answer, make_papers

URL = "https://files.example/issue.pdf"
PDF = b"%PDF-1.7\nnothing but a beginning"
PACKED = gzip.compress(PDF, mtime=0)
LOGIN = b"<!DOCTYPE html><html><body><form>User <input name=u><input type='password' name=p></form></body></html>"
LONG_PAGE = LOGIN.replace(b"<form>", b"<p>" + b"A line of the issue. " * 200 + b"</p><form>")
CODE_PAGE = LOGIN.replace(b"<form>", b"<script>" + b"var a = 1; " * 400 + b"</script><form>")


def refuse(web: WebServer, url: str = URL, *, total_s: float = 20) -> str:
    """Fetch what must be refused; give the line."""
    with pytest.raises(FetchError) as refused:
        web.fetcher(total_s=total_s).fetch(url)
    line = str(refused.value)
    assert "\n" not in line
    assert refused.value.hint
    return line


def test_a_document_comes_with_its_name_and_type(web: WebServer) -> None:
    """The checked address is dialled once; the request carries no cookie and no credentials."""
    web.answers["files.example/a/issue.pdf?key=1"] = answer(
        PDF, Content_Type="Application/PDF; x=1", ETag='"v1"', Last_Modified="Tue, 05 Mar 2024 10:00:00 GMT"
    )
    found = web.fetcher().fetch("https://FILES.example:443/a/issue.pdf?key=1#page=2")
    assert found.data == PDF
    assert (found.name, found.url) == ("issue.pdf", "https://files.example/a/issue.pdf?key=1")
    assert (found.etag, found.modified) == ('"v1"', "Tue, 05 Mar 2024 10:00:00 GMT")
    assert web.connected == [PUBLIC]
    assert web.looked_up == ["files.example"]
    (head,) = web.requests
    names = {line.split(":")[0].lower() for line in head.split("\r\n")[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}


@pytest.mark.parametrize(
    ("path", "headers", "name"),
    [
        ("/", {}, "files.example"),
        ("/news/", {"Content_Type": "text/html"}, "news.html"),
        ("/a.html", {"Content_Type": "text/html"}, "a.html"),
        ("/dl?id=7", {"Content_Type": "application/pdf"}, "dl.pdf"),
        ("/dl", {"Content_Disposition": 'attachment; filename="../../etc/brief.pdf"'}, "brief.pdf"),
        ("/dl", {"Content_Disposition": "attachment; filename*=UTF-8''..%2F..%2Fa%0Ab.md"}, "a b.md"),
        ("/dl", {"Content_Disposition": "attachment; filename*=nonsense''%ff"}, "ÿ"),
        ("/dl", {"Content_Disposition": "attachment; filename*=undefined''x.md"}, "dl"),
        ("/..%2f..%2fx.md", {}, "x.md"),
        ("/%E7%AE%80%E6%8A%A5.md", {}, "简报.md"),
    ],
)
def test_the_name_never_holds_a_path(web: WebServer, path: str, headers: dict[str, str], name: str) -> None:
    """It is the server's, else the end of the address, with an ending by type where it has none."""
    web.answers[f"files.example{path}"] = answer(b"text of an issue", given=headers)
    assert web.fetcher().fetch(f"https://files.example{path}").name == name


def test_redirects_are_followed_three_times(web: WebServer) -> None:
    """Each is looked up and checked anew; a fourth is refused."""
    web.answers["files.example/issue.pdf"] = answer(status="301 Moved", Location="https://other.example/1")
    web.answers["other.example/1"] = answer(status="302 Found", Location="/2?x=1")
    web.answers["other.example/2?x=1"] = answer(status="307 Elsewhere", Location="//files.example/3")
    web.answers["files.example/3"] = answer(PDF)
    found = web.fetcher().fetch(URL)
    assert (found.data, found.url) == (PDF, "https://files.example/3")
    assert web.looked_up == ["files.example", "other.example", "other.example", "files.example"]
    web.answers["files.example/3"] = answer(status="308 On", Location="https://other.example/4")
    web.requests.clear()
    assert "leads on more than 3 times" in refuse(web)
    assert len(web.requests) == 4


INWARDS = r"""
http://files.example/plain  https://127.0.0.1/admin  https://[::ffff:169.254.169.254]/latest/meta-data
https://user:word@files.example/3  https://inner.example/3  https://mixed.example/3  https://files.example:8443/3
file:///etc/passwd  gopher://files.example/_x  https://2130706433/  //0x7f.1/  https://local。host/  https://[oops/
\\inner.example\x
"""


@pytest.mark.parametrize("location", INWARDS.split())
def test_a_redirect_into_a_private_network_is_not_followed(web: WebServer, location: str) -> None:
    """Only the first, public address was dialled."""
    web.names |= {"inner.example": ("10.0.0.7",), "mixed.example": (PUBLIC, "127.0.0.1")}
    web.answers["files.example/issue.pdf"] = answer(status="302 Found", Location=location.encode().decode("latin-1"))
    refuse(web)
    assert web.connected == [PUBLIC]
    assert len(web.requests) == 1


def test_a_name_that_changes_is_looked_up_once(web: WebServer) -> None:
    """A resolver that says public first and private later gets no second question: what was checked is dialled."""
    told = iter([(PUBLIC,), ("127.0.0.1",), ("127.0.0.1",)])
    web.answers["files.example/issue.pdf"] = answer(PDF)
    fetcher = web.fetcher(resolve=lambda _: next(told))
    assert fetcher.fetch(URL).data == PDF
    assert web.connected == [PUBLIC]
    with pytest.raises(FetchError, match="not public"):
        fetcher.fetch(URL)
    assert web.connected == [PUBLIC]


@pytest.mark.parametrize(
    ("status", "part", "later"),
    [
        ("401 Unauthorized", "asks for a login (401)", False),
        ("403 Forbidden", "asks for a login (403)", False),
        ("404 Not Found", "There is nothing at https://files.example/issue.pdf (404)", False),
        ("410 Gone", "(410)", False),
        ("418 Teapot", "answered with 418", False),
        ("206 Partial Content", "answered with 206", False),
        ("302 Found", "answered with 302", False),
        ("304 Not Modified", "answered with 304", False),
        ("429 Slowly", "answered with 429", True),
        ("503 Busy", "answered with 503", True),
    ],
)
def test_other_answers_are_refused(web: WebServer, status: str, part: str, *, later: bool) -> None:
    """The line says what came; whether trying again may help is told to those who poll."""
    web.answers["files.example/issue.pdf"] = answer(status=status)
    with pytest.raises(FetchError) as refused:
        web.fetcher().fetch(URL)
    assert part in refused.value.message
    assert refused.value.later is later


@pytest.mark.parametrize(
    ("path", "page", "is_login"),
    [
        ("issue.pdf", LOGIN, True),
        ("issue.docx?dl=1", b"\xef\xbb\xbf<!-- x --><!doctype HTML>...", True),
        ("latest", LOGIN, True),
        ("latest", CODE_PAGE, True),
        ("latest", LONG_PAGE, False),
        ("dl?file=issue.pdf", b"<html><body>One moment</body></html>", True),
        ("dl?file=a%2Fissue.pdf&x=1", b"<html><body>One moment</body></html>", True),
        ("dl?from=www.pdfs.example", b"<html><body>An issue</body></html>", False),
        ("issue.pdf", b"<meta charset=utf-8><title>Log in</title>", True),
        ("issue.pdf", "<html><body>One moment".encode("utf-16"), True),
        ("latest", b"<html><title>Sign in | Files</title><body>With your organisation</body></html>", True),
        ("latest", b"<html><body>An issue</body></html>", False),
        ("issue.pdf", PDF, False),
    ],
)
def test_a_login_page_in_place_of_the_file_is_refused(
    web: WebServer, path: str, page: bytes, *, is_login: bool
) -> None:
    """A page where a file was asked for, or a page that is nothing but a form with a password."""
    web.answers[f"files.example/{path}"] = answer(page)
    if is_login:
        assert "in place of the file, perhaps one to log in" in refuse(web, f"https://files.example/{path}")
    else:
        assert web.fetcher().fetch(f"https://files.example/{path}").data == page


@pytest.mark.parametrize("there", ["other.example/login?x", "files.example/login", "other.example/oauth2/authorize"])
@pytest.mark.parametrize("page", [LONG_PAGE, LONG_PAGE.replace(b"password", b"email")])
def test_a_long_page_behind_a_login_is_refused(web: WebServer, there: str, page: bytes) -> None:
    """Led to a login, on this host or another, with a password or without, even a wordy page is no document."""
    web.answers["files.example/latest"] = answer(status="302 Found", Location=f"https://{there}")
    web.answers[there] = answer(page)
    assert "perhaps one to log in" in refuse(web, "https://files.example/latest")


@pytest.mark.parametrize(
    ("body", "coding"),
    [(PACKED, "gzip"), (zlib.compress(PDF), "deflate"), (PDF, "identity"), (PACKED, "X-GZIP ")],
)
def test_a_packed_body_is_unpacked(web: WebServer, body: bytes, coding: str) -> None:
    """What is given is the document."""
    web.answers["files.example/issue.pdf"] = answer(body, Content_Encoding=coding)
    assert web.fetcher().fetch(URL).data == PDF


BOMB = gzip.compress(bytes(MAX_BYTES + 1))
CHUNK = b"10000\r\n" + bytes(0x10000) + b"\r\n"
HEAD = answer(length=False, Transfer_Encoding="chunked")


def send_without_end(connection: ssl.SSLSocket) -> None:
    """Send a body that never ends."""
    connection.sendall(HEAD)
    while True:
        connection.sendall(CHUNK)


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (answer(BOMB, Content_Encoding="gzip"), "too large"),
        (send_without_end, "too large"),
        (answer(PDF, length=False, Content_Length="900"), "broke off"),
        (answer(PACKED[:-9], Content_Encoding="gzip"), "only in part"),
        (answer(b"no gzip at all", Content_Encoding="gzip"), "damaged"),
        (answer(b"?", Content_Encoding="br"), "a coding that is not read"),
        (answer(gzip.compress(PACKED), Content_Encoding="gzip, gzip"), "a coding that is not read"),
        (HEAD + b"5\r\nab", "broke off"),
        (HEAD + b"zz\r\nab", "broke off"),
        (b"", "broke off"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "broke off"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n", "broke off"),
    ],
)
def test_what_is_too_large_or_broken_is_refused(web: WebServer, body: Answer, part: str) -> None:
    """By what the server announces, by what comes, and by what it unpacks to."""
    web.answers["files.example/issue.pdf"] = body
    assert part in refuse(web)


@pytest.mark.parametrize("begun", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"])
def test_a_slow_server_is_left(web: WebServer, begun: bytes) -> None:
    """A byte now and then does not extend the time."""
    let_go = threading.Event()

    def drip(connection: ssl.SSLSocket) -> None:
        connection.sendall(begun)
        while not let_go.wait(0.02):
            connection.sendall(b"y")

    web.answers["files.example/issue.pdf"] = drip
    assert "took longer than 0.2 seconds" in refuse(web, total_s=0.2)
    let_go.set()


def test_a_silent_resolver_is_left(web: WebServer) -> None:
    """One that says nothing at all ends in the same line; one that breaks down, or does not know the name, is told."""
    let_go = threading.Event()

    def hang(_: str) -> tuple[str, ...]:
        let_go.wait()
        raise UnicodeError

    with pytest.raises(FetchError, match="took longer"):
        web.fetcher(resolve=hang, total_s=0.2).fetch(URL)
    let_go.set()
    with pytest.raises(FetchError, match="is not found"):
        web.fetcher(resolve=hang).fetch(URL)
    assert "unknown.example is not found" in refuse(web, "https://unknown.example/x")
    web.names["empty.example"] = ()
    assert "empty.example is not found" in refuse(web, "https://empty.example/x")


def test_a_stop_ends_a_fetch(web: WebServer) -> None:
    """The program need not wait for a server that says nothing."""
    stop = threading.Event()

    def say_nothing(connection: ssl.SSLSocket) -> None:
        stop.set()
        connection.recv(1)

    web.answers["files.example/issue.pdf"] = say_nothing
    with pytest.raises(FetchError):
        web.fetcher(total_s=600, stop=stop).fetch(URL)


def test_only_what_has_changed_is_fetched(web: WebServer) -> None:
    """The marks of the last version go along; 304 is None, anything else is the document."""
    web.answers["files.example/feed"] = answer(status="304 Not Modified")
    fetcher = web.fetcher()
    assert fetcher.fetch_changed("https://files.example/feed", etag='"v1"', modified="Tue") is None
    assert 'If-None-Match: "v1"\r\nIf-Modified-Since: Tue\r\n' in web.requests[0]
    web.answers["files.example/feed"] = answer(b"<rss/>", ETag="x\u00e9", Last_Modified="y" * 300)
    found = fetcher.fetch_changed("https://files.example/feed", etag="a\r\nCookie: b", modified="")
    assert found is not None
    assert (found.data, found.etag, found.modified) == (b"<rss/>", "", "")
    assert "None-Match" not in web.requests[1]


def test_a_certificate_that_proves_nothing_is_refused(web: WebServer) -> None:
    """Of another name than was asked for, or signed by nobody we trust."""
    web.names["third.example"] = (PUBLIC,)
    assert "The certificate of third.example is not valid (Hostname mismatch" in refuse(web, "https://third.example/x")
    web.papers = Papers(server=make_papers("files.example").server, client=web.papers.client)
    assert "The certificate of files.example is not valid" in refuse(web)
    assert web.requests == []


def test_a_server_without_tls_is_refused(web: WebServer) -> None:
    """Nothing is sent in the clear."""
    heard: list[bytes] = []

    def speak_plainly() -> None:
        connection, _ = plain.accept()
        with connection:
            heard.append(connection.recv(4096))
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as plain:
        speaking = threading.Thread(target=speak_plainly)
        speaking.start()
        with pytest.raises(FetchError, match="does not answer over https"):
            web.fetcher(port=plain.getsockname()[1]).fetch(URL)
        speaking.join()
    assert b"GET" not in heard[0]


def test_the_next_address_is_tried(web: WebServer) -> None:
    """A name with several addresses is reached by the first that answers; by none, it is said."""
    web.names["files.example"] = ("2606:2800:220:1::5", "93.184.216.35", PUBLIC)
    web.deaf = {"2606:2800:220:1::5", "93.184.216.35"}
    web.answers["files.example/issue.pdf"] = answer(PDF)
    assert web.fetcher().fetch(URL).data == PDF
    assert web.connected == ["2606:2800:220:1::5", "93.184.216.35", PUBLIC]
    web.names["files.example"] = ("93.184.216.35",)
    assert "files.example does not answer" in refuse(web)
