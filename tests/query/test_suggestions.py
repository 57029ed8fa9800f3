"""Names while somebody types: the likeliest first, in either language."""

from __future__ import annotations

import pytest

from bot.names.lexicon import Body
from bot.names.pinyin import suggest_records

MIIT = Body(
    id="MIIT",
    name_en="Ministry of Industry",
    name_zh="工业和信息化部",
    names_zh=("工信部",),
    pinyin=("gongxinbu",),
)
MOF = Body(id="MOF", name_en="Ministry of Finance", name_zh="财政部")
MOFCOM = Body(id="MOFCOM", name_en="Ministry of Commerce", name_zh="商务部")
STATE = Body(id="STATE_COUNCIL", name_en="State Council", name_zh="国务院")
BODIES = (MIIT, MOFCOM, MOF, STATE)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", BODIES),
        ("  ", BODIES),
        ("mof", (MOF, MOFCOM)),
        ("ministry of", (MIIT, MOFCOM, MOF)),
        ("commerce", (MOFCOM,)),
        ("ance", (MOF,)),
        ("an", ()),
        ("工信", (MIIT,)),
        ("部", (MIIT, MOFCOM, MOF)),
        ("GONGX", (MIIT,)),
        ("state c", (STATE,)),
        ("zzz", ()),
    ],
)
def test_what_is_typed_finds_its_records(typed: str, found: tuple[Body, ...]) -> None:
    """The very name first, then its beginning, then that of a word, then three letters or a sign inside."""
    assert suggest_records(BODIES, typed, limit=100) == list(found)
