"""Who issues or acts: the label when there is one, else the subject of the sentence that reports the act.

Decided: a body that approves, or by which something "was approved", issues only when nobody else in the item does; a
body merely named ("according to", "reported to", "under") never; comments and other publications never count. The main
clause of the first sentence in which a body acts decides; a body in a subordinate clause acts only when no main clause
of that sentence has one, and one that had acted before, or only drafted, when nobody else in the item acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import lazy_re as re
from bot.domain.names import HAN
from bot.reading.recognition.actors_tongues import ACTING
from bot.reading.recognition.actors_zh import (
    ACTIVE_ZH,
    ANSWERED,
    BEGUN_ZH,
    CHAIN_ZH,
    FORWARDED_ZH,
    LEADS_ZH,
    SIGNED_ZH,
    SUBJECT_ZH,
    TITLE_ZH,
)
from bot.reading.recognition.clauses import (
    BODY,
    BY,
    CHAIN,
    PREPARED,
    THE,
    set_recalled_aside,
    set_subordinate_aside,
)
from bot.reading.recognition.counted import find_counted
from bot.reading.recognition.issuer_grounds import BY_HOST, GROUNDS, IssuerGround
from bot.reading.recognition.mentions import NameKind
from bot.reading.recognition.passages import Passage, Place
from bot.reading.recognition.titles import is_bare_title
from bot.reading.recognition.word_led import WordLed, mentions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.reading.recognition.sentences import Sentence

_ADVERB = (
    r"(?:,?\s*(?:on \w{3,6}day \([^()]{3,20}\)(?!\w)|\b(?:also|jointly|recently|formally|officially|today|yesterday"
    r"|earlier|separately|then|again|newly|first|together|collectively|has|have|had|no longer"
    r"|on (?:\w+(?:\.? \d{1,2})?|\d{1,2} \w+\.?)(?:,? \d{4})?|(?:this|last) (?:week|month|year))\b),?)*"
)
_ASIDE = rf"(?:,\s(?:[^,;.:{BODY}]|\.(?=\s?\d)){{3,80}},)?"
_STEMS = (
    "issu|paus|announc|publish|releas|unveil|launch|promulgat|circulat|introduc|draft|formulat|outlin|solicit|invit"
    "|initiat|amend"
    "|revis|prolong|repeal|abolish|propos|urg|requir|order|impos|publiciz|publicis|disclos|finaliz|finalis|updat|instruct"
    "|mandat"
    "|extend|expand|designat|adopt|approv|enact|pass|clarif|kick|roll|start|call|lift|tighten|detail|post|add|remov"
    "|distribut|select|compil|notif|specif|permit|allow|prohibit|encourag|open|present|punish|fin|investigat|halt"
    "|suspend|rais"
    "|creat|forward|endors|plac|ratif|appoint|levi|lower|widen|establish|grant|licens|revok|summon|exempt|scrap|eas|appl|postpon|delay|cancel|retract|rescind"
    "|shelv|clear|stop|reinstat|restor|renew|relax|list|nam|allot|allocat|award|criticis|reduc|doubl|penali|block|nullif|annul"
)
_VERB = (
    rf"(?:(?:{_STEMS})(?:e|es|ed|s|d|y|ies|ied|led|ted|ped)?|seek|seeks|sought|(?:is|are|was|were)\s(?:now\s|currently\s|still\s)?(?:seeking|soliciting|inviting|collecting|asking\sfor)\s(?:[\w-]+\s){{0,2}}?(?:comments?|feedback|opinions|views|input)|laid|lays|lay|follow(?:s|ed)\sup|set|sets|put|puts|bans?|banned"
    rf"|sign(?:s|ed)?\soff|(?:gave|gives?)\s(?:the\sgreen\slight|(?:final\s)?approval|the\sgo-ahead)|drew|draws|told|tells|forbids?|forbade|obliges?d?"
    rf"|wrote|writes|sent|sends|cuts?|ask(?:s|ed) (?:for|(?!to\b)[^.;:,]{{2,60}}? to)|withdr[ae]ws?|defer(?:s|red)"
    r"|scrap(?:s|ped)|drop(?:s|ped)|(?:(?:is|are|was|were)\s)?consult(?:s|ed|ing)?\son|shuts?|decid(?:es?|ed)\s(?:to|that)|steps?\sup|stepped\sup|crack(?:s|ed)?\sdown|hands?\sout|handed\sout"
    r"|hits?|lets?|(?:takes?|wants?|wanted|invites?)\s(?:public\s)?(?:comments|feedback|views|opinions))\b(?!['’])"
)
_TITLE_EN = re.compile(
    rf"^{THE}(?P<chain>{CHAIN})"
    r"(?i:(?:,? and (?:\w+ )?other (?:\w+ )?(?:departments|ministries|bodies|agencies))?\s*[:：]\s*"
    r"(?:joint )?(?:notice|circular|announcement|decision|opinions|measures|guidelines|regulations?|rules)\b)"
)
"""Whose document a title is, before a colon ("A and Other Departments: Notice on ...")."""
_DAY = r"(?:,?\s\(?(?:\d{1,2}\s[A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.?\s\d{1,2})(?:,?\s(?:19|20)\d\d)?\)?)?"
"""The day of the news behind who acts: "A and B, 13 March: notice on ..."."""
_LEAD_IN = re.compile(rf"^{THE}(?P<chain>{CHAIN}){_DAY}\s*(?:[:：|｜]|\s[–—→-]\s)\s*(?:[Jj]ointly\s)?(?i:{_VERB})")
_MEETING = r"(?:\s(?:executive|standing|plenary|party group)\s(?:meeting|session))?"
_LEADS_DUTY = re.compile(
    rf"^{THE}(?P<chain>{CHAIN}){_MEETING}\s*[:：]\s[^.;:]{{3,120}}?"
    r"\b(?:must|shall|may no longer|(?:is|are|has|have) to)\s"
)
"""Somebody before a colon, and behind it what others have to do."""
_ACTIVE = re.compile(rf"(?P<chain>{CHAIN}){_MEETING}{_ASIDE}{_ADVERB},?\s+{_VERB}")
_APPOSED = re.compile(
    r"\b(?i:ministries|agencies|departments|bodies|authorities|regulators|institutions|offices|commissions)\s*"
    rf"(?:[–—(:-]|,)\s*(?:including\s+|namely\s+)?{THE}(?P<chain>{CHAIN})\s*[–—),-]*{_ADVERB},?\s+{_VERB}"
)
"""Several bodies that are counted first and named after: "Four ministries – A, B, C and D – issued"."""
_PARTICIPLE = (
    r"(?:issued|released|published|launched|unveiled|announced|promulgated|introduced|circulated|co-issued"
    r"|jointly\s\w+ed|signed|led|headed|spearheaded|posted|run|organi[sz]ed)"
)
_DONE = (
    r"(?:fined|scrapped|dropped|shelved|tightened|eased|punished|penali[sz]ed|summoned|ordered|suspended|investigated|removed|revised|amended|repealed|abolished"
    r"|withdrawn|cancelled|canceled|postponed|banned|barred|imposed|raised|cut|lowered|extended|lifted|revoked|granted"
    r"|named|listed|selected)"
)
_FOR_COMMENT = r"(?: for (?:public )?(?:comments?|consultation|feedback))?"
_PASSIVE = re.compile(rf"\b{_PARTICIPLE}{_FOR_COMMENT}{BY}(?P<chain>{CHAIN})", re.IGNORECASE)
_PASSIVE_PREPARED = re.compile(rf"\b{PREPARED}{BY}(?P<chain>{CHAIN})")
_PASSIVE_ACT = re.compile(rf"\b(?:was|were|been|is|are|be)\s(?:\w+ly\s)?{_DONE}{BY}(?P<chain>{CHAIN})")
_SAYS_IN = re.compile(
    rf"(?P<chain>{CHAIN}),? (?:said|says|announced|wrote|ruled|decided|stated|confirmed) in (?:(?:an?|its|their"
    rf"|the) (?:\w+ ){{0,2}})?"
    r"(?i:notice|announcement|circular|statement|order|document|decree|letter)\b"
)
"""Behind what was said: "exporters need a licence, A and B said in a joint notice"."""
_DECIDED = re.compile(
    r"\b(?:must|shall|needs?|cannot|(?:may|can) (?:no longer|only)|ha(?:ve|s) to"
    r"|(?:is|are) (?:now |no longer |to be )?(?:required|banned|allowed|barred|exempt|subject|free))\b"
    rf"[^.;:]{{3,200}}, {THE}(?P<chain>{CHAIN}) (?:said|announced)\b"
    rf"|, {THE}(?P<ruling>{CHAIN}) (?:decided|ruled|ordered|decreed)(?: on [^.;,]{{3,30}})?\.?$"
)
"""Behind a duty or right: "dealers must register each battery, A decided"."""
_RULES = tuple(f"{BODY} {verb}" for verb in ("said", "announced", "decided", "ruled", "ordered", "decreed"))
_ACCORDING = re.compile(
    r"\baccording to (?:an?|the|their|its) (?:\w+ ){0,2}(?:notice|announcement|circular|statement|order|decree) "
    rf"(?:(?:issued |published |released )?by|of|from) {THE}(?P<chain>{CHAIN})"
)
"""Behind what their notice says: "hospitals may be opened, according to a notice of A and B"."""
_LED = re.compile(
    rf"\b(?:(?:led|headed|spearheaded|coordinated) by|under the (?:lead|leadership) of) {THE}(?P<chain>{CHAIN})"
)
_IN_THE_LEAD = re.compile(rf"\bwith {THE}(?P<chain>{CHAIN}) (?:in|taking) the lead\b")
_JOINED = re.compile(rf"\b(?:jointly|together|in conjunction|in coordination) with {THE}(?P<chain>{CHAIN})")
"""Those with whom somebody acts, named behind the act."""
_OF_NOUN = (
    r"(?:guidelines?|rules?|regulations?|notice|circular|measures|plan|opinions|document|draft|catalogue|standards?"
    r"|announcement|decision|order|code|provisions|interpretation)"
)
_FROM = re.compile(rf"\b(?i:{_OF_NOUN}) (?:from|by) {THE}(?P<chain>{CHAIN})")
_COUNT = r"(?: (?:No\.?|Number) ?\d{1,4}(?:(?: of |/| \(|, )(?:19|20)\d\d\)?)?)?"
_OF = re.compile(rf"(?:\b(?i:{_OF_NOUN}){_COUNT}|号[)）]) of {THE}(?P<chain>{CHAIN})")
_APPROVED = re.compile(rf"\b(?:approved|adopted|endorsed|passed|greenlit)\b{BY}(?P<chain>{CHAIN})")
_NOUN = (
    r"(?:guidelines?|rules?|regulations?|notice|circular|measures|plans?|opinions|scheme|catalogue|list|standards?"
    r"|provisions|draft|letter|consultation|code for|call for|decision|order|ban on|programme)\b"
)
_ATTRIBUTIVE = re.compile(rf"(?P<chain>{CHAIN})(?:['’]s?)?\s+(?:\w+\s+){{0,3}}?(?i:{_NOUN})")
_CITED = re.compile(
    rf"\(\s*{THE}(?P<chain>{CHAIN})(?:['’]s)?\s(?:Announcement|Order|Decree|Notice|Circular)\sNo\.?\s?\d"
)
"""The number of what the news is about, in brackets behind it: "(A Announcement No. 98 of 2025)"."""
_NOT_A_VERB = (
    r"(?:officials|statistics|figures|data|experts|researchers|sources|documents|regulators|leaders|ministers"
    r"|companies)\b"
)
_SUBJECT = re.compile(
    rf"^(?:(?:On|In|At|After|Following|From|With effect from|As of|Since|With (?:its|an?|the|this|these)"
    rf"|Until) [^,{BODY}]{{3,120}}, )?{THE}(?P<chain>{CHAIN}){_ASIDE}{_ADVERB}\s+"
    rf"(?!{_NOT_A_VERB})(?:want|say|plan|aim|ask|call|make|ban|set|will|would|may|is|was|said|says|cut|held|met|told|began|gave|took|plans|wants|to"
    rf"|[a-z]+ed|[a-z]+s)\b"
)
_DOES_BEHIND = re.compile(
    rf"^[^:.;,{BODY}]{{3,60}}: {THE}(?P<chain>{CHAIN}){_ASIDE}{_ADVERB}\s+"
    rf"(?!{_NOT_A_VERB}|(?:is|was|has|says|plans|wants|intends|hopes|expects)\b)[a-z]+s\b"
)
"""Somebody who does something behind a topic and a colon: "Carbon market: the A hands out allowances"."""
_BEGUN = re.compile(
    rf"^(?:(?:On|In|At|After|Following) [^,{BODY}]{{3,60}}, )?{THE}(?P<chain>{CHAIN}){_ASIDE}{_ADVERB},?\s+{_VERB}"
)
"""A body that acts is the subject with which the sentence begins."""
_TOLD = re.compile(
    r"\b(?:said|says|saying|claim(?:s|ed|ing)?|announc\w+|stat(?:es|ed)|told|tells|according to|boast\w*|filing"
    r"|disclos\w+)\b|称|表示|宣布|据|透露",
    re.IGNORECASE,
)
"""Somebody says so; of a sentence without a body for its subject it may be the company."""
_TOLD_BEHIND = re.compile(
    r"\baccording to\b|,\s[^,.;]{2,60}\s(?:said|says|claim(?:s|ed)|announced)\b[^,;]{0,60}$"
    r"|，[^，。]{1,20}(?:称|表示|透露)",
    re.IGNORECASE,
)
_LEADS = re.compile(rf"^{THE}(?P<chain>{CHAIN}){_MEETING}{_DAY}(?:\s*[:：]\s|\s+[–—|→-]\s)")
"""Somebody named before a colon, dash or bar at the very beginning: "A and B: notice on ..."."""
_NAMED_BEHIND = re.compile(
    rf"^[^{BODY}(]{{3,200}}\(\s*{THE}(?P<chain>{CHAIN})"
    r"(?:,\s(?:\d{1,2}\s\w{3,9}|\w{3,9}\.?\s\d{1,2}))?\s*\)(?:,?\s(?:until|till|by)\s[\w ,]{3,20})?[.\s]*$"
)
"""Somebody in brackets at the end, alone or with the day: "Foreign hospitals may open in four more cities (A, B)."."""
_ACTORS = (_ACTIVE, _APPOSED, _LEAD_IN, _LEADS_DUTY, _SAYS_IN, _DECIDED, _ACCORDING)
_BESIDE = (_ATTRIBUTIVE, _OF, _CITED, _NAMED_BEHIND)
_ASKS_BEHIND = re.compile(
    rf"^[^{BODY}(]{{3,160}}\({THE}(?P<chain>{CHAIN})\)\s?[:：;,–—-]\s*(?:(?:public|open|for)\s)*"
    r"(?i:comments?|feedback|consultation|views)\b[^.;]{0,30}?\b(?:until|till|by|to|close|closes|closing|due|open|ends?)\b"
)
"""Somebody in brackets behind what comments are asked for: "Catalogue of ... (A, B): comments until 18 May"."""
_ASKING = r"(?:accept|solicit|seek|collect|invit|ask|tak|receiv|consult|process)\w*"
_PLANS = re.compile(
    rf"^(?:(?:On|In|At|After|Following) [^,{BODY}]{{3,60}}, )?{THE}(?P<chain>{CHAIN}){_ASIDE}{_ADVERB}\s+"
    r"(?:will|would|may|might|could|(?:plan|intend|expect|hope|want|aim|pledge|vow|promise)(?:s|ed|d|ned)? to"
    r"|(?:is|are|was|were) (?:set|due|about|likely|expected|slated|ready|planning|preparing) to|(?:is|are) to"
    rf"|(?:said|says|announced) (?:on [^,.;{BODY}]{{3,20}}? )?(?:that )?it (?:would|will"
    r"|(?:was|is) (?:ready|willing|about) to)"
    rf"|(?:began|begins|started|starts) (?!(?:to )?{_ASKING})(?:to\b|[a-z]+ing))\b"
)
_MERELY_NAMED = re.compile(
    r"(?:\b(?:according to|under|to|with|at|by|from|for|per|via|than|against)\s+(?:the |China['’]s )?"
    r"|(?<!Office)(?<!general office)(?<!Department)(?<!Bureau)(?<!Division)(?<!Secretariat)(?<!offices)(?<!Offices)"
    r"(?<!version)(?<!edition) of (?:the |China['’]s )?)$"
)
_ITS_NEW = re.compile(r"['’]s?\s(?:new|latest|revised|updated)\s")
_WITH = re.compile(rf"(?:\A|[.;:]\s)(?:Together|Jointly|In (?:conjunction|coordination|cooperation)) with {THE}\Z")
"""Opens a sentence with those beside whom its subject acts, who stand in one list with it."""
_FIRST = (_SUBJECT, _LEADS, LEADS_ZH, SUBJECT_ZH, _ASKS_BEHIND, _DOES_BEHIND, TITLE_ZH)
"""What makes somebody the one whom the first sentence is about."""
_ANY_CHAIN = re.compile(rf"{CHAIN_ZH}|{CHAIN}")
_AND_OTHERS = WordLed(
    "等 and",
    rf"等[{HAN}\d]{{0,4}}(?:部门|部委|单位|机构)"
    r"|\band (?:\w+ )?(?i:other (?:\w+ )?(?:departments|ministries|bodies|agencies))\b",
)
"""Says that more bodies act than a sentence names; another sentence may name them all."""


_BRIEF = 60


def decide_issuers(passages: tuple[Passage, ...]) -> tuple[tuple[str, ...], IssuerGround]:
    """Give the ids of the bodies that issue or act, in the source's order, and why; empty when it names none."""
    labels = [passage for passage in passages if passage.place is Place.ISSUER]
    named = _list_ids(labels)
    if named:
        return named, IssuerGround()
    acting, ground = _decide_actors(passages)
    hosts = _list_ids([passage for passage in passages if passage.place is Place.HOST])[:1]
    return (hosts, BY_HOST) if hosts and not acting else (acting, ground)


def _decide_actors(passages: tuple[Passage, ...]) -> tuple[tuple[str, ...], IssuerGround]:
    """Give who acts by the wording of titles, summary, headline and points, by the first rule that finds somebody."""
    titles = [_Wording(p, s) for p in passages if _is_title(p) for s in p.sentences]
    sentences = [_Wording(p, s) for place in _READING_ORDER for p in passages if p.place is place for s in p.sentences]
    by_rank: tuple[Iterator[tuple[str, ...]], ...] = (
        (wording.list_titled() for wording in titles),
        (wording.list_acting() for wording in sentences),
        (wording.list_by(_APPROVED) for wording in sentences),
        (next(filter(None, map(wording.list_by, _FIRST)), ()) for wording in _first_naming(sentences)),
        (wording.list_by(SUBJECT_ZH) for wording in titles),
        (next(filter(None, map(w.list_by, _BESIDE)), ()) for w in (*sentences[:2], *titles)),
        (wording.list_recalled() for wording in sentences),
        (_whole_heading(passage) for passage in passages if passage.place is Place.HEADING),
    )
    found = ((ids, ground) for tried, ground in zip(by_rank, GROUNDS, strict=True) for ids in tried if ids)
    ids, ground = next(found, ((), IssuerGround()))
    text = " ".join(passage.text for passage in passages if passage.place in {Place.HEADLINE, Place.SUMMARY})
    if any(wording.is_answered for wording in titles):
        return ids, ground
    if ids and _AND_OTHERS.search(text):
        longer = [acting for wording in sentences if set(acting := wording.list_acting()) > set(ids)]
        ids = max(longer, key=len, default=ids)
    counted = find_counted(text)
    if counted and len(ids) < counted:
        chains = (chain for wording in sentences for chain in wording.list_chains() if len(chain) == counted)
        ids, ground = next(((chain, IssuerGround()) for chain in chains if set(ids) <= set(chain)), (ids, ground))
    return ids, ground


def _is_title(passage: Passage) -> bool:
    """Whether a paragraph is the title of a document or of the news: in a list of documents a title is all there is."""
    named = passage.place in {Place.ARTICLE, Place.HEADLINE}
    return named or (passage.place is Place.SUMMARY and is_bare_title(passage.text))


def _first_naming(sentences: list[_Wording]) -> Iterator[_Wording]:
    """Give the first sentence if it names a body, or the second after a headline-like first ("Gallium.")."""
    first = next((at for at, wording in enumerate(sentences[:2]) if wording.names_bodies), None)
    if first is not None and (first == 0 or sentences[0].is_brief):
        yield sentences[first]


def is_acting(passages: tuple[Passage, ...]) -> bool:
    """Tell whether some sentence of the news has a body for the subject of an act, not merely of some doing."""
    news = [passage for passage in passages if passage.place in _READING_ORDER]
    return any(_Wording(passage, sentence).list_acting() for passage in news for sentence in passage.sentences)


def list_first_actors(passages: tuple[Passage, ...]) -> tuple[str, ...]:
    """Give the bodies whose act is the news: the first sentence tells it, and on nobody else's word."""
    sentences = [_Wording(p, s) for place in _READING_ORDER for p in passages if p.place is place for s in p.sentences]
    return next((wording.list_first_actors() for wording in _first_naming(sentences)), ())


def is_planning(passages: tuple[Passage, ...]) -> bool:
    """Tell whether the news begins with what a body will, may or wants to do, or merely begins to do."""
    news = [(p, s) for place in _READING_ORDER for p in passages if p.place is place for s in p.sentences[:1]]
    return bool(news) and bool(_Wording(*news[0]).list_by(_PLANS))


_BODY = re.compile(BODY)
_READING_ORDER = (Place.SUMMARY, Place.HEADLINE, Place.POINT)


def _list_ids(passages: list[Passage]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.id for passage in passages for name in passage.names_of(NameKind.BODY)))


def _whole_heading(passage: Passage) -> tuple[str, ...]:
    names = passage.names_of(NameKind.BODY)
    covered = sum(name.end - name.start for name in names)
    return _list_ids([passage]) if names and covered * 2 > len(passage.text) else ()


class _Wording:
    """A sentence with one sign for each body in it, so that the patterns see who does what."""

    def __init__(self, passage: Passage, sentence: Sentence) -> None:
        pieces: list[str] = []
        self._ids: list[str] = []
        position = sentence.start
        for name in passage.names_within(sentence, NameKind.BODY):
            pieces.append(passage.text[position : name.start])
            self._ids.append(name.id)
            position = name.end
        self._whole = self._main = self._told = BODY.join([*pieces, passage.text[position : sentence.end]])
        self._places: list[int] = []
        if self._ids:
            self._places = [found.start() for found in _BODY.finditer(self._whole)]
            self._main, self._told = set_subordinate_aside(self._whole), set_recalled_aside(self._whole)

    @property
    def names_bodies(self) -> bool:
        """Whether a body stands in the sentence."""
        return bool(self._ids)

    @property
    def is_answered(self) -> bool:
        """Whether it is the title of what somebody answered to questions: who answers stands there alone."""
        return ANSWERED.search(self._whole) is not None

    @property
    def is_brief(self) -> bool:
        """Whether the sentence is as short as a headline."""
        return len(self._whole) <= _BRIEF

    def list_titled(self) -> tuple[str, ...]:
        """Give who stands at the head of a title."""
        return self.list_by(TITLE_ZH) or self.list_by(_TITLE_EN)

    def list_acting(self) -> tuple[str, ...]:
        """Give who issues in this sentence: in its main clauses if somebody does there, else in what they tell."""
        return (
            self._list_acting(self._main)
            or (self.list_by(_APPROVED) if self._main != self._whole else ())
            or self._list_acting(self._told)
        )

    def list_first_actors(self) -> tuple[str, ...]:
        """Give who does something as the subject that the sentence begins with, else by whom it was done."""
        begun = [each for pattern in (_SUBJECT, _BEGUN, BEGUN_ZH) for each in self.list_by(pattern)]
        begun = [] if _TOLD_BEHIND.search(self._whole) else begun
        done = () if _TOLD.search(self._whole) else self.list_by(_PASSIVE) or self.list_by(_PASSIVE_ACT)
        return tuple(dict.fromkeys(begun)) or done

    def list_chains(self) -> list[tuple[str, ...]]:
        """Give each list of bodies that stand side by side."""
        return [self._ids_between(*match.span()) for match in _ANY_CHAIN.finditer(self._whole)] if self._ids else []

    def list_recalled(self) -> tuple[str, ...]:
        """Give who issues in this sentence in whatever clause."""
        return self._list_acting(self._whole)

    def list_by(self, pattern: re.Pattern[str]) -> tuple[str, ...]:
        """Give who stands in the place of this pattern in the main clauses."""
        return self._in_order(self._find(pattern, self._main)) if self._ids else ()

    def _list_acting(self, text: str) -> tuple[str, ...]:
        """Give its active subjects and who leads them, else by whom it was issued or prepared."""
        for patterns in (
            ()
            if not self._ids
            else (
                (*_ACTORS, ACTIVE_ZH, FORWARDED_ZH, SIGNED_ZH, *ACTING),
                (_PASSIVE, _PASSIVE_ACT, _FROM),
                (_PASSIVE_PREPARED,),
            )
        ):
            found = [index for pattern in patterns for index in self._find(pattern, text)]
            if found or _ACTIVE in patterns:
                found += (
                    self._find(_LED, text)
                    + self._find(_IN_THE_LEAD, text)
                    + (self._find(_JOINED, text) if found else [])
                )
            if found:
                return self._in_order(found)
        return ()

    def _find(self, pattern: re.Pattern[str], text: str) -> list[int]:
        found: list[int] = []
        tried = pattern is not _DECIDED or mentions(text, _RULES)
        for match in pattern.finditer(text) if tried else ():
            start, end = match.span("ruling" if pattern is _DECIDED and match["ruling"] else "chain")
            before = text[max(0, start - 40) : start]
            named = pattern in {_ACTIVE, _ATTRIBUTIVE} and _MERELY_NAMED.search(before) and not _WITH.search(before)
            named = named and not _ITS_NEW.match(text, end)
            if not named:
                found += [index for index, at in enumerate(self._places) if start <= at < end and text[at] == BODY]
        return found

    def _ids_between(self, start: int, end: int) -> tuple[str, ...]:
        return self._in_order([index for index, at in enumerate(self._places) if start <= at < end])

    def _in_order(self, indexes: list[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._ids[index] for index in sorted(indexes)))
