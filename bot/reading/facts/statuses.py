"""The nature that titles and wordings state, and the status that a report gives a document. "Pilot" is no nature."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from bot.model.briefing import Deadline, DeadlineKind, Nature, PolicyStatus
from bot.reading.facts.issuers import is_only_planned, list_done

_STATES = {
    "DRAFT_FOR_COMMENT": r"(?:\w+\s)?draft|(?:open\s|out\s)?for\s(?:public\s)?comment|consultation|征求意见|草案",
    "IN_FORCE": r"in\s(?:force|effect)(?!\s(?:from|as\sof)\b)|effective|live\b|现行有效|已?(?:生效|施行|实施)",
    "AMENDED": r"amended|revised|已?修[订改]",
    "REPEALED": r"repealed|abolished|expired|no\slonger\sin\sforce|已?(?:废止|失效)",
    "WITHDRAWN": r"withdrawn|cancelled|已?撤回",
    "UNKNOWN": r"pending|planned|expected|ongoing|in\spreparation|not\s(?:yet\s)?published",
    "ISSUED": r"final|issued|published|released|adopted|passed|promulgated|approved|已?(?:发布|印发|出台)",
}
"""What a field says of how a document stands."""
_VALUES = "|".join(f"(?P<{name}>{words})" for name, words in _STATES.items())
_LABELLED = re.compile(
    r"(?:(?:^|\n)sta(?:te|ge)|(?:^|\s)(?:(?:current|legal)\s)?(?:status"
    rf"|(?:效力)?状态))\s*[:：]\s*(?:under\s|in\s)?(?:{_VALUES})",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"(?<!any\s)(?<!each\s)(?<!every\s)\bdrafts?\b(?!\s(?:a|an|the)\b)|\b(?:out|open\w*|issu\w+|publish\w+|releas\w+|put\w*"
    r"|post\w*)\b[^.;]{0,120}?\s(?:for|to)\s(?:public\s|further\s)?"
    r"(?:comments?|consultation|feedback)\b|\bhave\s(?:its|their|your|a)\ssay\b|\bconsult(?:s|ed|ing)?\son\b"
    r"|\b(?:solicit|seek|sought|invit|request|collect|gather|ask|welcom|tak|want|send|submit|provide"
    r"|accept)\w*\b[^.;]{0,30}?"
    r"\b(?:comments?|feedback|opinions|views|remarks|suggestions|input)\b|\b(?:public|opened\sa|launched\sa|began\sa|started\sa)\sconsultation\b"
    r"|\bcomment\speriod\b"
    r"|\b(?:comments|remarks|suggestions|views)\b[^.;]{0,80}?\s(?:are|can|may|must|should)\b"
    r"|征求意见稿|草案|送审稿|征求.{0,60}意见|意见反馈|征集.{0,40}(?:意见|(?<!项目)(?<!课题)建议)",
    re.IGNORECASE,
)
"""Tells of a draft, or of a consultation on one."""
_BEFORE_NEWS = re.compile(
    r"\b(?:after|following|since|had|earlier|previous(?:ly)?|in\sresponse\sto|incorporat\w+|last\syear|was"
    r"|were)\b[^.;]*$"
    r"|(?:曾|此前|早前|先前|配套)[^。；]*$",
    re.IGNORECASE,
)
_ISSUED_TEXT = "关于印发 关于公布 关于发布 关于下达 关于做好 关于开展 关于组织 答记者问 解读 问答"
_ISSUED_ZH = tuple(_ISSUED_TEXT.split())
"""In a title of what is there, whatever its text says of drafts."""
_DOCUMENT = (
    r"(?:measures|rules|provisions|regulations?|guidelines?|notices?|circulars?|drafts?|opinions"
    r"|catalogues?|plan|standards?|law|text)"
)
_ITS = (
    r"(?:it|them|(?:(?:its|the|an?|two|three|all|old|outdated|\d+)\s)(?:(?!of|in|for|on|by|to|and"
    rf"|that)[^\s.;,]+\s){{0,5}}?{_DOCUMENT})\b"
)
_REPEALED = re.compile(
    rf"\brepeal(?:s|ed)?\b|\b(?:abolish(?:es|ed)|scrap(?:s|ped)|end(?:s|ed)|annul(?:s|led)|void(?:s|ed))\s{_ITS}"
    rf"|\bdeclare[sd]?\s[^.;]{{0,160}}?\b(?:void|invalid|obsolete|abolished|repealed|no\slonger\svalid)\b"
    rf"|\b{_DOCUMENT}\b[^.;]{{0,80}}?\b(?:no\slonger\s(?:appl(?:y|ies)|valid|in\sforce)"
    r"|ceased?s?\sto\sapply|lapsed|expired|los[et]s?\s(?:\w+\s)?(?:effect|force))\b"
    r"|废止了?(?:《|[\d一二两三四五六七八九十]+[件部项份])|》[^，。；《》]{0,16}(?:予以|即行|宣布|自动"
    r"|自行)(?:废止|失效)",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    r"\b(?:withdr[ae]ws?|retract(?:s|ed)|pull(?:s|ed)|takes\sdown|took\sdown|takes\sback|took\sback"
    r"|revok(?:es|ed)|rescind(?:s|ed)"
    rf"|cancel(?:s|led|ed)|drop(?:s|ped)|abandon(?:s|ed))\s{_ITS}|\b{_DOCUMENT}\b[^.;]{{0,60}}?\b(?:was"
    r"|were|been)\s(?:\w+ly\s)?(?:withdrawn|retracted|pulled"
    r"|cancell?ed|revoked|rescinded)\b|撤[回销][^。；]{0,20}(?:草案|征求意见稿|通知|办法|规定|意见)",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(
    r"\b(?:took|taken)\seffect\b|\b(?:came|come|entered)\sinto\s(?:force|effect)\b|\b(?:is|are)\s(?:now\s"
    r"|already\s)?in\s(?:force|effect)\b"
    r"(?!\s(?:from|as\sof)\b)|\bin\s(?:force|effect)\ssince\b|\b(?:has|have)\sbeen\s(?:bound|binding"
    r"|mandatory|charged|levied|required|applied)\b"
    r"[^.;,]{0,40}?\ssince\b|\b(?:appl(?:y|ies|ied)|effective|effect|force)\s(?:at\sonce|immediately"
    r"|(?:up)?on\s(?:its\s)?(?:publication|issu\w+|release"
    r"|promulgation)|(?:from|since|as\sof)\sthe\s(?:date|day)\sof)|\bwith\simmediate\seffect\b"
    r"|\bretroactive(?:ly)?\b|\bbackdated\b"
    r"|自(?:发布|印发|公布|颁布)之日起|即日起|已(?:于[^，。；]{2,14}起?|经)?(?:正式)?(?:施行|实施|生效)"
    r"|今[日天]?起?(?:正式)?(?:施行|实施|生效)|》正式(?:施行|实施|生效)",
    re.IGNORECASE,
)
_AMENDED = re.compile(
    r"\b(?<!for\sthe\s)(?<!the\s)amend(?:s|ed)\b|\b(?:was|were|been)\s(?:\w+ly\s)?(?:amended|revised)\b"
    r"|\brevis(?:es|ed)\s(?:the|its|their|an?)\b"
    r"|\badjust(?:s|ed)\s(?:the|its)\s(?:catalogue|list)|\b(?:issu|releas|publish|announc)\w+\s(?:an?\s"
    r"|the\s)?(?:amend\w+|revis\w+)\b|\b(?:adopt|pass|approv)\w+\s[^.;,]{0,40}?\b(?:amendments?"
    r"|revisions?)\s(?:of|to)\b"
    r"|(?:发布|公布|印发)(?:新)?修订|(?:修订|调整|更新)后的《|(?<![制拟将])修[订改]了?《|修[订改](?:并"
    r"|后)?(?:重新)?(?:发布|印发|公布)",
    re.IGNORECASE,
)
_AMENDED_TITLE = ("修改", "修订", "修正", "amend", "revised", "revision")
_NEAR = 100
_NATURE = re.compile(
    r"(?P<interim>暂行|[(:]\s?(?:interim|temporary|provisional)\b|\b(?:interim|temporary"
    r"|provisional)\s(?:\w+\s){0,3}?"
    r"(?:measures|rules|provisions|regulations?|guidelines|opinions)\b)"
    r"|(?P<trial>(?<!试点)试行(?!的)|[(:]\s?(?:for\s|on\s)?trial\b|\bfor\strial\b"
    r"|\btrial\s(?:measures|guidelines|rules|provisions|implementation|opinions)\b)",
    re.IGNORECASE,
)


def find_nature(wordings: Iterable[str]) -> Nature | None:
    """Return the nature that titles or wording state first: on trial or for the interim."""
    stated = next(filter(None, map(_NATURE.search, wordings)), None)
    return Nature(stated.lastgroup or "") if stated else None


def decide_status(*, titles: str, news: str, issued: bool, cited: bool, planning: bool) -> PolicyStatus:
    """Return what the source says of a policy, from its titles and the report without comment.

    ``issued`` tells that somebody is named who issues or acts, ``cited`` that the document itself is cited: then it is
    there, whatever else the report says is planned. ``planning`` tells that the report begins with what a body will do.
    """
    labelled = _LABELLED.search(news)
    if labelled is not None:
        return PolicyStatus[labelled.lastgroup or ""]
    if list_done(_WITHDRAWN, news):
        return PolicyStatus.WITHDRAWN
    drafts = [] if any(words in titles for words in _ISSUED_ZH) else [hit.start() for hit in list_done(_DRAFT, news)]
    told = any(not _BEFORE_NEWS.search(news, max(0, at - _NEAR), at) for at in drafts)  # and not of what was before
    if told or _DRAFT.search(titles):
        return PolicyStatus.DRAFT_FOR_COMMENT
    if "废止" in titles or list_done(_REPEALED, news):
        return PolicyStatus.REPEALED
    if not cited and is_only_planned(news, planning=planning):
        return PolicyStatus.UNKNOWN
    if _IN_FORCE.search(news):
        return PolicyStatus.IN_FORCE
    if any(word in titles.lower() for word in _AMENDED_TITLE) or _AMENDED.search(news):
        return PolicyStatus.AMENDED
    return PolicyStatus.ISSUED if issued else PolicyStatus.UNKNOWN


def settle_status(status: PolicyStatus, deadlines: Sequence[Deadline], *, known_on: dt.date | None) -> PolicyStatus:
    """Return the status once the dates are known: a draft while comments have a deadline, in force once it has effect.

    What has a day of effect beside that deadline is a draft by its words alone: a ruling may ask for comments too.
    In force means that the text dates its effect no later than ``known_on``, the day of the news or of the briefing.
    """
    effects = [deadline.on for deadline in deadlines if deadline.kind is DeadlineKind.TAKES_EFFECT]
    begun = known_on is not None and any(on <= known_on for on in effects)
    asked = any(deadline.kind is DeadlineKind.COMMENTS_CLOSE for deadline in deadlines)
    if asked and not effects and status in {PolicyStatus.ISSUED, PolicyStatus.AMENDED, PolicyStatus.UNKNOWN}:
        return PolicyStatus.DRAFT_FOR_COMMENT
    return PolicyStatus.IN_FORCE if begun and status is PolicyStatus.ISSUED else status
