"""Links that lead through a counter or a mail filter, taken back to the address they stand for."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import replace
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from bot.reading.document import Block, Span

_MOST_WRAPPINGS = 5
_MOST_FIELDS = 100
_LONGEST_ADDRESS = 8000
_ADDRESS = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
# Host ending, path beginning, and the field that holds the address.
_KNOWN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("safelinks.protection.outlook.com", "/", ("url",)),
    ("safelinks.protection.office365.us", "/", ("url",)),
    ("l.facebook.com", "/l.php", ("u",)),
    ("lm.facebook.com", "/l.php", ("u",)),
    ("l.instagram.com", "/", ("u",)),
    ("linkedin.com", "/safety/go", ("url",)),
    ("linkedin.com", "/redir", ("url",)),
    ("youtube.com", "/redirect", ("q",)),
    ("link.zhihu.com", "/", ("target",)),
    ("slack-redir.net", "/link", ("url",)),
    ("clicktime.symantec.com", "/", ("u",)),
    ("linkprotect.cudasvc.com", "/url", ("a",)),
    ("duckduckgo.com", "/l/", ("uddg",)),
    ("out.reddit.com", "/", ("url",)),
)
_GOOGLE = re.compile(r"(?:\A|\.)google\.[a-z.]{2,6}\Z")
_FIELDS = ("url", "u", "target", "redirect", "redirect_url", "dest", "destination", "link", "goto", "to", "href", "r")
_HOSTS_TEXT = (
    "click clicks ct e email emails go l link links lnk mail mailer mailing news-letter newsletter newsletters nl "
    "redirect t tr track tracker tracking trk url"
)
_PATHS_TEXT = (
    "away c ck cl click clicks ct e exit go goto jump l link links ls out r redir redirect t tr track tracking trk url"
)
_OTHERS_TEXT = (
    "account accounts add auth authorize intent login logout oauth oauth2 proxy save share sharer shareArticle signin "
    "sso submit translate validate"
)
_COUNTER_HOSTS = frozenset(_HOSTS_TEXT.split())
_COUNTER_PATHS = frozenset(_PATHS_TEXT.split())
_NO_COUNTERS = frozenset(_OTHERS_TEXT.split())
_DEFENSE_3 = re.compile(r"/v3/__(?P<address>.+?)__;(?P<signs>[\w=-]*)")
_STARS = re.compile(r"\*(?:\*(?P<run>[A-Za-z0-9_-]))?")
_RUN_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def unwrap_links(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with every link unwrapped and the printed address kept; others are the same objects."""
    return tuple(_unwrap_block(block) for block in blocks)


def unwrap_address(address: str) -> str:
    """Return the address a redirector's link stands for, unwrapped again while it is one; others as they are."""
    for _ in range(_MOST_WRAPPINGS):
        target = _find_target(address)
        if target is None:
            break
        address = target
    return address


def _unwrap_block(block: Block) -> Block:
    if not any(span.link for span in block.spans):
        return block
    spans = tuple(_unwrap_span(span) for span in block.spans)
    return block if spans == block.spans else replace(block, spans=spans)


def _unwrap_span(span: Span) -> Span:
    target = unwrap_address(span.link) if span.link else span.link
    return span if target == span.link else replace(span, link=target, via=span.link)


def _find_target(address: str) -> str | None:
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.match(address):
        return None
    try:
        parts = urlsplit(address)
        found = _find_in_path(parts) or _find_in_fields(parts)
    except ValueError:
        return None
    found = (found or "").strip()
    return found if found != address and _ADDRESS.match(found) else None


def _find_in_path(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").lower()
    if host == "urldefense.com" or host.endswith((".urldefense.com", "urldefense.proofpoint.com")):
        whole = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if match := _DEFENSE_3.match(whole):
            return _read_defense_3(match["address"], match["signs"])
        wrapped = dict(parse_qsl(parts.query, max_num_fields=_MOST_FIELDS)).get("u", "")
        second = parts.path.startswith("/v2/")
        return unquote(wrapped.replace("-", "%").replace("_", "/")) if second else wrapped
    if host == "secure-web.cisco.com":
        return unquote(parts.path.rpartition("/")[2])
    if host.endswith(".awstrack.me") and parts.path.startswith("/L0/"):
        return unquote(parts.path.split("/")[2])
    return None


def _read_defense_3(address: str, signs: str) -> str:
    """Put the signs back that were taken out: one for ``*``, a run of them for ``**`` and a letter for its length."""
    try:
        taken = base64.urlsafe_b64decode(signs + "=" * (-len(signs) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    place = 0

    def give_back(match: re.Match[str]) -> str:
        nonlocal place
        count = _RUN_SIGNS.index(match["run"]) + 2 if match["run"] else 1
        place += count
        return taken[place - count : place]

    shown = _STARS.sub(give_back, address)
    return re.sub(r"\A(https?:/)(?=[^/])", r"\1/", shown)


def _find_in_fields(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").lower()
    path = parts.path or "/"
    fields = dict(parse_qsl(parts.query, max_num_fields=_MOST_FIELDS))
    wanted: tuple[str, ...] = ()
    if _GOOGLE.search(host) and path == "/url":
        wanted = ("q", "url")
    for ending, beginning, names in _KNOWN:
        if (host == ending or host.endswith(f".{ending}")) and path.startswith(beginning):
            wanted = names
    if not wanted and _counts_clicks(host, path):
        wanted = _FIELDS
    return next((value for name in wanted if _ADDRESS.match(value := fields.get(name, ""))), None)


def _counts_clicks(host: str, path: str) -> bool:
    """Say whether host and path are named like a counter of clicks, and not like a page that is about a page."""
    names = {re.sub(r"\.(?:php|aspx?|html?|do|cgi)\Z", "", segment) for segment in path.split("/") if segment}
    labels = set(host.split(".")[:-2])
    if names & _NO_COUNTERS or labels & _NO_COUNTERS:
        return False
    return bool(names & _COUNTER_PATHS or labels & _COUNTER_HOSTS)
