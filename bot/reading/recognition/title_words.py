"""The words of which titles are made: kinds of documents in both languages, and what stands between capitals."""

from __future__ import annotations

DOC_WORD = (
    r"(?:Measures|Provisions|Guidelines?|Guiding Opinions|Opinions?|Notice|Circular|Action Plan|Plan|Regulations?"
    r"|Catalogue|Rules"
    r"|Standards?|Law|Decision|Outline|Scheme|Guide|List|Programme|Program|Specifications?|Interpretation"
    r"|Announcement|Letter|Directory|Framework|(?:Standard|Access|Admission|Normative) Conditions"
    r"|(?:Safety|Security|Technical|General|Basic)(?: (?:Safety|Security|Technical|Performance))? Requirements"
    r"|Roadmap|White Paper|Strategy|Handbook|Key (?:Points|Tasks)(?= (?:for|of|on) )|Conditions(?= for the )"
    r"|Principles(?= (?:for|on) )|Code(?= for)|Recommendations(?= (?:for|on) (?:the )?[A-Z]))"
)
KIND_ZH = (
    "通知|意见|公告|通告|办法|规定|条例|规则|细则|计划|规划|方案|纲要|指南|指引|目录|清单|标准|规范|条件|决定|函|法|》|原则"
    r"|要点|措施|若干政策|(?<=政策)举措|准则|规程|导则|预案|要求|限额|限定值|战略(?:20\d\d)?|路线图|(?<=的)建议"
)
"""The last signs of a title in Chinese."""
CAP = (
    r"(?:(?:[A-Z]\.){2,}|[A-Z][\w-]*s'(?=\s[A-Z])|[A-Z0-9“‘][\w’'+/&.,–-]*[\w”’]|[A-Z]"
    r"|[“\"][A-Z0-9][^“”\"\n]{1,60}[”\"])"
)
SMALL = (
    r"(?:of|the|and|or|for|in|on|to|with|by|from|a|an|&|at|its|under|out|up|into|over|through|within|between|across|among|against|towards?|along|beyond|as"
    r"|regarding|concerning|governing)"
)
SAYS_IN_TITLE = (
    r"(?:Releas|Issu|Publish|Announc|Unveil|Launch|Promulgat|Introduc|Adopt|Approv|Amend|Revis|Seek|Solicit)(?:e?s|ed)"
)
"""What a headline in title case says of a document; no word of a title before its kind."""
