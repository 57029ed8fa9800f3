"""Who acts, in the wordings of English news; bodies stand as one sign each (``bot.reading.recognition.clauses``)."""

from __future__ import annotations

import re

from bot.reading.recognition.clauses import BODY, BY, CHAIN, PREPARED, THE

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
_OF_NOUN = (
    r"(?:guidelines?|rules?|regulations?|notice|circular|measures|plan|opinions|document|draft|catalogue|standards?"
    r"|announcement|decision|order|code|provisions|interpretation|consultation|ruling|investigation|blueprint"
    r"|(?:white |consultation |position |policy )?paper|roadmap|scheme|framework|outline|list|handbook|strategy"
    r"|rulebook|guide|manual|booklet)"
)
FROM = re.compile(rf"\b(?i:{_OF_NOUN}) (?:from|by) {THE}(?P<chain>{CHAIN})")
_COUNT = r"(?: (?:No\.?|Number) ?\d{1,4}(?:(?: of |/| \(|, )(?:19|20)\d\d\)?)?)?"
_OF = re.compile(
    rf"(?:\b(?i:{_OF_NOUN}){_COUNT}|号[)）]?|\b(?:Measures|Provisions|Plan|Opinions|Notice|Rules|Regulations|Guidelines|Catalogue)\b"
    rf"[^“”\"{BODY}]{{0,200}}[”\"]) of {THE}(?P<chain>{CHAIN})"
)
_DECREED = re.compile(
    r"\b(?:[Ss]ign(?:s|ed)|[Pp]romulgated|[Pp]ublished|[Ii]ssued|came out|comes out|through"
    rf"|as) (?:as )?{THE}(?P<chain>{CHAIN})"
    r"(?:['’]s)? (?:Decree|Order|Announcement) No"
)
"""Whose order somebody signed, or as whose something came out: "the premier signed A Decree No. 3"."""
APPROVED = re.compile(rf"\b(?:approved|adopted|endorsed|passed|greenlit)\b{BY}(?P<chain>{CHAIN})")
_NOUN = (
    r"(?:guidelines?|rules?|regulations?|notice|circular|measures|plans?|opinions|scheme|catalogue|list|standards?"
    r"|document|announcement|decree|blueprint|white paper|roadmap|code|act|rulebook|outline|framework|charter"
    r"|strategy|provisions|draft|letter"
    r"|consultation|code for"
    r"|call for|decision|order|ban on|programme)\b"
)
ATTRIBUTIVE = re.compile(rf"(?P<chain>{CHAIN})(?:['’]s?)?\s+(?:\w+\s+){{0,3}}?(?i:{_NOUN})")
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
