"""Who acts in a sentence, in English and Chinese, and which bodies stand in its main clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.model.ids import HAN

# Which bodies stand in the main clause of a sentence, and which only in what it recalls, explains or follows.

BODY = "\ue000"
"""Stands for a body's name in a sentence."""
SET_ASIDE = "\ue001"
"""Stands for a body's name in a clause that does not tell the news."""
THE = r"(?:(?:the |The |Beijing[’']s |China['’]s |CHINA['’]S |its )(?:(?:[a-z]+ )?(?:planner|regulator|watchdog) )?)?"
_UNIT = (
    rf"{BODY}(?:\s*[(（][^()（）]{{0,40}}[)）])?"
    r"(?:['’]s (?:General Office|(?:[A-Za-z]\w+ ){1,3}?(?:[Dd]epartment|[Bb]ureau|[Oo]ffice)))?"
)
_WITH = (
    r"(?:along with|together with|as well as|jointly with|alongside|with|in (?:cooperation|collaboration"
    r"|coordination|conjunction) with)"
)
_SEP = (
    rf"(?:\s*[,;、]\s*(?:and |{_WITH} )?|\s+(?:and|or|&|{_WITH})\s+(?:of\s+(?=the\b))?|\s*[/+]\s*"
    r"|,?\s+(?:including|such as|namely)\s+|:\s+"
    rf"|\s+[–-]\s+){THE}(?:(?:[a-z]+ ){{1,3}}?(?:regulator|watchdog|authority|agency|planner) )?"
)
_OTHERS = (
    r"(?:\w+(?:-\w+)? )?(?:other |further |more )?(?:central |government |state |relevant |Chinese )*"
    r"(?:departments|agencies|ministries|bodies|regulators|authorities|commissions|ministerial agencies)\b"
    rf"|(?:[A-Z][\w-]+\s){{1,5}}(?:Department|Office|Bureau|Administration|Commission|Ministry|Committee|Agency)\b"
    rf"(?:\sof\s(?:the\s)?{BODY})?|[A-Z]{{3,6}}\b"
    r"|(?:[a-z-]+\s){1,3}(?:bureau|office|administration|commission|ministry|agency|authority|regulator|watchdog"
    r"|department(?:\sof\sthe\s[a-z]+)?)\b"
)
_AND_MORE = r"(?:,?\s(?:and|&)\s(?:\w+\s)?others\b|,?\set\sal\b\.?)?"
CHAIN = (
    rf"{_UNIT}(?:{_SEP}(?:{_UNIT}|(?:{_OTHERS}))){{0,24}}{_AND_MORE}"
    rf"(?:,\s{THE}{_UNIT}(?:{_SEP}{_UNIT}){{0,6}}\samong\sthem,?)?"
)
BY = rf"(?:\s(?:on|in) [^,;.{BODY}]{{3,20}})?(?: jointly| collectively| together)? by {THE}"

PREPARED = r"(?:drafted|formulated|prepared|proposed|initiated|compiled|drawn up|put forward)"
_NOUN = (
    r"(?:guidelines?|rules?|regulations?|notice|circular|measures|plans?|opinions|scheme|catalogue|list|standards?"
    r"|draft)"
)
_RELATIVE = re.compile(r",\s(?:\w+ )?(?:which|who|whom|whose|where)\b")
_OF_NOUN = re.compile(rf"\b{_NOUN}\s(?:(?:that|which)\s{THE}|the\s)(?P<chain>{CHAIN})")
_IN_A_NOTICE = re.compile(r"(?:^|[.;,]\s)(?:[Ii]n|[Bb]y|[Ww]ith)\s(?:an?|the|its)\s(?:\w+\s)?$")
_CONJUNCTION = re.compile(
    rf"\b(?:after|before|while|whereas|although|though|because|since|until|when|once|unless|if|following)\b"
    r"(?!\s(?:\w+day,?\s)?(?-i:\d{1,2}\s[A-Z]|[A-Z][a-z]+\s\d{1,2}\b|(?:19|20)\d\d\b))"
    rf"|\b(?:(?<!well )(?<!such )as(?=\s{THE}{BODY}))\b",
    re.IGNORECASE,
)
_HAS_VERB = re.compile(
    r"\b(?:[a-z]{2,}ed|had|has|have|is|are|was|were|will|would|may|said|says|told|put|set|cut|sought|met|gave|took"
    r"|made|held|began|withdrew|[a-z]+(?:es|ts|ns))\b"
)
_PREPOSITION = re.compile(r"\bfollowing\b", re.IGNORECASE)
_ON_BEHALF = re.compile(
    r"\b(?i:on behalf of|(?:at|on) the (?:request|suggestion|proposal|behest|instructions?|orders?"
    r"|initiative) of|under the (?:guidance|leadership|supervision) of"
    r"|with the (?:approval|consent|support|blessing|backing|nod|permission|authori[sz]ation|endorsement) of"
    r"|(?:following|upon|after|with) (?:the )?approval (?:by|from|of))\s"
    rf"{THE}(?P<chain>{_UNIT}(?:\s(?:and|&)\s{THE}{_UNIT})*)"
)
_MADE_BY_ZH = re.compile(
    rf"由(?P<chain>{BODY}(?:[、和与]?{BODY}){{0,9}})[^，。；《》]{{0,8}}?(?:制定|起草|编制|研制|提出|归口|修订)的"
)
"""By whom a thing was made that others issue ("批准由A组织制定的标准")."""
_HAD = re.compile(rf"(?P<chain>{CHAIN})(?:,\s[^,;.]{{3,80}},)?\s(?:\w+ly\s)?had\s(?!to\b)")
_HAD_BEEN = re.compile(rf"\bhad (?:\w+ly )?been (?:\w+ ){{0,2}}?\w+{BY}(?P<chain>{CHAIN})")
_REDUCED = re.compile(
    rf"\b(?P<verb>(?:\w+-)?\w+(?:ed|wn up|put forward)){BY}(?P<chain>{CHAIN})(?P<after>[^,;.]{{0,30}})"
)
_FINITE_BEFORE = re.compile(
    r"(?:^|,|\b(?:was|were|been|be|being|is|are|and|or|then|gets?|got)\b)\s*(?:\w+ly\s|also\s|then\s|first\s|later\s)*$"
)
_LED = re.compile(r"led|headed|spearheaded|chaired")
_IN_YEAR = re.compile(r"\s(?:back )?in (?:the )?(?:19|20)\d\d\b|\s(?:last year|years? ago|earlier)\b")
_GROUND_BEFORE = re.compile(
    r"\b(?:under|in line with|based on|violat\w+|breach\w+|in accordance with|following|pursuant to"
    r"|in breach of|in violation of|implement\w*|replac\w+|supersed\w+|citing|per)\s(?:[^\s,;.:]+\s){1,5}$",
    re.IGNORECASE,
)
_LEAD = re.compile(rf"\s(?:New Year['’]s Day|(?:the\s)?[\w’'-]+(?:\s[\w’'-]+){{0,2}})(?<!{BODY})(?=,\s)")
"""What opens a sentence up to its first comma, without a verb ("Since New Year's Day, ...")."""
_LONGEST_CLAUSE = 240
_WINDOW = 120


@lru_cache(maxsize=128)
def set_recalled_aside(text: str) -> str:
    """Get the sentence with the bodies set aside that only prepared, had acted before or are a relative's subject."""
    return _set_aside(text, [*_list_recalled(text)])


@lru_cache(maxsize=128)
def set_subordinate_aside(text: str) -> str:
    """Return the sentence with all bodies set aside but those of its main clauses."""
    clauses = [_end_of_clause(text, found) for found in _CONJUNCTION.finditer(text)]
    reduced = [found.span("chain") for found in _list_reduced(text)]
    return _set_aside(set_recalled_aside(text), [*clauses, *reduced])


def _set_aside(text: str, spans: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if end > done:
            pieces += [text[done:start] if start > done else "", text[max(start, done) : end].replace(BODY, SET_ASIDE)]
            done = end
    return "".join([*pieces, text[done:]])


def _list_recalled(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span("chain") for found in (_MADE_BY_ZH.finditer(text) if f"由{BODY}" in text else ()))
    for pattern in (_ON_BEHALF, _HAD, _HAD_BEEN, _OF_NOUN):
        for found in pattern.finditer(text):
            if pattern is not _OF_NOUN or not _IN_A_NOTICE.search(_before(text, found)):
                yield found.span("chain")
    yield from (_end_of_clause(text, found) for found in _RELATIVE.finditer(text))
    for found in _list_reduced(text):
        of_ground = _GROUND_BEFORE.search(_before(text, found))
        if of_ground or re.fullmatch(PREPARED, found["verb"]) or _IN_YEAR.match(found["after"]):
            yield found.span("chain")


def _list_reduced(text: str) -> Iterator[re.Match[str]]:
    """Return the participles that only say whose a thing is: "the draft prepared by", not "was prepared by"."""
    for found in _REDUCED.finditer(text) if " by " in text else ():
        if not _FINITE_BEFORE.search(_before(text, found)) and not _LED.fullmatch(found["verb"]):
            yield found


def _before(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - _WINDOW) : found.start()]


def _end_of_clause(text: str, opening: re.Match[str]) -> tuple[int, int]:
    """Return the clause from its first word to the comma behind its verb, else to the end of the sentence."""
    if opening.start() == 0 and (lead := _LEAD.match(text, opening.end())):
        return opening.start(), lead.end()
    for found in re.finditer(r"[,;]", text[opening.end() : opening.end() + _LONGEST_CLAUSE]):
        end = opening.end() + found.start()
        if _PREPOSITION.fullmatch(opening[0]) or _HAS_VERB.search(text, opening.end(), end):
            return opening.start(), end
    return opening.start(), len(text)


# Who acts, in the wordings of English news; bodies stand as one sign each (``bot.reading.facts.actors``).

_ADVERB = (
    r"(?:,?\s*(?:on \w{3,6}day \([^()]{3,20}\)(?!\w)|\b(?:also|jointly|recently|formally|officially|today|yesterday"
    r"|earlier|separately|now|then|again|newly|first|together|collectively|has|have|had|no longer"
    r"|on (?:\w+(?:\.? \d{1,2})?|\d{1,2} \w+\.?)(?:,? \d{4})?|(?:this|last) (?:week|month|year))\b),?)*"
)
_ASIDE = rf"(?:,\s(?:[^,;.:{BODY}]|\.(?=\s?\d)){{3,80}},)?"
_OFFICER = (
    r"(?:(?:['’]s)?\s(?:(?:vice|deputy)[\s-])?(?:chair(?:man|woman|person)?|minister|governor|head|director|chief|president)\b"
    r"(?:\s[A-Z][\w-]+){0,3})?"
)
"""Who speaks for a body that acts ("MIIT minister Ann Bow announced ...")."""
_STEMS = (
    "issu|paus|announc|publish|releas|unveil|launch|promulgat|circulat|introduc|re-?open|draft|formulat|outlin|solicit|invit"
    "|initiat|amend"
    "|revis|prolong|repeal|abolish|propos|urg|requir|order|impos|publiciz|publicis|disclos|finaliz|finalis|updat|instruct"
    "|mandat"
    "|extend|expand|designat|adopt|approv|enact|pass|clarif|kick|roll|start|call|lift|tighten|detail|post|add|remov"
    "|distribut|select|compil|notif|specif|permit|allow|prohibit|encourag|open|present|punish|fin|investigat|halt"
    "|suspend|rais"
    "|creat|forward|endors|plac|ratif|appoint|levi|lower|widen|establish|grant|licens|revok|summon|exempt|scrap|eas|appl|postpon|delay|cancel|retract|rescind"
    "|shelv|clear|stop|reinstat|restor|renew|relax|list|nam|allot|allocat|award|criticis|declar|delet|slap|swap|sketch|reduc|doubl|penali|block|nullif|annul|standardi[sz]|harmoni[sz]|unif"
)
_VERB = (
    rf"(?:(?:{_STEMS})(?:e|es|ed|s|d|y|ies|ied|led|ted|ped)?|seek|seeks|sought|(?:is|are|was|were)\s(?:now\s|currently\s|still\s|jointly\s|also\s)?(?:seeking|soliciting|inviting|collecting|asking\sfor)\s(?:[\w-]+\s){{0,2}}?(?:comments?|feedback|opinions|views|input)|laid|lays|lay|follow(?:s|ed)\sup|set|sets|put|puts|bans?|banned"
    rf"|(?:vot(?:es?|ed)|nod(?:s|ded)|wav(?:es?|ed))\s(?:through|for|in\sfavou?r\sof)|(?:brings?|brought)\s(?:out|forward)"
    rf"|sp(?:ells?|elled|elt)\sout|pull(?:s|ed)|(?:takes?|took)\sback|sign(?:s|ed)?\s(?:off|(?:an?|the|its)\s(?:\w+\s){{0,3}}(?:agreement|memorandum|order|decree|treaty|protocol|accord))"
    rf"|(?:gave|gives?)\s(?:the\sgreen\slight|(?:final\s)?approval|the\sgo-ahead)|drew|draws|told|tells|forbids?|forbade|forbidden|obliges?d?"
    rf"|wrote|writes|sent|sends|cuts?|ask(?:s|ed) (?:for|(?!to\b)[^.;:,]{{2,60}}? to)|withdr[ae]ws?|defer(?:s|red)"
    r"|scrap(?:s|ped)|drop(?:s|ped)|(?:(?:is|are|was|were)\s)?consult(?:s|ed|ing)?\son|shuts?|decid(?:es?|ed)(?:\son\s[\w\s]{{3,20}})?(?:,\s[^,;.]{{3,60}},)?\s(?:to|that)|ma(?:kes?|de)\s(?:(?:it|them|this)\s)?public|steps?\sup|stepped\sup|crack(?:s|ed)?\sdown|hands?\sout|handed\sout"
    r"|hits?|lets?|found\s(?:that|dumping|injury|subsid\w+)|rul(?:es|ed)\s(?:that|in|on)|(?:(?:is|are)\slooking|looks?|looked)\sinto|prob(?:es|ed)|(?:takes?|wants?|wanted|invites?)\s(?:public\s)?(?:comments|feedback|views|opinions))\b(?!['’])"
)
TITLE_EN = re.compile(
    rf"^{THE}(?P<chain>{CHAIN})"
    r"(?i:(?:,? and (?:\w+ )?other (?:\w+ )?(?:departments|ministries|bodies|agencies))?\s*[:：]\s*"
    r"(?:joint )?(?:notice|circular|announcement|decision|opinions|measures|guidelines|regulations?|rules)\b)"
)
"""Whose document a title is, before a colon ("A and Other Departments: Notice on ...")."""
_DAY = r"(?:,?\s\(?(?:\d{1,2}\s[A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.?\s\d{1,2})(?:,?\s(?:19|20)\d\d)?\)?)?"
"""The day of the news behind who acts: "A and B, 13 March: notice on ..."."""
_LEAD_IN = re.compile(rf"^{THE}(?P<chain>{CHAIN}){_DAY}\s*(?:[:：|｜]|\s[–—→-]\s)\s*(?:[Jj]ointly\s)?(?i:{_VERB})")
_MEETING = (
    r"(?:(?:['’]s)?\s(?:(?:regular|latest|weekly)\s)?(?:executive|standing|plenary|full|party group)"
    r"\s(?:meeting|session))?"
    rf"(?:\s(?:chaired|presided\sover|convened)\sby\s[^,.;:{BODY}]{{3,40}}?(?=\s[a-z]+ed\b))?"
)
_LEADS_DUTY = re.compile(
    rf"^{THE}(?P<chain>{CHAIN}){_MEETING}\s*[:：]\s[^.;:]{{3,120}}?"
    r"\b(?:must|shall|may no longer|(?:is|are|has|have) to)\s"
)
"""Somebody before a colon, and behind it what others have to do."""
ACTIVE = re.compile(rf"(?P<chain>{CHAIN})\)?{_MEETING}{_OFFICER}{_ASIDE}{_ADVERB},?\s+{_VERB}")
_APPOSED = re.compile(
    r"\b(?i:ministries|agencies|departments|bodies|authorities|regulators|institutions|offices|commissions)"
    rf"(?:\s(?:behind|in charge of|responsible for|in)\s[^.;:(){BODY}]{{2,60}}?)?\s*"
    rf"(?:[–—(:-]|,)\s*(?:including\s+|namely\s+)?{THE}(?P<chain>{CHAIN})\s*[–—),-]*{_ADVERB},?\s+(?:{_VERB}|want\b)"
)
"""Several bodies that are counted first and named after: "Four ministries – A, B, C and D – issued"."""
_BEHIND = re.compile(
    r"\b(?i:ministries|agencies|departments|bodies|authorities|regulators)\s(?:behind|responsible for)\s"
    rf"[^.;]{{2,200}}?\s(?:are|were)\s{THE}(?P<chain>{CHAIN})"
)
"""Several bodies that are counted first and named last: "The four agencies behind the rules are A, B, C and D"."""
_PARTICIPLE = (
    r"(?:issued|released|published|(?:made|put|sent|set|handed)\s(?:public|out)|launched|unveiled|announced|promulgated|introduced|circulated|co-issued"
    r"|jointly\s\w+ed|(?:up)?on\s(?:release|publication|promulgation)|signed|led|headed|spearheaded|posted|run|opened|organi[sz]ed)"
)
_DONE = (
    r"(?:fined|scrapped|dropped|shelved|tightened|eased|punished|penali[sz]ed|summoned|ordered|suspended|investigated|removed|revised|amended|repealed|abolished"
    r"|withdrawn|cancelled|canceled|postponed|banned|barred|imposed|raised|cut|lowered|extended|lifted|revoked|granted"
    r"|named|listed|selected)"
)
_FOR_COMMENT = r"(?: for (?:public )?(?:comments?|consultation|feedback))?"
PASSIVE = re.compile(rf"\b{_PARTICIPLE}{_FOR_COMMENT}{BY}(?P<chain>{CHAIN})", re.IGNORECASE)
PASSIVE_PREPARED = re.compile(rf"\b{PREPARED}{BY}(?P<chain>{CHAIN})")
_HOW_FAR = rf"(?:\s(?:to|until|till|for|from|by|on|in)\s[^,.;:{BODY}]{{2,30}}?)?"
PASSIVE_ACT = re.compile(rf"\b(?:was|were|been|is|are|be)\s(?:\w+ly\s)?{_DONE}{_HOW_FAR}{BY}(?P<chain>{CHAIN})")
_SAYS_IN = re.compile(
    rf"(?P<chain>{CHAIN}),? (?:said|says|announced|wrote|ruled|decided|stated|confirmed)(?: on \w+day)?"
    r" in (?:(?:an?|its|their|the) (?:\w+ ){0,2})?"
    r"(?i:notice|announcement|circular|statement|order|document|decree|letter)\b"
)
"""Behind what was said: "exporters need a licence, A and B said in a joint notice"."""
DECIDED = re.compile(
    r"\b(?:must|shall|needs?|cannot|(?:may|can) (?:no longer|only)|ha(?:ve|s) to|will (?:be|have|need|pay)"
    r"|(?:is|are) (?:now |no longer |to be )?(?:required|banned|allowed|barred|exempt|subject|free)"
    r"|ends?|appl(?:y|ies)|takes? effect|needs? no|no longer)\b"
    rf"[^.;:]{{3,200}}, {THE}(?P<chain>{CHAIN}) (?:said|says?|writes?|announced)\b"
    rf"|, {THE}(?P<ruling>{CHAIN}) (?:ha(?:s|ve) )?(?:decided|ruled|ordered|decreed|recalled)"
    r"(?: on [^;,]{3,30}?)?\.?$"
)
"""Behind a duty or right: "dealers must register each battery, A decided"."""
_DECIDES = ("said", "say", "write", "announced", "has", "have", "decided", "ruled", "ordered", "decreed", "recalled")
RULES = tuple(f"{BODY} {verb}" for verb in _DECIDES)
_ACCORDING = re.compile(
    r"\b(?:according to|says|said) (?:an?|the|their|its) (?:\w+ ){0,2}"
    r"(?:notice|announcement|circular|statement|order|decree|report|plan|draft) "
    rf"(?:(?:issued |published |released )?by|of|from) {THE}(?P<chain>{CHAIN})"
)
"""Behind what their notice says: "hospitals may be opened, according to a notice of A and B"."""
_OWN = re.compile(
    rf"(?P<chain>{CHAIN})\)?, according to its (?:\w+ ){{0,2}}"
    r"(?i:announcement|notice|circular|order|decree|statement)\b"
)
"""Behind what their own notice says: "ropes need a licence from A, according to its Announcement No. 3"."""
_RULED_BY = re.compile(
    r"\b(?:must|shall|cannot|may (?:no longer|only|not)|ha(?:ve|s) to|(?:is|are) (?:now "
    r"|no longer )?(?:required|banned|allowed|barred|exempt))\b"
    rf"[^.;:{BODY}]{{3,240}},? according to {THE}(?P<chain>{CHAIN})\s?(?=[.;]|$)"
)
"""Behind a duty or right: "cars must run 100 kilometres, according to A and B"."""
TITLED_BY = re.compile(
    r"\b(?:Measures|Provisions|Plan|Opinions|Notice|Circular|Rules|Regulations|Guidelines|Catalogue|Announcement|Decision)\b"
    rf"[^.;{BODY}]{{3,240}}?[)）”\"] (?:from|by) {THE}(?P<chain>{CHAIN})"
)
"""By whom a document is, behind its title and brackets."""
LED = re.compile(
    rf"\b(?:(?:led|headed|spearheaded|coordinated) by|under the (?:lead|leadership) of) {THE}(?P<chain>{CHAIN})"
)
IN_THE_LEAD = re.compile(rf"\bwith {THE}(?P<chain>{CHAIN}) (?:in|taking) the lead\b")
JOINED = re.compile(
    r"\b(?:jointly|together|(?:drew|drawn) up|in conjunction|in coordination"
    r"|(?:compiled|drafted|wrote|issued|published|prepared|made) (?:it|them|this)"
    r"|in a joint (?:notice|announcement|statement|circular|order)"
    rf"|signed) with {THE}(?P<chain>{CHAIN})|\bco-?(?:signed|issued|authored) by {THE}(?P<co>{CHAIN})"
)
"""Those with whom somebody acts, named behind the act."""
_ACTORS_EN_OF_NOUN = (
    r"(?:guidelines?|rules?|regulations?|notice|circular|measures|plan|opinions|document|draft|catalogue|standards?"
    r"|announcement|decision|order|code|provisions|interpretation|consultation|ruling|investigation|blueprint"
    r"|(?:white |consultation |position |policy )?paper|roadmap|scheme|framework|outline|list|handbook|strategy"
    r"|rulebook|guide|manual|booklet)"
)
FROM = re.compile(rf"\b(?i:{_ACTORS_EN_OF_NOUN}) (?:from|by) {THE}(?P<chain>{CHAIN})")
_COUNT = r"(?: (?:No\.?|Number) ?\d{1,4}(?:(?: of |/| \(|, )(?:19|20)\d\d\)?)?)?"
_OF = re.compile(
    rf"(?:\b(?i:{_ACTORS_EN_OF_NOUN}){_COUNT}|号[)）]?|\b(?:Measures|Provisions|Plan|Opinions|Notice|Rules|Regulations|Guidelines|Catalogue)\b"
    rf"[^“”\"{BODY}]{{0,200}}[”\"]) of {THE}(?P<chain>{CHAIN})"
)
_DECREED = re.compile(
    r"\b(?:[Ss]ign(?:s|ed)|[Pp]romulgated|[Pp]ublished|[Ii]ssued|came out|comes out|through"
    rf"|as) (?:as )?{THE}(?P<chain>{CHAIN})"
    r"(?:['’]s)? (?:Decree|Order|Announcement) No"
)
"""Whose order somebody signed, or as whose something came out: "the premier signed A Decree No. 3"."""
APPROVED = re.compile(rf"\b(?:approved|adopted|endorsed|passed|greenlit)\b{BY}(?P<chain>{CHAIN})")
_ACTORS_EN_NOUN = (
    r"(?:guidelines?|rules?|regulations?|notice|circular|measures|plans?|opinions|scheme|catalogue|list|standards?"
    r"|document|announcement|decree|blueprint|white paper|roadmap|code|act|rulebook|outline|framework|charter"
    r"|strategy|provisions|draft|letter"
    r"|consultation|code for"
    r"|call for|decision|order|ban on|programme)\b"
)
ATTRIBUTIVE = re.compile(rf"(?P<chain>{CHAIN})(?:['’]s?)?\s+(?:\w+\s+){{0,3}}?(?i:{_ACTORS_EN_NOUN})")
_CITED = re.compile(
    rf"\(\s*{THE}(?P<chain>{CHAIN})(?:['’]s)?\s(?:Announcement|Order|Decree|Notice|Circular)\sNo\.?\s?\d"
)
"""The number of what the news is about, in brackets behind it: "(A Announcement No. 98 of 2025)"."""
_NOT_A_VERB = (
    r"(?:officials|statistics|figures|data|experts|researchers|sources|documents|regulators|leaders|ministers"
    r"|companies)\b"
)
SUBJECT = re.compile(
    rf"^(?:(?:On|In|At|After|Following|From|With effect from|As of|Since|With (?:its|an?|the|this|these)"
    rf"|Until) (?:[^,{BODY}]{{3,120}}|[“\"][^“”\"{BODY}]{{3,240}}[”\"](?:\s?\([^()]{{1,120}}\))?), |(?:At"
    rf"|In) [^,{BODY}]{{3,60}}? (?:meeting|session) )?{THE}(?P<chain>{CHAIN}){_OFFICER}{_ASIDE}{_ADVERB}\s+"
    rf"(?!{_NOT_A_VERB})(?:want|say|plan|aim|ask|tell|swap|slap|sketch|raise|lower|order|urge|foresee|promise|call|make|ban|set|count\son|hope|expect|intend|will|would|may|is|was|said|says|cut|held|met|told|began|gave|took|plans|wants|to"
    r"|found|put|let|left|sent|drew|sought|kept|led|chose|brought|made|laid|won|stood"
    rf"|[a-z]+ed|[a-z]+s)\b"
)
DOES_BEHIND = re.compile(
    rf"^[^:.;,{BODY}]{{3,60}}: {THE}(?P<chain>{CHAIN}){_ASIDE}{_ADVERB}\s+"
    rf"(?!{_NOT_A_VERB}|(?:is|was|has|says|plans|wants|intends|hopes|expects)\b)[a-z]+s\b"
)
"""Somebody who does something behind a topic and a colon: "Carbon market: the A hands out allowances"."""
BEGUN = re.compile(
    rf"^(?:(?:On|In|At|After|Following) [^,{BODY}]{{3,60}}, )?{THE}(?P<chain>{CHAIN}){_ASIDE}{_ADVERB},?\s+{_VERB}"
)
"""A body that acts is the subject with which the sentence begins."""
TOLD = re.compile(
    r"\b(?:said|says|saying|claim(?:s|ed|ing)?|announc\w+|stat(?:es|ed)|told|tells|according to|boast\w*|filing"
    r"|disclos\w+)\b|称|表示|宣布|据|透露",
    re.IGNORECASE,
)
"""Somebody says so; of a sentence without a body for its subject it may be the company."""
TOLD_BEHIND = re.compile(
    r"\baccording to\b|,\s[^,.;]{2,60}\s(?:said|says|claim(?:s|ed)|announced)\b[^,;]{0,60}$"
    r"|，[^，。]{1,20}(?:称|表示|透露)",
    re.IGNORECASE,
)
_ON_TOPIC = r"(?:\son\s[\w -]{3,40}(?=:))?"
LEADS = re.compile(rf"^{THE}(?P<chain>{CHAIN}){_MEETING}{_ON_TOPIC}{_DAY}(?:\s*[:：]\s|\s+[–—|→-]\s)")
"""Somebody named before a colon, dash or bar at the very beginning: "A and B: notice on ..."."""
_NAMED_LAST = re.compile(
    rf"^[^{BODY}(–—]{{10,200}}[^{BODY}(–—,;:]\s[–—]\s{THE}(?P<chain>{CHAIN})"
    r"(?:,\s(?:\d{1,2}\s\w{3,9}|\w{3,9}\.?\s\d{1,2}))?[.\s]*$"
)
"""Somebody behind a dash at the end: "Antimony needs a licence from 15 September — A with B."."""
_IN_FRONT = re.compile(rf"(?P<chain>{CHAIN})-(?:led|issued|drafted)\b")
"""Whose document something is, in front of it: "the A-led plan"."""
_NAMED_BEHIND = re.compile(
    rf"^[^{BODY}(]{{3,200}}\(\s*{THE}(?P<chain>{CHAIN})"
    r"(?:,\s(?:\d{1,2}\s\w{3,9}|\w{3,9}\.?\s\d{1,2}))?\s*\)(?:,?\s(?:until|till|by)\s[\w ,]{3,20})?[.\s]*$"
)
"""Somebody in brackets at the end, alone or with the day: "Foreign hospitals may open in four more cities (A, B)."."""
SIGNED = re.compile(
    rf"(?P<chain>{CHAIN}) (?:(?:co-?)?signed (?:too|it|as well|along)|co-?signed(?=\s?(?:[;,.]|$))"
    r"|leads?(?=\s?[;,.]| and\b))"
)
"""Who led and who signed a document that a sentence before tells of: "A leads; B and C signed too"."""
_TITLED = re.compile(
    rf"^(?:The )?[A-Z][^{BODY}(.;]{{10,240}}(?:\([^(){BODY}]{{1,120}}\)"
    rf" )?\(\s*{THE}(?P<chain>{CHAIN})\s*\)\s?(?:[:：]|–|—)\s"
)
"""Somebody in brackets behind the title with which an entry begins: "Opinions on Ropes (A): a system by 2027"."""
_ASKED_FOR = r"(?:comments?|remarks|views|feedback|suggestions|opinions|replies|responses|submissions|input)"
_SENT_TO = re.compile(
    rf"\b(?i:{_ASKED_FOR})\b[^.;]{{0,160}}?\b(?:sent|mailed|e-mailed|emailed|submitted|addressed|directed|returned|filed|posted|go)\s(?:in\s)?to"
    rf"\s{THE}(?P<chain>{CHAIN})"
    rf"|\b(?i:send|submit|mail|e-mail|email|address|direct|return)\s[^.;]{{0,40}}?\b(?i:{_ASKED_FOR})\s[^.;]{{0,40}}?to\s{THE}(?P<to>{CHAIN})"
)
"""To whom comments go."""
_SIGNED_LAST = re.compile(rf"^[^.;{BODY}]{{10,240}}, by {THE}(?P<chain>{CHAIN})[.\s]*$")
"""By whom it is, at the end: "Out now: Guidelines for Ropes, by A and B"."""
_COMES_FROM = re.compile(
    r"\b(?:(?:comes?|came|stems?) from|[Bb]ehind (?:it|them|this)(?: (?:is|are|stands?))?:?|(?:the"
    r"|an?) (?:joint )?(?:work|product|effort|brainchild) of|(?:cleared|passed|went through) (?:its "
    r"|the |a )?(?:\w+ )?reading (?:at|in|by)|bears? the (?:seals?|stamps?|signatures?"
    r"|names?) of)"
    rf" {THE}(?P<chain>{CHAIN})"
)
"""From whom something comes."""
_BRANCHES = re.compile(
    r"^(?:The )?(?:\w+ )?(?:branches|offices|bureaus|departments|arms"
    rf"|outposts) of {THE}(?P<chain>{CHAIN}){_ADVERB} (?:are|is|were|have|must|shall|[a-z]+ed)\b"
)
"""Whose branches do something."""
_OWN_TITLE = re.compile(
    rf"^{THE}(?P<chain>{CHAIN})(?:['’]s)?\s(?:[A-Z]\w+\s){{0,4}}(?:Measures|Provisions|Guidelines|Opinions|Notice|Circular|Plan|Regulations|Rules|Decision)"
    rf"\s(?:on|for|of|regarding|concerning)\s[A-Z][^:{BODY}]{{3,240}}:\s"
)
"""Whose title an entry begins with, before what is in it: "A Opinions on Ropes: the third of that rank"."""
_SPEAKER = (
    r"(?:spokes\w+|officials?|representatives?|executives?|officers?"
    r"|director|minister|head|chief|governor|chair\w*|president)"
)
_SPEAKS = (
    r"(?:said|says?|told|tells|confirmed|confirms|announced|stated|denied|denies|warned|hinted|explained|added|wrote"
    r"|promised)\b"
)
SPOKEN = re.compile(
    rf"^(?:[^.;{BODY}]{{3,80}}[,;] )?(?:An?|The|One|Two|Several)?\s?(?i:(?:[a-z-]+ ){{0,2}}?{_SPEAKER}) (?:of"
    rf"|from|at|for|with) {THE}(?P<chain>{CHAIN})"
    rf"(?:, [^,;.{BODY}]{{3,60}},)?{_ADVERB} {_SPEAKS}"
)
SPOKEN_FOR = re.compile(
    r"(?:^|[;,]\s)(?:An?\s|The\s|a\s"
    rf"|the\s)?(?P<chain>{CHAIN})(?:['’]s)? (?:[a-z-]+ ){{0,2}}?{_SPEAKER}(?:\s[A-Z][\w-]+){{0,3}}{_ADVERB} {_SPEAKS}"
)
"""For whom somebody speaks."""
ACTED = re.compile(
    r"\b(?:appl(?:y|ies)|takes? effect|(?:is|are|be) in force|must|shall)\b"
    r"|\b(?:confirm|announc)(?:s|es|ed)\b|\bha(?:d|s|ve) (?:\w+ly |also |now )?(?:issued|published|released"
    r"|adopted|approved|launched|opened"
    r"|imposed|amended|lifted|suspended)\b"
)
"""What somebody says to have been done."""
CALLED = re.compile(
    r"(?:^|[;,]\s)[Tt]he (?:[a-z]+ )?(?:ministry|watchdog|regulator|agency|commission|authority|administration"
    r"|bureau|office|body|planner)"
    rf"(?:['’]s [a-z]+ (?:office|department|bureau))?{_ADVERB},?\s+{_VERB}"
    r"|\b(?:circular|notice|announcement|order|document|statement|letter) (?:of|by|from) the (?:ministry"
    r"|watchdog|regulator|agency"
    r"|commission|authority|administration|bureau|office)\b"
)
"""Acts of somebody named before, who is called by what kind of body it is."""
ACTORS = (
    ACTIVE,
    _APPOSED,
    _BEHIND,
    SIGNED,
    _LEAD_IN,
    _LEADS_DUTY,
    _SAYS_IN,
    DECIDED,
    _ACCORDING,
    _OWN,
    _DECREED,
    _OWN_TITLE,
    _RULED_BY,
)
BESIDE = (
    ATTRIBUTIVE,
    _OF,
    _CITED,
    _NAMED_BEHIND,
    _NAMED_LAST,
    _IN_FRONT,
    _TITLED,
    _SENT_TO,
    _BRANCHES,
    _COMES_FROM,
    _SIGNED_LAST,
)
ASKS_BEHIND = re.compile(
    rf"^[^{BODY}(]{{3,160}}\({THE}(?P<chain>{CHAIN})\)\s?[:：;,–—-]\s*(?:(?:public|open|for)\s)*"
    r"(?i:comments?|feedback|consultation|views)\b[^.;]{0,30}?\b(?:until|till|by|to|close|closes|closing|due|open|ends?)\b"
)
"""Somebody in brackets behind what comments are asked for: "Catalogue of ... (A, B): comments until 18 May"."""
_ASKING = r"(?:accept|solicit|seek|collect|invit|ask|tak|receiv|consult|process)\w*"
PLANS = re.compile(
    rf"^(?:(?:On|In|At|After|Following) [^,{BODY}]{{3,60}}, |(?:At|In) [^,{BODY}]{{3,60}}? (?:meeting"
    rf"|session) )?{THE}(?P<chain>{CHAIN}){_ASIDE}{_ADVERB}\s+"
    r"(?:will|would|may|might|could|(?:plan|intend|expect|hope|want|aim|pledge|vow|promise)(?:s|ed|d|ned)? to"
    r"|(?:is|are|was|were) (?:set|due|about|likely|expected|slated|ready|planning|preparing) to|(?:is|are) to"
    rf"|(?:said|says|announced) (?:on [^,.;{BODY}]{{3,20}}? )?(?:that )?it (?:would|will"
    r"|(?:was|is) (?:ready|willing|about) to)"
    rf"|(?:began|begins|started|starts) (?!(?:to )?{_ASKING})(?:to\b|[a-z]+ing))\b"
)
MERELY_NAMED = re.compile(
    r"(?:\b(?:according to|under|to|with|at|by|from|for|per|via|than|against)\s+(?:the |China['’]s )?"
    r"|(?<!Office)(?<!general office)(?<!Department)(?<!Bureau)(?<!Division)(?<!Secretariat)"
    r"(?<!meeting)(?<!session)(?<! office)(?<!bureau)(?<!division)(?<!offices)(?<!Offices)"
    r"(?<!version)(?<!edition) of (?:the |China['’]s )?)$"
)
ITS_NEW = re.compile(r"['’]s?\s(?:new|latest|revised|updated|fresh|own)\s")
WITH = re.compile(rf"(?:\A|[.;:]\s)(?:Together|Jointly|In (?:conjunction|coordination|cooperation)) with {THE}\Z")
"""Opens a sentence with those beside whom its subject acts, who stand in one list with it."""


# Who does what in a Chinese sentence, each body in it one sign: chains of bodies, and what stands beside them.

_UNIT_ZH = (
    rf"{BODY}(?:办公厅|办公室|秘书[局处]|综合局|[{HAN}]{{1,6}}司|[{HAN}]{{2,6}}(?:部|委员会)"
    rf"|副?(?:行长|部长|主任|局长|主席|署长)(?=[、和与及，]|出席|共同|宣布|在[{HAN}{BODY}]{{2,16}}(?:会|会议|论坛)上))?"
    r"(?:[(（][^()（）]{0,30}[)）])?"
)
_OTHER_ZH = rf"(?:(?![和与及])[{HAN}]){{2,14}}?(?:部|委|局|署|院|会|厅|办|总社|公司|集团|大学)"
"""Somebody whom no list of ours holds, within a list of bodies."""
CHAIN_ZH = (
    rf"{_UNIT_ZH}(?:(?:\s*[、，,]\s*|\s*|会同|联合|以及|和|与|及){_UNIT_ZH}|(?:、|和|与|及){_OTHER_ZH}){{0,24}}"
    rf"(?:(?:等[{HAN}\d]{{0,4}}|[两二三四五六七八九十\d]{{1,3}}个?)(?:部门|部委|单位|机构)(?:办公厅|办公室)?|会同(?:有关|相关)(?:部门|方面|单位))?"
)
LEADS_ZH = re.compile(
    rf"^[【\[]?(?P<chain>{CHAIN_ZH})\s*"
    rf"(?:[:：|｜】\]](?=\s*[{HAN}《“\d])|关于(?=[^，。；]{{4,90}}的(?:通知|公告|通告|意见|函)(?:要求|明确|提出|指出|规定|[（(：:，。])))"
)
"""Somebody named before a colon, bar or bracket at the very beginning: "A、B：延续实施…", "A｜印发…", "【A】印发…"."""
_ADVERB_ZH = (
    r"(?:近日|日前|今日|今天|昨日|近期|[今去前]年(?:[底末初中]|\d{1,2}月)?|此前|早前|\d{1,2}月(?!\d)|每年|已经?|正式|联合|共同|先后|相继|分别|同日|当[日天]|随后|同步|首次|全面|审议|表决|初次|继续|分组|原则|再次|又|组织|牵头|还|制定并|研究|讨论|初步|，|\s"
    rf"|经{BODY}?[{HAN}]{{0,6}}?(?:调查|审查|审理|评审|评估|研究|同意|批准)，?"
    r"|以(?:(?:19|20)\d\d年)?第\s?\d{1,4}号令(?:的?形式)?|附(?:加限制性)?条件|无条件|依法|因[^，。；]{2,60}，|会议(?=要求|强调|指出|研究|审议|表决|通过|部署|决定|提出|听取|明确)|第[一二三四五六七八九十百\d]+次(?:[部委局署行院]?务|常务|全体)?会议|(?:[部委局署行院]?务|常务)会议|(?:部长|主任|局长|主席)?办公会议?"
    r"|于?(?:\d{4}年)?\d{1,2}月\d{1,2}日|(?:(?:有关|相关)?(?:部门|司局|方面)?负责(?:人|同志)|(?:新闻)?发言人)(?=就[^。]{2,90}(?:答|解读|说明)|解读《)"
    rf"|副?(?:行长|部长|主任|局长|主席|署长)[{HAN}]{{2,3}}?(?:在[^，。]{{2,16}}?)?(?=宣布|公布|发布)"
    rf"|在(?:{BODY})?[{HAN}、]{{0,14}}?(?:发布会|会议|论坛|大会|仪式)上|出席[^，。]{{2,30}}?，(?=宣布|公布|发布)|在[{HAN}、]{{1,20}}?(?=召开|举行|举办|宣布|发布|启动|开展|试点)|(?:对外|面?向(?:社会|公众|全国|全[市省区]|行业|企业))|就《[^《》]{{2,80}}》(?:作出|进行)?|就[{HAN}A-Za-z0-9《》“”（）、]{{2,50}}?(?=启动|发起|开展[^，。；]{{0,10}}(?:调查|审查)|公开|向社会|征求|答记者|(?:发布|印发)(?:[^，。；《]{{0,16}}号)?(?:公告|通知|通告)))*"
)
_VERB_ZH = (
    "(?:印发|发布(?!会)|发文|初裁|终裁|裁定|下达|出台|公布|制定|下发|颁布|通过|批准|起草(?:了|形成)?|公开征求|征求|启动|部署|开展|宣布|通报|约谈|修订|修改|废止"
    "|对《[^《》]{2,60}》(?:作出|进行)(?:修改|修订)|对[^，。]{2,30}?(?:公开)?征求意见|推出|批复(?=同意|《)|明确|要求|提出(?!并归口)|决定|编制|转发|公示(?![期时])|发函|发出(?=通知|公告|通告|《|关于)|公开(?=《)|公开征集|发表(?:(?:联合|共同)?声明|(?=《))|拿出(?=《)|解读|开始(?=征[集求]|受理|接受|实施|施行|执行|试点|推行|发放)|将《[^《》]{2,80}》[^，。；《》]{0,6}?(?:公布|发布|公开|印发)|披露(?=，)|答(?:记者)?问|拟(?:修[订改]|制定|出台)(?=[^。]{2,90}(?:征[求集]|意见))"
    r"|(?:公告|通告|通知)(?=[，,：:]|(?:(?:19|20)\d\d年)?第\s*\d{1,4}\s*号))"
)
_GIVES_ZH = (
    "(?:[向为对][^，。]{2,40}?(?:颁发|发放|授予|处以|作出|进行|立案|罚款)|颁发|发放|授予|核准|批复|处罚|责令|吊销|认定)"
)
_PUNISHES_ZH = r"对[^，。]{1,40}?(?:处以|罚款|立案|(?:开展|启动|进行)[^，。]{0,8}调查|作出[^，。]{0,12}处罚)"
_LEADS_OTHERS_ZH = "牵头(?=[，。；、]|$|的[^，。]{1,10}作出)"
_SAYS_ZH = (
    "(?:称|表示|介绍)，(?:[^。]{2,80}?(?:已(?:经|依法)?(?:对其)?(?:依法)?立案|启动[^，。]{0,8}调查)"
    "|(?:(?:因|由于|鉴于|考虑到|根据|为)[^。，]{2,60}，)?(?:[已现将也]|正在)*(?:决定|撤回|撤销))"
)
ACTIVE_ZH = re.compile(
    rf"(?<![据经向对受被给报{BODY}])(?P<chain>{CHAIN_ZH}){_ADVERB_ZH}(?:{_VERB_ZH}|{_PUNISHES_ZH}|{_LEADS_OTHERS_ZH}|{_SAYS_ZH})"
)
_MET_ZH = (
    rf"(?:[^，。；]{{0,40}}号文?(?:件)?(?:明确|规定|提出|要求|指出|显示)，|经{BODY}?(?:[{HAN}]{{0,6}})?(?:同意|批准)，"
    r"|[^，。；]{0,20}(?:召开|举行)的?)?"
)
"""Opens a sentence with when a body met ("9月12日召开的国务院常务会议"), or with the number of what it tells from."""
BEGUN_ZH = re.compile(
    rf"^(?:近日|日前|今日|昨日)?[，,]?{_MET_ZH}(?P<chain>{CHAIN_ZH}){_ADVERB_ZH}(?:{_VERB_ZH}|{_GIVES_ZH})"
)
_DOES_ZH = (
    "(?:统筹|(?:常务|全体|党组|专题)?会议(?:要求|强调|指出|研究|审议|部署|决定|提出|听取|明确)|[上下]调|发放|调整|提高|降低|[加减免]?征收?|减免|取消|暂停|恢复|延长|延续|放开|放宽|收紧|扩大|开放|设立|成立|启用|试点|实施|执行|完善|优化|健全|建立|叫停|查[处封]|立案"
    "|审议|支持|召开|举行|鼓励|引导|召集|派出|举办|发起|拨付|下拨|安排|上线|开通|受理|核发|同意|新增|纳入|列入|移出|遴选|推荐|推进|推动|促进|加[快强]|规范|便利|简化|实行|限制|严?禁止?|允许"
    "|对[^，。；]{2,40}?(?:征收|实施|实行|采取|启动|发起|开展|加征|约谈))"
)
SUBJECT_ZH = re.compile(
    rf"^{_MET_ZH}(?P<chain>{CHAIN_ZH}){_ADVERB_ZH}(?:{_DOES_ZH}|{_GIVES_ZH}|向[^，。]{{2,24}}?(?:发放|拨付|下达))"
)
FORWARDED_ZH = re.compile(
    rf"{BODY}{_ADVERB_ZH}转发了?(?P<chain>{CHAIN_ZH})[^，。；]{{0,4}}(?:《|关于|[^，。；]{{0,4}}文件)"
)
"""Whose document another body passes on: "A转发B《…》" is of both."""
LEARNED_ZH = re.compile(
    rf"从(?P<chain>{CHAIN_ZH})(?:获悉|了解到)[，,：:][^。]{{0,60}}?(?:发布|印发|出台|公布|批准|启动|实施|施行)"
)
"""From whom the news of an act was heard ("记者从A获悉，《…》已发布")."""
THAT_IS_ZH = re.compile(rf"号文?(?:件)?[，,]?[即是](?P<chain>{CHAIN_ZH})(?=《|关于)")
"""Whose document a number is ("财会〔2024〕1号文，即A《…》")."""
SIGNED_ZH = re.compile(rf"签署(?:第\s*\d+\s*号)?(?P<chain>{_UNIT_ZH})令")
_ANSWERS_ZH = r"(?:有关|相关)?(?:部门|司局|方面)?负责(?:人|同志)就[^。]{2,90}答(?:记者)?问"
ANSWERED = re.compile(_ANSWERS_ZH)
TITLE_ZH = re.compile(
    rf"(?:^|[(（《“])\s*(?P<chain>{CHAIN_ZH})\s*(?:联合)?(?:公告|通告|令|关于|[:：]?\s*(?=《)|{_ANSWERS_ZH})"
)
