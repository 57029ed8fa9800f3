"""The province whose government a notice's number names by its one sign (鄂政发: Hubei)."""

from __future__ import annotations

import re

_PROVINCES_TEXT = (
    "京北京市 津天津市 沪上海市 渝重庆市 冀河北省 晋山西省 辽辽宁省 吉吉林省 黑黑龙江省 苏江苏省 浙浙江省 皖安徽省 "
    "闽福建省 赣江西省 鲁山东省 豫河南省 鄂湖北省 湘湖南省 粤广东省 琼海南省 川四川省 贵贵州省 黔贵州省 云云南省 "
    "滇云南省 陕陕西省 甘甘肃省 青青海省 桂广西壮族自治区 蒙内蒙古自治区 宁宁夏回族自治区 新新疆维吾尔自治区 "
    "藏西藏自治区"
)
_PROVINCES = {text[0]: text[1:] for text in _PROVINCES_TEXT.split()}
_OF_GOVERNMENT = re.compile(r"\s*(?P<sign>[^\W\d_])政(?:办)?(?:发|函|规|字|办发|办函)?")
_NAMELESS = re.compile(r"(?:省|市|自治区)?人民政府(?:办公厅)?")


def complete_government(issuer: str | None, number: str | None) -> str | None:
    """Return a government that its own paper calls without its place with that of its number; None for any other."""
    sign = _OF_GOVERNMENT.match(number or "")
    place = _PROVINCES.get(sign["sign"]) if sign else None
    if issuer is None or place is None or not _NAMELESS.fullmatch(issuer):
        return None
    return f"{place}{issuer[issuer.index('人民政府') :]}"
