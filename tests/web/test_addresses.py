"""Which addresses may be fetched: nothing that leads, or could lead, into a network that is not public."""

import contextlib
import socket

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchError
from bot.web.addresses import MAX_URL_LENGTH, is_public, parse_address, show_url
from bot.web.fetch import WebFetcher, look_up

NAMES = {
    "public.example": ("93.184.216.34",),
    "loop.example": ("127.0.0.1",),
    "cloud.example": ("169.254.169.254",),
    "azure.example": ("168.63.129.16",),
    "shared.example": ("100.100.100.200",),
    "mixed.example": ("93.184.216.34", "10.0.0.8"),
    "mixed6.example": ("2606:2800:220:1:248:1893:25c8:1946", "::1"),
    "mapped.example": ("::ffff:10.0.0.1",),
    "sixtofour.example": ("2002:7f00:1::",),
    "teredo.example": ("2001:0:4136:e378:8000:63bf:3fff:fdd2",),
    "nat64.example": ("64:ff9b::a00:1",),
    "scoped.example": ("fe80::1%eth0",),
    "unique.example": ("fd00:ec2::254",),
    "127.0.0.1.nip.example": ("127.0.0.1",),
    "sub.loop.example": ("0.0.0.0",),  # noqa: S104  what a resolver may say
}
WRITTEN = r"""
https://localhost/ https://LOCALHOST/ https://localhost./ https://a.localhost/ https://router/ https://printer.local/
https://metadata.google.internal/ https://wiki.corp/ https://gw.home.arpa/ https://1.0.0.127.in-addr.arpa/
https://127.0.0.1/ https://127.1/ https://2130706433/ https://0x7f000001/ https://0x7f.0.0.1/ https://017700000001/
https://0177.0.0.01/ https://0/ https://00000.0/ https://127.0.0.1./ https://10.0.0.1/ https://0xa9.254.43518/
https://①②⑦.⓪.⓪.①/ https://１２７.０.０.１/ https://127。0。0。1/ https://127.0.0.0x1/ https://::1/ https://[::1]/
https://169.254.169.254/latest/meta-data/ https://[::]/ https://[::ffff:127.0.0.1]/ https://[::127.0.0.1]/
https://[fe80::1%25eth0]/ https://[64:ff9b::7f00:1]/ https://[2002:7f00:1::]/ https://[fd00:ec2::254]/
https://loop。example/ https://ⓛⓞⓞⓟ.example/ https://127.0.0.1%00.public.example/ https://%6c%6f%6fp.example/
https://public.example@loop.example/ https://public.example:pw@127.0.0.1/ https://public.example:22/ https://@127.0.0.1/
https://public.example:8443/ https://public.example:443:80/ https://127.0.0.1:443/ https://127.0.0.1%2f.public.example/
https://public.example\@loop.example/ https://loop.example\.public.example/ https:\\loop.example/ https:127.0.0.1
https:///127.0.0.1/ https:/loop.example https:// https://? https://#@x https://. https://..public.example/ https://a..b/
http://public.example/ HTTP://127.0.0.1/ file:///etc/passwd ftp://loop.example/x data:text/html,x javascript:alert(1)
gopher://127.0.0.1:6379/_INFO dict://127.0.0.1:11211/ ldap://127.0.0.1/ jar:https://loop.example/!/x //loop.example/
url:https://loop.example/ loop.example https
"""
"""Local names, numbers in every form that some parser takes, what parsers read in different ways, other schemes."""
LONG = (f"https://{'a' * 64}.example/", f"https://{'a.' * 130}example/", f"https://a.example/{'a' * MAX_URL_LENGTH}")
SPLIT = (
    "https://127.0.0.1\t.public.example/",
    "https://loop.example\r\nHost: x/",
    "https://loop.exam\x00ple/",
    "",
    " ",
)
HOSTILE = (*WRITTEN.split(), *(f"https://{name}/" for name in NAMES if name != "public.example"), *LONG, *SPLIT)


def resolve_anything(host: str) -> tuple[str, ...]:
    """Look up as the most lenient system would: known names, and numbers in any form."""
    if host in NAMES:
        return NAMES[host]
    with contextlib.suppress(OSError):
        return (socket.inet_ntoa(socket.inet_aton(host)),)
    return ("127.0.0.1",)


@pytest.mark.parametrize("url", HOSTILE)
def test_no_hostile_address_is_connected_to(url: str) -> None:
    """Refused in one line, and nothing is dialled, whatever the system's resolver would say."""
    dialled: list[str] = []

    def dial(request: httpx.Request) -> httpx.Response:
        dialled.append(request.url.host)
        return httpx.Response(200)

    with pytest.raises(FetchError) as refused:
        WebFetcher(resolve=resolve_anything, transport=lambda: httpx.MockTransport(dial)).fetch(url)
    assert dialled == []
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 250
    assert refused.value.hint


@pytest.mark.parametrize(
    ("url", "parsed"),
    [
        ("https://www.example.org", "https://www.example.org"),
        (" HTTPS://WWW.Example.ORG:443/A/b?c=d&e#f ", "https://www.example.org/A/b?c=d&e"),
        ("https://example.org?x=1", "https://example.org?x=1"),
        ("https://example.org:/a%20b", "https://example.org/a%20b"),
        ("https://bücher.example/简报.pdf", "https://xn--bcher-kva.example/%E7%AE%80%E6%8A%A5.pdf"),
        ("https://a_b.example.org/x@y:z", "https://a_b.example.org/x@y:z"),
        ("https://0x7f.example/", "https://0x7f.example/"),
    ],
)
def test_public_addresses_are_taken(url: str, parsed: str) -> None:
    """In ASCII, without fragment and port, the path as it was."""
    assert str(parse_address(url)) == parsed


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://[::1]/x", "names no public web server"),
        ("https://[2606:2800:220:1::1]:443/x", "names no public web server"),
        ("https://[::1]:8443/x", "names a port"),
        ("https://www.example.org:8443/x", "names a port"),
        ("https://u@[::1]/x", "names a user"),
    ],
)
def test_a_refusal_names_what_is_refused(url: str, why: str) -> None:
    """The colons of an IPv6 address are no port."""
    with pytest.raises(FetchError, match=why):
        parse_address(url)


INNER = """
0.0.0.0 0.1.2.3 10.1.1.1 100.64.0.1 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8
192.0.0.170 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1
239.255.255.250 240.0.0.1 255.255.255.255 168.63.129.16 :: ::1 ::7f00:1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1
64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:10::1 2001:20::1 2001:db8::1 2002:808:808::1 3fff::1 5f00::1 fc00::1
fdff::1 fe80::1 fec0::1 ff02::1 2606:4700::5efe:10.0.0.1 2606:4700::200:5efe:10.0.0.1 2606:4700::1%eth0
127.1 0177.0.0.1 2130706433 x 8.8.8.8.
"""
OUTER = "8.8.8.8 93.184.216.34 223.5.5.5 2606:4700::1111 2400:3200::1"


@pytest.mark.parametrize(("addresses", "public"), [(INNER, False), (OUTER, True)])
def test_which_numeric_addresses_are_public(addresses: str, *, public: bool) -> None:
    """Not private, shared, local, reserved, those for documents, tunnels to another address, nor what is no address."""
    assert [each for each in addresses.split() if is_public(each) is not public] == []


@given(st.text(max_size=60), st.sampled_from(["", "https://", "https://a.example/", "https://a.example", "//"]))
def test_any_text_is_taken_or_refused_in_one_line(text: str, start: str) -> None:
    """Only our own error comes out; what is taken is a sendable request line and a name with a dot."""
    try:
        address = parse_address(start + text)
    except FetchError as error:
        line = str(error)
    else:
        line = str(address)
        assert line.isascii()
        assert " " not in line
        assert "." in address.host
        assert parse_address(line) == address
    assert line.isprintable()


@given(st.text(max_size=200))
def test_an_address_is_shown_on_one_line(text: str) -> None:
    """Whatever it holds."""
    shown = show_url(text)
    assert shown.isprintable()
    assert len(shown) <= 100


def test_no_secret_is_shown() -> None:
    """What follows a question mark may be a key, what stands before @ a password."""
    assert show_url("https://me:word@a.example/x?key=1#y") == "https://a.example/x"
    assert show_url(parse_address("https://a.example/x?key=1")) == "https://a.example/x"


def test_the_system_is_asked(socket_enabled: None) -> None:
    """A numeric address stands for itself."""
    _ = socket_enabled
    assert look_up("127.0.0.1") == ("127.0.0.1",)
