"""Who issued together, or one alone: what asks for it, and what only looks so."""

from __future__ import annotations

import pytest

from bot.bootstrap.parts import read_wording
from bot.domain.queries.query import describe_query, parse_query
from bot.domain.queries.question_joint import take_issuer_count
from bot.domain.queries.questions import Understood, understand_query
from bot.domain.queries.wording import QuestionWords, Wording
from bot.errors import BadQueryError
from tests.domain.query_lexicon import LEXICON, TODAY

WORDING = Wording(
    english=QuestionWords(
        openers=("what", "which", "with"),
        fillers=("what", "which", "did", "the", "of", "by", "and", "with", "whom", "rules", "on", "or", "in"),
        issuing=("issue", "issued"),
        negations=("not",),
        jointly=("jointly",),
        alone=("alone", "solely"),
    ),
    chinese=QuestionWords(
        openers=("什么",),
        fillers=("什么", "发布", "和", "了", "的"),
        kept=("联合国",),
        issuing=("发布",),
        jointly=("联合",),
        alone=("单独",),
    ),
)


def ask(text: str) -> Understood:
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    return understand_query(query, lexicon=LEXICON, wording=WORDING, today=TODAY)


@pytest.mark.parametrize(
    ("text", "joint", "left"),
    [
        ("MIIT and NDRC jointly", ("MIIT", "NDRC"), ""),
        ("what did MIIT and NDRC issue jointly on robots?", ("MIIT", "NDRC"), "robots"),
        ("joint MIIT NDRC rules", ("MIIT", "NDRC"), ""),
        ("joint notice of the State Council and MOF", ("MOF", "STATE_COUNCIL"), ""),
        ("NDRC together with the Ministry of Finance", ("MOF", "NDRC"), ""),
        ("issued together by MIIT, NDRC and MOF", ("MIIT", "NDRC", "MOF"), ""),
        ("what did MIIT issue with NDRC on robots?", ("MIIT", "NDRC"), "robots"),
        ("what did MIIT issue in cooperation with the Ministry of Finance", ("MIIT", "MOF"), ""),
        ("with whom did MIIT issue rules", ("MIIT",), ""),
        ("which rules did MIIT issue robots with", ("MIIT",), "robots"),
        ("MIIT joint", ("MIIT",), ""),
        ("'chips' MIIT jointly", ("MIIT",), "chips"),
        ("工信部和财政部联合发布", ("MIIT", "MOF"), ""),
        ("工信部等五部门联合发布 数据", ("MIIT",), "数据"),
        ("工信部联合财政部", ("MIIT", "MOF"), ""),
        ("工信部 联合", ("MIIT",), ""),
    ],
)
def test_bodies_that_issued_together_are_a_filter(text: str, joint: tuple[str, ...], left: str) -> None:
    """All that are named, or one with any others; the words that say so are left out."""
    query = ask(text).query
    assert (sorted(query.joint.include), query.ministry.include) == (sorted(joint), ())
    assert " ".join(term.text for term in query.terms) == left


@pytest.mark.parametrize(
    ("text", "left", "count"),
    [
        ("rules by four ministries on robots", "rules on robots", 4),
        ("which 12 agencies issued it", "which issued it", 12),
        ("四部门 机器人", "机器人", 4),
        ("工信部等十二个部门联合发布的政策", "工信部发布的政策", 12),
        ("二十三部委", "", 23),
        ("两部门的规定", "的规定", 2),
    ],
)
def test_words_that_count_the_bodies_are_told_from_the_rest(text: str, left: str, count: int) -> None:
    """A number before a word for several bodies, with its "by"; so in Chinese, wherever it stands."""
    real = read_wording()
    terms = parse_query(text, lexicon=LEXICON, today=TODAY).terms
    taken = take_issuer_count(terms, real)
    assert taken is not None
    assert (" ".join(term.text for term in taken[0]), taken[1]) == (left, count)
    assert taken[2] in text


@pytest.mark.parametrize("text", ["one ministry", "four robots", "ministries", '"四部门"', "-四部门", "部门", "一部门"])
def test_other_words_count_no_bodies(text: str) -> None:
    """One is not several, and what stands in quotes is asked for as it is."""
    terms = parse_query(text, lexicon=LEXICON, today=TODAY).terms
    assert take_issuer_count(terms, read_wording()) is None


@pytest.mark.parametrize(
    "text", ["issued alone by MIIT", "what did MIIT issue solely", "MIIT alone", "工信部单独发布", "工信部 单独发布"]
)
def test_what_a_body_issued_alone_is_a_filter(text: str) -> None:
    """What it issued, without what it issued with others; said in three words."""
    query = ask(text).query
    assert (query.ministry.include, query.joint.exclude, query.terms) == (("MIIT",), ("MIIT",), ())
    assert describe_query(query, LEXICON) == ("issued by MIIT alone",)


@pytest.mark.parametrize(
    "text",
    [
        "MIIT joint venture",
        "what did MIIT issue with robots",
        "MIIT with NDRC",
        "joint venture of Huawei",
        "Huawei and BYD jointly",
        "let alone MIIT",
        "MIIT 联合国",
        "工信部联合培养",
        "MIIT met NDRC together",
        "MIIT 'jointly'",
        "MIIT -jointly",
        "华为联合发布",
    ],
)
def test_other_joint_things_are_words(text: str) -> None:
    """A venture, the United Nations, what companies do, what is quoted or left out."""
    query = ask(text).query
    assert (query.joint.include, query.joint.exclude) == ((), ())


def test_alone_of_several_bodies_is_refused() -> None:
    """It may mean each of them, or both and nobody else."""
    with pytest.raises(BadQueryError, match="MIIT, NDRC") as caught:
        ask("MIIT and NDRC alone")
    assert "issued alone by MIIT" in caught.value.hint


def test_what_was_typed_as_a_key_stays() -> None:
    """A body named in words is added to those that must have taken part."""
    query = ask("joint:MIIT jointly by NDRC").query
    assert query.joint.include == ("MIIT", "NDRC")
    assert describe_query(query, LEXICON) == ("issued jointly by MIIT and NDRC",)


def test_not_joint_is_alone() -> None:
    """Where the words that deny are known; a venture that is not one stays words."""
    real = read_wording()
    for text in ("MIIT, not joint", "what did MIIT issue not jointly?", "MIIT rules not together with others"):
        query = parse_query(text, lexicon=LEXICON, today=TODAY)
        found = understand_query(query, lexicon=LEXICON, wording=real, today=TODAY).query
        assert describe_query(found, LEXICON)[0] == "issued by MIIT alone", text
    assert not ask("MIIT, not joint").query.joint.exclude
