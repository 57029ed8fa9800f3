"""Each step of a search finds what those before it miss, says so, and never displaces a match of words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.answers.search import Searched, Searcher, Step
from bot.answers.semantic import SentenceIndex
from bot.model.briefing import CompanyMention, Item
from bot.model.deadlines import beijing_day
from bot.names.lexicon import Body, Company, Lexicon, Topic
from bot.names.local_bodies import LocalBodies, Place
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.query.search_plan import SearchPlan
from bot.query.wording import QuestionWords, Wording
from bot.store.database import Database
from bot.store.search import Hit
from tests.room import ISSUE, NEWS, NOW, POLICY, TOP, Room

TODAY = beijing_day(NOW)
LEXICON = Lexicon(
    bodies=(
        Body(id="MIIT", name_en="Ministry of Industry and Information Technology", name_zh="工业和信息化部"),
        Body(
            id="NFRA",
            name_en="National Financial Regulatory Administration",
            name_zh="金融监管总局",
            predecessors=("CBIRC",),
        ),
        Body(id="CBIRC", name_en="Banking and Insurance Commission", name_zh="银保监会", until="2023-05"),
    ),
    companies=(
        Company(id="huawei", name="Huawei", name_zh="华为", aliases=("菊厂",)),
        Company(id="hella", name="Hella"),
        Company(id="bora", name="Bora", country="DE"),
    ),
    topics=(Topic(id="robotics", name_en="robotics", name_zh="机器人"),),
    local=LocalBodies(places=(Place(name_en="Bahe", name_zh="巴河市"),)),
    abbreviations=(("HR2025", "Humanoid Robots 2025", "人形机器人2025"),),
)
WORDING = Wording(
    english=QuestionWords(
        openers=("what", "which", "who"),
        light=("using", "outright"),
        ministries=("ministries",),
        fillers=("what", "which", "who", "did", "the", "of", "about", "is", "on", "will"),
        issuing=("issue", "issued"),
        goals=("goal",),
        negations=("not",),
        statuses={"draft_for_comment": ("open for comment",)},
        nations={"DE": ("German",)},
        views=("view",),
    ),
    chinese=QuestionWords(
        openers=("什么", "哪些"),
        fillers=("什么", "哪些", "有", "的", "发布"),
        light=("行业", "实行"),
        issuing=("发布",),
    ),
    synonyms=(
        ("handset", "phone", "手机"),
        ("levy", "import duty", "tariff"),
        ("weather", "climate"),
        ("crate", "carton"),
    ),
    translations=(("thin brass foil", "铜箔"), ("brass foil", "铜箔"), ("output", "产量"), ("lathe", "车床")),
)


def news(position: int, text: str, **changes: object) -> Item:
    """Return a piece of news about nobody."""
    plain = replace(NEWS, position=position, text=text, companies=())
    return replace(plain, **changes)  # type: ignore[arg-type]  # as the test has it


ITEMS = (
    replace(
        TOP,
        headline="Robots need licences",
        text="The ministry wants a licence for each humanoid robot in a factory.",
        points=(),
        policy=replace(POLICY, title_en=None, title_zh="人形机器人管理办法"),
        issuing_bodies=("MIIT", "MOT"),
        bodies=("MIIT", "MOT"),
    ),
    news(1, "A phone chip from Huawei doubles its speed."),
    news(2, "A tariff on steel pipes falls by half.", reported_on=dt.date(2023, 5, 5)),
    news(3, "Insurers must report their losses on floods.", bodies=("NFRA",)),
    news(4, "The gallium quota of the southern smelters stays."),
    news(5, "A mill for water pipes and cartons is to open in Bahe in 2024.", reported_on=dt.date(2023, 5, 4)),
)


@dataclass
class FakeMeaning(SentenceIndex):
    """Gives one item for anything, and records that it was asked."""

    asked: list[tuple[str, ...]] = field(default_factory=list)
    hits: tuple[Hit, ...] = (Hit(item_id=5, policy_id=None),)

    def find(self, db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> tuple[Hit, ...]:
        assert db is not None
        assert (query, today) is not None
        self.asked.append(plan.texts)
        return self.hits

    def warm(self, db: Database, *, today: dt.date) -> int:
        raise AssertionError((db, today))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(replace(ISSUE, items=ITEMS))
    yield opened
    opened.close()


def search(room: Room, text: str, *, pinyin: bool = True, meaning: FakeMeaning | None = None) -> Searched:
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    searcher = Searcher(lexicon=LEXICON, wording=WORDING, today=TODAY, pinyin=pinyin, meaning=meaning)
    with room.store.read() as db:
        return searcher.search(db, query)


def found(searched: Searched) -> list[int]:
    return [hit.item_id for hit in searched.found.hits]


@pytest.mark.parametrize(
    ("text", "step", "items", "said"),
    [
        ("humanoid factory", Step.ALL, [1], ""),
        ("which quota of the smelters", Step.ALL, [5], ""),
        ("CBIRC floods", Step.SUCCESSION, [4], "CBIRC, NFRA"),
        ("renxing jiqiren", Step.SPELLING, [1], "read as pinyin"),
        ("renxingjiqiren guanli", Step.SPELLING, [1], "read as pinyin"),
        ("galium quota", Step.SPELLING, [5], "Did you mean “gallium”"),
        ("galum quota", Step.NOTHING, [], ""),
        ("smeltters gallium", Step.SPELLING, [5], "Did you mean “smelters”"),
        ("人形机器人管理的办法", Step.SPELLING, [1], "“人形机器人管理” and “办法”"),
        ("巴河实行什么行业", Step.SPELLING, [6], "was read as “巴河”"),
        ("机器人实行奶酪管理", Step.NOTHING, [], ""),
        ("机器人 行业", Step.ALL, [1], ""),
        ("what of pipes in 2024?", Step.WORDS, [6], ""),
        ("what did MIIT issue on pipes in 2024?", Step.NOTHING, [], ""),
        ("humanoid robots 2025", Step.NOTHING, [], ""),
        ("handset chip", Step.SYNONYMS, [2], "handset → phone"),
        ("southern smelters gallium quota handset", Step.SYNONYMS, [5], "most of them"),
        ("southern smelters gallium quota stays exports", Step.SOME, [5], "most of them"),
        ("两部门 机器人", Step.ALL, [1], "“两部门” was read as issued by 2 bodies"),
        ("what of tariffs 2023", Step.ALL, [3], ""),
        ("gallium Q2", Step.NOTHING, [], ""),
        ("gallium march", Step.NOTHING, [], ""),
        ("what did Huawei issue in May 2024", Step.NOTHING, [], ""),
        ("three ministries humanoid", Step.APART, [1], ""),
        ("华为闪电", Step.NOTHING, [], "“华为” and “闪电”"),
        ("floods gallium Huawei", Step.APART, [2], "these name “Huawei”"),
        ('floods "gallium"', Step.NOTHING, [], ""),
        ("insurers report floods abruptly", Step.APART, [4], "No item has “abruptly”; these have the other words"),
        ("handset insurers", Step.APART, [2, 4], "Read in other words too: handset → phone"),
        ("what did the Ministry of Industri and Information Technology issue", Step.SPELLING, [1], "Technology”? No"),
        ("Ministry of Industri and Information Technology licence", Step.SPELLING, [1], "Did you mean “Ministry"),
        ("mentions:CBIRC", Step.SUCCESSION, [4], "CBIRC, NFRA"),
        ("weather", Step.NOTHING, [], ""),
        ("长江存储", Step.NOTHING, [], ""),
    ],
)
def test_the_first_step_that_finds_anything_answers(
    room: Room, text: str, step: Step, items: list[int], said: str
) -> None:
    """All words, then successors, spellings, most words, synonyms, any word; the answer says which it was."""
    searched = search(room, text)
    assert (searched.step, found(searched)) == (step, items)
    assert said in " ".join((*searched.query.notes, *searched.notes))


@pytest.mark.parametrize("text", ['"Hauwei"', '"renxing jiqiren"', '"handset"', '"人形机器人管理的办法"', '"hua wei"'])
def test_quoted_words_are_asked_for_as_they_are(room: Room, text: str) -> None:
    """Nothing in quotes is respelled, read as pinyin, cut up, joined, put in other words, or compared by meaning."""
    meaning = FakeMeaning()
    assert search(room, text, meaning=meaning).step is Step.NOTHING
    assert not meaning.asked


def test_pinyin_can_be_switched_off(room: Room) -> None:
    """Without it the same words find nothing."""
    assert search(room, "renxing jiqiren", pinyin=False).step is Step.NOTHING
    assert search(room, "juchang", pinyin=False).step is Step.NOTHING


def test_meaning_comes_last(room: Room) -> None:
    """It is asked only when no word helped, never for a name or figure that no item has, and it says so."""
    meaning = FakeMeaning()
    assert search(room, "handset chip", meaning=meaning).step is Step.SYNONYMS
    assert search(room, "Quantum weather", meaning=meaning).step is Step.NOTHING
    assert not meaning.asked
    searched = search(room, "rainy weather", meaning=meaning)
    assert (searched.step, found(searched)) == (Step.MEANING, [5])
    assert "close in meaning" in searched.notes[-1]
    assert search(room, "rainy weather", meaning=FakeMeaning(hits=())).step is Step.NOTHING


def test_what_has_too_little_is_near(room: Room) -> None:
    """Items with some of the words are shown as near and not counted; for a known name its newest items are."""
    searched = search(room, "gallium quota Africa")
    assert not found(searched)
    assert [hit.item_id for hit in searched.near] == [5]
    named = search(room, "what did MIIT issue on bananas")
    assert [hit.item_id for hit in named.near] == [1]
    assert search(room, "").step is Step.ALL
    assert search(room, "topic:robotics since:2030").step is Step.NOTHING


LATHES = (
    news(1, "岚泽公司把铜箔产量提高一倍。"),
    news(2, "A German firm buys a lathe.", comment="It will not be the last lathe."),
    news(3, "Bora buys two.", companies=(CompanyMention(name="Bora", company_id="bora", quote="Bora"),)),
    news(4, "海岚公司换了车床。", reported_on=dt.date(2024, 3, 9)),
)


@pytest.mark.parametrize(
    ("text", "step", "items", "said"),
    [
        ("brass foil output", Step.SYNONYMS, [1], "read in other words too: brass foil → 铜箔; output → 产量."),
        ("thin brass foil output", Step.SYNONYMS, [1], "thin brass foil → 铜箔; output → 产量."),
        ("lathe", Step.ALL, [2, 4], "Also found in other words: lathe → 车床."),
        ("lathe sort:date", Step.ALL, [4, 2], "Also found in other words: lathe → 车床."),
        ("which German firms buy", Step.ALL, [2, 3], "German firms → any of 1 companies by name."),
        ("the lathe", Step.ALL, [2, 4], "Also found in other words: lathe → 车床."),
        ("will lathe", Step.ALL, [2, 4], "Also found without “will”, in other words: lathe → 车床."),
        ("not lathe", Step.ALL, [2], ""),
        ('"lathe"', Step.ALL, [2], ""),
    ],
)
def test_what_the_other_language_calls_so_stands_behind(
    tmp_path: Path, text: str, step: Step, items: list[int], said: str
) -> None:
    """Where all words find little; where they find nothing it is the answer. Words in quotes stay as they are."""
    room = Room.open(tmp_path / "g.db")
    room.ingest(replace(ISSUE, items=LATHES))
    result = search(room, text)
    assert (result.step, found(result)) == (step, items)
    assert said in " ".join(result.notes) if said else not result.notes
    room.close()


YEARS = (
    news(1, "Rules on kites shall change by 2025.", reported_on=dt.date(2023, 1, 2)),
    news(2, "A shop sells kites.", reported_on=dt.date(2025, 1, 2)),
    news(3, "Bora sells kites of silk.", companies=(CompanyMention(name="Bora", company_id="bora", quote="Bora"),)),
)


@pytest.mark.parametrize(
    ("text", "items", "near", "said"),
    [
        ("kites 2025", [1, 2], [], "“2025” was also read as a date."),
        ("kites 2025 sort:date", [1], [], ""),
        ("rules kites 2025", [1], [], ""),
        ("kites shop", [2], [], ""),
        ("silk kites", [3], [], ""),
        ("Bora silk kites", [3], [], ""),
        ("shop sells kites", [2], [3], ""),
    ],
)
def test_little_is_shown_with_what_a_year_may_mean_and_what_is_near(
    tmp_path: Path, text: str, items: list[int], near: list[int], said: str
) -> None:
    """What is near has half of the words, and the companies that are asked for; it is not counted."""
    room = Room.open(tmp_path / "g.db")
    room.ingest(replace(ISSUE, items=YEARS))
    result = search(room, text)
    assert (found(result), [hit.item_id for hit in result.near]) == (items, near)
    assert said in " ".join(result.notes)
    room.close()
