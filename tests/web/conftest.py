"""A web server for each test; its certificate is made once."""

from collections.abc import Iterator

import pytest

from tests.web.server import HOSTS, Papers, WebServer, make_papers


@pytest.fixture(scope="session")
def papers() -> Papers:
    """Both sides of TLS for the names of tests."""
    return make_papers(*HOSTS)


@pytest.fixture
def web(papers: Papers, socket_enabled: None) -> Iterator[WebServer]:
    """A running server."""
    _ = socket_enabled
    with WebServer(papers=papers) as server:
        yield server
