"""Files that people share: what is refused unread, and where the token goes: to Slack's file host and nowhere else."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.errors import FetchError
from bot.model.intake import Source, SourceKind
from bot.reading.received import MAX_BYTES
from bot.slack.calls.client import build_client
from bot.slack.calls.files import fetch_shared_file, find_file_host, parse_shared_file
from bot.web.fetch import Fetched
from tests.fake_slack.files import LOGIN_PAGE, HeldFile
from tests.fake_slack.server import BOT_TOKEN, FakeSlack

URL = "https://files.slack.com/files-pri/T1-F1/download/issue.md"
SSO_PAGE = b"<html><title>Log in | Files</title><body>Continue with your organisation</body></html>"
HOSTED = {"id": "F1", "name": "issue.md", "mode": "hosted", "is_external": False, "size": 5}
HOSTED["url_private_download"] = URL


@pytest.fixture
def foreign(fake: FakeSlack) -> Iterator[FakeSlack]:
    """Another server."""
    _ = fake
    with FakeSlack() as other:
        yield other


def fetch(fake: FakeSlack, source: Source, *, token: str = BOT_TOKEN, total_s: float = 20) -> Fetched:
    """Download from this fake."""
    return fetch_shared_file(build_client(token, fake.api_url), source, total_s=total_s)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"is_external": True, "external_type": "gdrive"}, "link to another service"),
        ({"mode": "external"}, "link to another service"),
        ({"file_access": "check_file_info"}, "another workspace"),
        ({"mode": "tombstone"}, "deleted"),
        ({"mode": ["tombstone"], "size": MAX_BYTES + 1}, "larger than 20 MB"),
        ({"file_access": "file_not_found"}, "deleted"),
        ({"size": MAX_BYTES + 1}, "larger than 20 MB"),
        ({"url_private_download": 7}, "without an address"),
        ({"url_private_download": "", "id": ""}, "without an address"),
    ],
)
def test_what_is_no_file_of_ours_is_refused_unread(said: dict[str, Any], why: str) -> None:
    """One line that names the file, with what to do."""
    with pytest.raises(FetchError, match=why) as refused:
        parse_shared_file({**HOSTED, **said})
    assert refused.value.message.startswith("issue.md ")
    assert refused.value.hint


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\x00b.md", "\u202efdp.exe", "\n", "x" * 500, "C:\\a\\b.md", None]
)
def test_no_name_of_a_file_leads_anywhere(name: str | None) -> None:
    """Whatever a file is called, its name has no path and a bearable length."""
    shown = parse_shared_file({**HOSTED, "name": name, "title": None}).name
    assert shown
    assert not set(shown) & set("/\\\x00\n\u202e")
    assert len(shown) <= 255


@pytest.mark.parametrize(
    ("api_url", "origin"),
    [
        ("https://slack.com/api/", "https://files.slack.com"),
        ("https://slack-gov.com/api/", "https://files.slack-gov.com"),
        ("https://notslack.com/api/", "https://files.slack.com"),
        ("https://proxy.example.org/api/", "https://files.slack.com"),
        ("http://127.0.0.1:8001/api/", "http://127.0.0.1:8001"),
        ("http://[::1]:8001/api/", "http://[::1]:8001"),
    ],
)
def test_files_come_from_one_host(api_url: str, origin: str) -> None:
    """Slack's own, or the emulator on this machine that the setting names."""
    assert find_file_host(api_url) == origin


def test_a_file_is_got_with_the_token(fake: FakeSlack) -> None:
    """Its bytes as they are, under the name that Slack gives."""
    source = parse_shared_file(fake.files.add("issue.md", b"# Issue", address=fake.address))
    fetched = fetch(fake, source)
    assert (fetched.data, fetched.name) == (b"# Issue", "issue.md")
    assert [token for _, token in fake.files.asked] == [BOT_TOKEN]


@pytest.mark.parametrize(
    "change",
    [
        "{other}/files-pri/issue.md",
        "{own}@{other_host}/issue.md",
        "{own}.example.org/issue.md",
        "http://files.slack.com/issue.md",
        "https://files.slack.com.example.org/issue.md",
        "https://files.slack.com/issue.md",
        "ftp://files.slack.com/issue.md",
        "file:///etc/passwd",
        "https://[broken/issue.md",
        "{own}\\@{other_host}/issue.md",
        "{own}/a b",
        "javascript:alert(1)",
        "",
    ],
)
def test_no_token_leaves_for_a_foreign_host(fake: FakeSlack, foreign: FakeSlack, change: str) -> None:
    """An address that is not exactly at the file host is refused before anything is sent."""
    other = foreign.address
    url = change.format(own=fake.address, other=other, other_host=other.removeprefix("http://"))
    source = Source(kind=SourceKind.SLACK_FILE, name="issue.md", url=url)
    with pytest.raises(FetchError):
        fetch(fake, source)
    assert foreign.files.asked == fake.files.asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(fake: FakeSlack, foreign: FakeSlack, status: int) -> None:
    """The token would go along."""
    held = HeldFile(status=status, headers={"Location": f"{foreign.address}/issue.md"})
    source = parse_shared_file(fake.files.add("issue.md", b"", address=fake.address, held=held, size=None))
    with pytest.raises(FetchError, match="sends to another place") as refused:
        fetch(fake, source)
    assert "files:read" in refused.value.hint
    assert foreign.files.asked == []


@pytest.mark.parametrize(
    ("name", "held", "why"),
    [
        ("issue.pdf", HeldFile(data=LOGIN_PAGE), "A login page came in the place of issue.pdf"),
        ("issue.docx", HeldFile(data=b"<html><body>Hello</body></html>"), "A web page came in the place of issue.docx"),
        ("issue.pdf", HeldFile(data=b"<script>location='/in'</script>"), "A web page came in the place of issue.pdf"),
        ("issue.txt", HeldFile(data="<html>Hello".encode("utf-16")), "A web page came in the place of issue.txt"),
        ("issue.html", HeldFile(data=SSO_PAGE), "A login page came in the place of issue.html"),
        ("issue.md", HeldFile(status=403), "status 403"),
        ("issue.md", HeldFile(status=500), "status 500"),
        ("issue.md", HeldFile(data=b"#"), "came only in part: 1 of 99 bytes"),
        ("issue.md", HeldFile(data=b"x" * (MAX_BYTES + 1)), "larger than 20 MB"),
    ],
)
def test_what_comes_in_the_place_of_the_file_is_refused(fake: FakeSlack, name: str, held: HeldFile, why: str) -> None:
    """A page to sign in, part of a file, too much of it: one line each."""
    source = parse_shared_file(fake.files.add(name, b"", address=fake.address, held=held, size=99))
    with pytest.raises(FetchError, match=why) as refused:
        fetch(fake, source)
    assert refused.value.hint


def test_a_wrong_token_and_a_slow_file_end_in_one_line(fake: FakeSlack) -> None:
    """Slack sends a token that may not read files to its sign-in page; a file may take so long and no longer."""
    source = parse_shared_file(fake.files.add("issue.md", b"# Issue", address=fake.address))
    with pytest.raises(FetchError, match="sends to another place"):
        fetch(fake, source, token="xoxb-other")  # noqa: S106  a token of this test
    with pytest.raises(FetchError, match="could not be reached"):
        fetch(fake, source, total_s=-1)
