"""Takes links that lead through a counter of clicks or a filter of mail back to the address they stand for."""

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
# A host and how its path begins: services that hold the whole address in one of the fields behind "?".
_KNOWN = (
    ("safelinks.protection.outlook.com", "/"),
    ("safelinks.protection.office365.us", "/"),
    ("l.facebook.com", "/l.php"),
    ("linkedin.com", "/safety/go"),
    ("linkedin.com", "/redir"),
    ("youtube.com", "/redirect"),
    ("link.zhihu.com", "/"),
    ("slack-redir.net", "/link"),
    ("clicktime.symantec.com", "/"),
    ("linkprotect.cudasvc.com", "/url"),
    ("duckduckgo.com", "/l/"),
    ("google.", "/url"),
)
# Parts of hosts and paths by which counters of clicks are known, and those of pages that are about another page.
_HOSTS_TEXT = "click clicks ct e email emails go link links lnk mail mailer mailing newsletter newsletters nl redirect"
_PATHS_TEXT = "away c ck cl click clicks ct e exit go goto jump l link links ls out r redir redirect t tr url"
_TRACKS_TEXT = "t track tracker tracking trk url"
_OTHERS_TEXT = "account add auth authorize intent login logout oauth2 save share sharer signin sso submit translate"
_COUNTER_HOSTS = frozenset((*_HOSTS_TEXT.split(), *_TRACKS_TEXT.split()))
_COUNTER_PATHS = frozenset((*_PATHS_TEXT.split(), *_TRACKS_TEXT.split()))
_NO_COUNTERS = frozenset(_OTHERS_TEXT.split())
_DEFENSE = re.compile(r"/v3/__(?P<address>.+?)__;(?P<signs>[\w=-]*)")
_TAKEN_OUT = re.compile(r"\*(?:\*(?P<run>[A-Za-z0-9_-]))?")
_RUN_LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def unwrap_links(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with every link unwrapped and the printed address kept; others are the same objects."""
    return tuple(
        replace(block, spans=tuple(map(_unwrap_span, block.spans))) if any(span.link for span in block.spans) else block
        for block in blocks
    )


def unwrap_address(address: str) -> str:
    """Return the address a redirector's link stands for, unwrapped again while it is one; others as they are."""
    for _ in range(_MOST_WRAPPINGS):
        target = _find_target(address)
        if target is None:
            break
        address = target
    return address


def _unwrap_span(span: Span) -> Span:
    target = unwrap_address(span.link) if span.link else span.link
    return span if target == span.link else replace(span, link=target, via=span.link)


def _find_target(address: str) -> str | None:
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.match(address):
        return None
    try:
        parts = urlsplit(address)
        fields = parse_qsl(parts.query, max_num_fields=_MOST_FIELDS)
        found = _find_in_path(parts, dict(fields))
        if not found and _redirects((parts.hostname or "").lower(), parts.path or "/"):
            found = next((value for _, value in fields if _ADDRESS.match(value)), "")
    except ValueError:
        return None
    found = found.strip()
    return found if found != address and _ADDRESS.match(found) else None


def _find_in_path(parts: SplitResult, fields: dict[str, str]) -> str:
    """Return the address that filters of mail write in ways of their own, else ""."""
    host = (parts.hostname or "").lower()
    if host.endswith(("urldefense.com", "urldefense.proofpoint.com")):
        if match := _DEFENSE.match(f"{parts.path}?{parts.query}" if parts.query else parts.path):
            return _put_signs_back(match["address"], match["signs"])
        wrapped = fields.get("u", "")
        return unquote(wrapped.replace("-", "%").replace("_", "/")) if parts.path.startswith("/v2/") else wrapped
    if host == "secure-web.cisco.com":
        return unquote(parts.path.rpartition("/")[2])
    if host.endswith(".awstrack.me") and parts.path.startswith("/L0/"):
        return unquote(parts.path.split("/")[2])
    return ""


def _put_signs_back(address: str, signs: str) -> str:
    """Put the signs back that were taken out: one for ``*``, a run of them for ``**`` and a letter for its length."""
    try:
        taken = base64.urlsafe_b64decode(signs + "=" * (-len(signs) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    place = 0

    def give_back(match: re.Match[str]) -> str:
        nonlocal place
        count = _RUN_LENGTHS.index(match["run"]) + 2 if match["run"] else 1
        place += count
        return taken[place - count : place]

    shown = _TAKEN_OUT.sub(give_back, address)
    return shown if "://" in shown else shown.replace(":/", "://", 1)


def _redirects(host: str, path: str) -> bool:
    """Say whether host and path are a known redirector's, or named like a counter of clicks."""
    if any(f".{host}".find(f".{known}") >= 0 and path.startswith(beginning) for known, beginning in _KNOWN):
        return True
    names = {segment.partition(".")[0] for segment in path.split("/") if segment}
    labels = set(host.split(".")[:-2])
    if not _NO_COUNTERS.isdisjoint(names | labels):
        return False
    return bool(names & _COUNTER_PATHS or labels & _COUNTER_HOSTS)
