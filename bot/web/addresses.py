"""Which addresses may be fetched: https to a public name, and numeric addresses that are public beyond doubt."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from bot.errors import FetchError

MAX_URL_LENGTH = 2000
HTTPS_PORT = 443
_SHOWN = 100
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?://)?", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_MAX_HOST_LENGTH = 253
_KEPT = "%/:=&?~+!$,;'@()*[]|"
_PRIVATE_ENDINGS = frozenset(
    {
        *("localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "arpa"),
        *("invalid", "test", "onion", "alt"),
    }
)
_REFUSED_4 = tuple(
    ipaddress.IPv4Network(net)
    for net in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # looks public, but is a cloud's own service to its machines
    )
)
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_6 = tuple(
    ipaddress.IPv6Network(net)
    for net in (
        "2001::/23",  # Teredo, ORCHID and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4: holds an IPv4 address
        "3fff::/20",
    )
)
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})
"""The middle of an interface id that holds an IPv4 address."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """A web address that may be fetched: ``host`` in lower-case ASCII, ``target`` as it goes into the request."""

    host: str
    target: str

    @property
    def url(self) -> str:
        """The whole address."""
        return f"https://{self.host}{self.target}"

    @property
    def shown(self) -> str:
        """The address as it may stand in messages and logs: what follows ``?`` may be a secret."""
        return _cut(f"https://{self.host}{self.target.split('?', 1)[0]}")


def parse_address(url: str) -> Address:
    """Give the address to fetch, or raise FetchError: https, a public name, the usual port, no user, nothing odd."""
    text = url.strip(" ")
    if not text or len(text) > MAX_URL_LENGTH or not text.isprintable() or set(text) & set(' \\"<>^`{}'):
        raise FetchError(f"“{show_url(url)}” is no web address.", hint="Copy it from the browser's address line.")
    scheme = _SCHEME.match(text)
    if scheme is None or scheme[1].lower() != "https" or not scheme[0].endswith("//"):
        raise FetchError(f"“{show_url(text)}” is not an https address.", hint="Only https:// is fetched.")
    rest = text[scheme.end() :].split("#", 1)[0]
    end = min((at for at in (rest.find("/"), rest.find("?")) if at >= 0), default=len(rest))
    authority, target = rest[:end], rest[end:]
    if "@" in authority:
        raise FetchError(f"“{show_url(text)}” names a user.", hint="Give an address without a user or password.")
    in_brackets, bracket, after = authority.rpartition("]")  # an IPv6 address: its colons name no port
    host, colon, port = after.partition(":")
    host = f"{in_brackets}{bracket}{host}"
    if colon and port not in {"", str(HTTPS_PORT)}:
        raise FetchError(f"“{show_url(text)}” names a port.", hint="Only port 443, that of https, is fetched from.")
    if not target.startswith("/"):
        target = f"/{target}"
    return Address(host=_parse_host(host, text), target=quote(target, safe=_KEPT))


def follow_address(address: Address, location: str) -> Address:
    """Give the address that a redirect leads to, checked like any other."""
    try:
        joined = urljoin(address.url, location.strip(" "))
    except ValueError:
        joined = location
    return parse_address(joined)


def is_public(text: str) -> bool:
    """Say whether a numeric address is one of the public Internet, however it is written; False when in doubt."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global and not found.is_multicast and not any(found in net for net in _REFUSED_4)
    if found.scope_id is not None or (int(found) >> 32) & 0xFFFFFFFF in _ISATAP:
        return False
    return found in _GLOBAL_6 and not any(found in net for net in _REFUSED_6)


def show_url(url: str) -> str:
    """Give an address from outside as it may stand in a message: on one line, short, without query and user."""
    plain = "".join(char if char.isprintable() else "�" for char in url)
    head, slashes, rest = plain.split("?", 1)[0].split("#", 1)[0].partition("://")
    if slashes:
        authority, slash, path = rest.partition("/")
        rest = f"{authority.rpartition('@')[2]}{slash}{path}"
    return _cut(f"{head}{slashes}{rest}")


def _parse_host(host: str, url: str) -> str:
    """Give a host name in ASCII that can only be one of the public Internet, or raise FetchError."""
    refused = FetchError(
        f"“{show_url(url)}” names no public web server.", hint="Only public names such as www.example.org are fetched."
    )
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise refused from None
    labels = name.split(".")
    if (
        len(name) > _MAX_HOST_LENGTH
        or len(labels) < 2  # noqa: PLR2004  a name without a dot is one of the local network
        or not all(_LABEL.fullmatch(label) for label in labels)
        or _NUMBER.fullmatch(labels[-1])
        or labels[-1] in _PRIVATE_ENDINGS
    ):
        raise refused
    return name


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
