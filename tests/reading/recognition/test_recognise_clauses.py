"""Issuers in sentences of several clauses: the main clause tells who acts, the others only what surrounds it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.records.briefing import Section
from bot.reading.recognition.clauses import BODY, SET_ASIDE, set_recalled_aside, set_subordinate_aside
from tests.reading.recognition.recognise_lexicon import read_item

SUBORDINATE = [
    ("Measures on algorithms were issued by the CAC after the MIIT had asked for them.", ("CAC",)),
    ("After the MIIT, the NDRC and the MOF had asked for them, the CAC issued measures.", ("CAC",)),
    ("While the NDRC issued a plan for steel, the MIIT published measures on robots.", ("MIIT",)),
    ("The MIIT published measures on robots, while the NDRC cut prices.", ("MIIT",)),
    ("As the MOF told banks to lend, the PBOC cut its main rate.", ("PBOC",)),
    ("Following a notice by the MOF, the PBOC cut its main rate.", ("PBOC",)),
    ("Before the MOF published its list, the NDRC had issued a notice.", ("MOF",)),
    ("The measures had been drafted by the CAC before the MIIT issued them.", ("MIIT",)),
    ("Shares fell after the MIIT issued new rules.", ("MIIT",)),
    ("While in Hefei on Friday the MIIT announced a pilot.", ("MIIT",)),
]
RELATIVE = [
    ("The rules, which the CAC had drafted, were issued by the State Council.", ("STATE_COUNCIL",)),
    ("The changes, which the MIIT had proposed, were adopted by the NPC Standing Committee.", ("NPCSC",)),
    ("The rules that the CAC drafted were released by the MIIT.", ("MIIT",)),
    ("The notice the NDRC published in May was repealed by the MIIT.", ("MIIT",)),
    ("Didi, which the CAC had fined in 2021, was summoned by the SAMR.", ("SAMR",)),
    ("The plan, which the MIIT issued on Monday, aims for 60 plants.", ("MIIT",)),
    ("The MIIT, which had issued a notice in May, postponed it.", ("MIIT",)),
    ("In a notice the MIIT announced a pilot.", ("MIIT",)),
    ("Caixin reported that the SAMR issued rules on labels.", ("SAMR",)),
]
PARTICIPLES = [
    ("The draft prepared by the NEA was approved by the State Council.", ("STATE_COUNCIL",)),
    ("Under rules issued by the CAC in 2021, Didi was fined by the SAMR.", ("SAMR",)),
    ("Gallium under watch: Licences announced by the MOFCOM and the MOF took effect in May.", ("MOFCOM", "MOF")),
    ("The plan was formulated by the MIIT and issued by the State Council.", ("STATE_COUNCIL",)),
    ("The plan drafted by the MIIT was published by the State Council.", ("STATE_COUNCIL",)),
    ("Rules drafted by the CAC ask labs for logs.", ("CAC",)),
    ("At the request of the MOF, the MIIT withdrew a notice on waste.", ("MIIT",)),
    ("The MPS, on behalf of the State Council, published guidelines.", ("MPS",)),
    ("With the approval of the State Council, the MOF, the MOT and the MIIT issued a plan.", ("MOF", "MOT", "MIIT")),
    ("The MIIT listed 70 model plants.", ("MIIT",)),
    ("Rules of the MIIT cover robots.", ("MIIT",)),
]


@pytest.mark.parametrize(("text", "expected"), [*SUBORDINATE, *RELATIVE, *PARTICIPLES])
def test_the_main_clause_tells_who_acts(text: str, expected: tuple[str, ...]) -> None:
    """Clauses of time, relative clauses, what had been and who only prepared count when no main clause has a body."""
    assert read_item(text).issuing_bodies == expected


def test_the_first_sentence_in_which_a_body_acts_decides() -> None:
    """What a later sentence recalls takes the news from nobody."""
    text = "The MIIT postponed its measures on robots. The NDRC had issued a notice on 3 February."
    assert read_item(text, section=Section.TOP).issuing_bodies == ("MIIT",)
    recalled = "The rules, which the CAC had drafted, cover labs. The State Council issued them on Monday."
    assert read_item(recalled).issuing_bodies == ("STATE_COUNCIL",)


@given(
    st.lists(
        st.sampled_from(
            [BODY, "after ", ", which ", ", ", " had ", "rules ", "issued by ", "the ", " and ", "in 2021"]
        ),
        max_size=30,
    )
)
def test_setting_aside_changes_nothing_but_the_signs_of_bodies(pieces: list[str]) -> None:
    """Every other character keeps its place, and the main clause never has a body that was recalled."""
    text = "".join(pieces)
    recalled, main = set_recalled_aside(text), set_subordinate_aside(text)
    assert recalled.replace(SET_ASIDE, BODY) == main.replace(SET_ASIDE, BODY) == text
    assert all(there == SET_ASIDE for there, told in zip(main, recalled, strict=True) if told == SET_ASIDE)
