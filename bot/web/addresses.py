"""Which addresses may be fetched: https to a public name, and numeric addresses that are public beyond doubt."""

import ipaddress
import re

import httpx

from bot.errors import FetchError

MAX_URL_LENGTH = 2000
_SHOWN = 100
_ODD = frozenset(' \\"<>^`{}')
_NAME = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{1,62}")
"""A host with a dot whose end is no number: others are of the local network, or numeric."""
_PUBLIC_6 = ipaddress.ip_network("2000::/3")
_REFUSED = tuple(
    ipaddress.ip_network(net)
    for net in (
        "192.0.0.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "168.63.129.16/32",  # looks public, but is a cloud's own service to its machines
        "2001::/23",  # Teredo, ORCHID and other protocol assignments
        "2002::/16",  # 6to4: holds an IPv4 address
        "3fff::/20",
    )
)
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})  # the middle of an interface id that holds an IPv4 address


def parse_address(text: str, *, base: httpx.URL | None = None) -> httpx.URL:
    """Return the address to fetch, or raise FetchError: https, a public name, the usual port, no user, nothing odd.

    ``base`` is the address that led here, to which a relative one is joined.
    """
    text, shown = text.strip(" "), show_url(text.strip(" "))
    try:
        url = base.join(text) if base else httpx.URL(text)
    except httpx.InvalidURL:
        url = None
    if url is None or len(text) > MAX_URL_LENGTH or not text.isprintable() or _ODD & set(text):
        raise FetchError(f"“{shown}” is no web address.", hint="Copy it from the browser's address line.")
    if url.scheme != "https" or not url.host:
        raise FetchError(f"“{shown}” is not an https address.", hint="Only https:// is fetched.")
    if url.userinfo:
        raise FetchError(f"“{shown}” names a user.", hint="Give an address without a user or password.")
    if url.port not in {None, 443}:
        raise FetchError(f"“{shown}” names a port.", hint="Only port 443, that of https, is fetched from.")
    if not _NAME.fullmatch(url.raw_host.decode("ascii")):
        hint = "Only public names such as www.example.org are fetched."
        raise FetchError(f"“{shown}” names no public web server.", hint=hint)
    return url.copy_with(fragment=None, port=None)


def is_public(text: str) -> bool:
    """Say whether a numeric address is one of the public Internet; False for what is odd or in doubt."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return False
    if not found.is_global or found.is_multicast or found.is_reserved or any(found in net for net in _REFUSED):
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return True
    return found in _PUBLIC_6 and found.scope_id is None and (int(found) >> 32) & 0xFFFFFFFF not in _ISATAP


def show_url(url: str | httpx.URL) -> str:
    """Return an address as it may stand in messages: one line, short, without user and query, which may be secret."""
    plain = "".join(char if char.isprintable() else "�" for char in str(url))
    shown = re.sub(r"(?<=://)[^/]*@", "", re.split(r"[?#]", plain, maxsplit=1)[0], count=1)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
