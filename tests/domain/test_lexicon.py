"""What a body may be asked for by."""

from __future__ import annotations

import pytest

from bot.domain.lexicon import Body


@pytest.mark.parametrize(
    ("name", "until", "asked"),
    [
        ("National Lantern Administration", None, ("Lantern Administration",)),
        ("State Commission", None, ()),
        ("State Lantern Commission", "2018-03", ()),
        ("Ministry of Lanterns", None, ()),
    ],
)
def test_a_body_of_the_centre_is_asked_for_without_its_first_word(
    name: str, until: str | None, asked: tuple[str, ...]
) -> None:
    """One that is no more is not: another may be meant."""
    body = Body(id="LANTERN", name_en=name, name_zh="灯笼局", until=until)
    assert body.all_names == ("LANTERN", name, "灯笼局", *asked)
