"""Several names written one after the other."""

from __future__ import annotations

import pytest

from bot.domain.queries.query_keys import Key
from bot.domain.queries.query_names import split_names
from tests.domain.query_lexicon import LEXICON


@pytest.mark.parametrize(
    ("key", "words", "ids"),
    [
        (Key.COMPANY, "Huawei China Mobile", ("huawei", "china-mobile")),
        (Key.COMPANY, "Huawei and China Mobile", ("huawei", "china-mobile")),
        (Key.COMPANY, "华为 与 中国移动 Huawei", ("huawei", "china-mobile")),
        (Key.COMPANY, "Huawei and", ()),
        (Key.COMPANY, "and Huawei", ()),
        (Key.COMPANY, "Huawei and drones", ()),
        (Key.COMPANY, "", ()),
        (Key.MINISTRY, "MIIT Ministry of Finance", ("MIIT", "MOF")),
        (Key.MINISTRY, "MIIT NFRA", ()),
    ],
)
def test_words_that_are_all_names_are_those_names(key: Key, words: str, ids: tuple[str, ...]) -> None:
    """The longest name is taken first; a word that is none, and a name of several, leave them words."""
    assert split_names(key, words.split(), LEXICON) == ids
