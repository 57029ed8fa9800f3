"""Topics of an item, by the keywords of the lexicon in its news; the strongest first."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import islice

import ahocorasick_rs

from bot.dates.date_words import parse_month
from bot.names.lexicon import Lexicon
from bot.reading.facts.known_names import flatten, is_han
from bot.reading.facts.passages import NEWS, NameKind, Passage, Place
from bot.reading.facts.places import CHINA, CHINESE_CITIES, PROVINCES
from bot.reading.facts.sentences import blank

_FOREIGN_MONEY = "foreign_investment"
"""The topic of news that a foreign company puts money into China, which no single word tells."""
_INVESTS = re.compile(r"\b(?:invest|spend|spent|pour|inject)\w*\b[^.;]*?\d|[投出增]资\D{0,8}\d")
_LEAD = 3.0
_WEIGHTS = {
    Place.HEADLINE: _LEAD,
    Place.ARTICLE: 0.5,
    Place.HEADING: 0.75,
    Place.SUMMARY: 2.0,
    Place.POINT: 0.5,
    Place.COMMENT: 1.0,
}
"""What a keyword weighs, counted where it first stands; the first sentence leads where no headline does."""
_NEWS = NEWS | {Place.ARTICLE, Place.HEADING}
_WEAK = 0.1
_TOLD = 3.0
_SHARES_OF_BEST = (0.0, 0.2, 0.5)
"""What a first, second and third topic weigh of the best at least: an item is about one thing or two, seldom three."""
_LONGEST_ACRONYM = 2
_PLURAL = re.compile(r"(?:s|es|'s)?(?![a-z0-9])")


class TopicGround(Enum):
    """What an item's topics are read off."""

    WORDS = "words"
    HINT = "hint"
    SECTOR = "sector"
    ASIDE = "aside"


class TopicFinder:
    """Finds topics by keywords; made once per lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        strengths: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for topic in lexicon.topics:
            for keyword in (*topic.keywords_en, *topic.keywords_zh):
                for form in _list_forms(keyword):
                    strengths[form].setdefault(topic.id, 1.0)
            for keyword in (*topic.weak_en, *topic.weak_zh):
                for form in _list_forms(keyword):
                    strengths[form].setdefault(topic.id, _WEAK)
            for phrase in topic.misleading:
                strengths.setdefault(_flat(phrase), {})
        self._lexicon = lexicon
        self._order = {topic.id: index for index, topic in enumerate(lexicon.topics)}
        self._strengths = [tuple(strengths[keyword].items()) for keyword in strengths if not parse_month(keyword)]
        self._of_sector = {sector: topic.id for topic in lexicon.topics for sector in topic.sectors}
        self._of_company = {company: topic.id for topic in lexicon.topics for company in topic.companies}
        self._of_body = {body: topic.id for topic in lexicon.topics for body in (*topic.bodies, *topic.issuers)}
        self._of_issuer = {body: topic.id for topic in lexicon.topics for body in topic.issuers}
        self._crossing = frozenset(topic.id for topic in lexicon.topics if topic.crossing)
        self._automaton = ahocorasick_rs.AhoCorasick([keyword for keyword in strengths if not parse_month(keyword)])

    def list_topics(self, passages: Iterable[Passage]) -> tuple[str, ...]:
        """Return the ids of at most three topics; companies' trades, bodies and the comment count where no words tell.

        A company's trade also stands beside words that fit every trade, and the field of the body that acts beside any.
        """
        passages = tuple(passages)
        news = [passage for passage in passages if passage.place in _NEWS]
        scores = self._score(news)
        for topic in self._list_unsaid(news, {topic for topic, score in scores.items() if score >= _TOLD}):
            scores[topic] = scores.get(topic, 0.0) + _LEAD
        scores = scores or self._score([passage for passage in passages if passage.place is Place.COMMENT])
        ordered = sorted(passages, key=lambda passage: passage.place is not Place.ISSUER)
        leading = next((name.id for passage in ordered for name in passage.names_of(NameKind.BODY)), "")
        if field := self._of_issuer.get(leading):
            scores[field] = scores.get(field, 0.0) + _WEIGHTS[Place.SUMMARY]
        if any(map(self._tells_foreign_money, news)):
            scores[_FOREIGN_MONEY] = scores.get(_FOREIGN_MONEY, 0.0) + _WEIGHTS[Place.SUMMARY]
        best = max(scores.values(), default=0.0)
        ranked = sorted(scores, key=lambda topic: (-scores[topic], self._order[topic]))
        return tuple(
            topic for topic, share in zip(ranked, _SHARES_OF_BEST, strict=False) if scores[topic] >= best * share
        )

    def find_ground(self, passages: Iterable[Passage]) -> TopicGround:
        """Return what the topics are read off: the news' own words, a company's sector, what is less sure."""
        news = [passage for passage in passages if passage.place in _NEWS]
        told = [each for passage in news for key in self._list_words(passage) for _, each in self._strengths[key]]
        if 1.0 in told:
            return TopicGround.WORDS
        if told:
            return TopicGround.HINT
        return TopicGround.SECTOR if self._list_trades(news) else TopicGround.ASIDE

    def _score(self, passages: Sequence[Passage]) -> dict[str, float]:
        """Return the topics' weights, each keyword counted once."""
        total: dict[str, float] = {}
        seen: set[int] = set()
        headed = any(passage.place is Place.HEADLINE for passage in passages)
        for passage in passages:
            leads = passage.place is Place.SUMMARY and not headed
            headed = headed or leads
            weight = _LEAD if leads else _WEIGHTS[passage.place]
            for key in self._list_words(passage):
                for topic, strength in self._strengths[key] if key not in seen else ():
                    total[topic] = total.get(topic, 0.0) + strength * weight
                seen.add(key)
        return total

    def _list_unsaid(self, news: Sequence[Passage], told: set[str]) -> Iterable[str]:
        """Return what companies and bodies add to the topics that words tell, if these do not tell the trade."""
        if told - self._crossing:
            return ()
        if told:
            return self._list_trades(news, most=1)
        bodies = (name.id for passage in news for name in passage.names_of(NameKind.BODY))
        return self._list_trades(news) or dict.fromkeys(filter(None, map(self._of_body.get, bodies)))

    def _list_trades(self, passages: Iterable[Passage], *, most: int | None = None) -> Iterable[str]:
        """Return the trades that the companies named belong to, or the first so many of them."""
        named = (name.id for passage in passages for name in passage.names_of(NameKind.COMPANY))
        return dict.fromkeys(filter(None, map(self._find_trade, islice(named, most))))

    def _find_trade(self, company_id: str) -> str | None:
        company = self._lexicon.company_by_id.get(company_id)
        return self._of_company.get(company_id, self._of_sector.get(company.sector or "") if company else None)

    def _tells_foreign_money(self, passage: Passage) -> bool:
        """Return whether a sentence says that a foreign company invests a sum of money, and in China."""
        invests = _INVESTS.search(passage.text)
        companies = passage.names_of(NameKind.COMPANY)
        if not (invests and companies and companies[0].start < invests.start()):
            return False
        foreign = self._lexicon.company_by_id[companies[0].id].country not in {"CN", None}
        return foreign and any(place in passage.text for place in (*CHINA, *PROVINCES, *CHINESE_CITIES))

    def _list_words(self, passage: Passage) -> Iterator[int]:
        """Return the numbers of the keywords in a sentence in order; none in a body's name or in a longer keyword."""
        bodies = [(name.start, name.end) for name in passage.names_of(NameKind.BODY)]
        text = blank(passage.text, bodies, sign=" ")
        flat = _flat(text)
        matches = self._automaton.find_matches_as_indexes(flat, overlapping=True)
        longest_to = 0
        for key, start, end in sorted(matches, key=lambda hit: (hit[1], -hit[2])):
            if start >= longest_to and _is_whole(text, flat, start, end):
                longest_to = end
                yield key


def _flat(text: str) -> str:
    return flatten(text).replace("-", " ")


def _list_forms(keyword: str) -> Iterator[str]:
    flat = _flat(keyword.strip())
    yield flat
    if flat.endswith("y") and flat[-2:-1] not in set("aeiou") and not is_han(flat[0]):
        yield f"{flat[:-1]}ies"


def _is_whole(text: str, flat: str, start: int, end: int) -> bool:
    """Return whether a keyword stands as a word of its own, a plural ending allowed; short ones only in capitals."""
    if is_han(flat[start]):
        return True
    if start and flat[start - 1].isalnum() and not is_han(flat[start - 1]):
        return False
    short = end - start <= _LONGEST_ACRONYM and not text[start:end].isupper() and text[start:end].isalpha()
    return not short and _PLURAL.match(flat, end) is not None
