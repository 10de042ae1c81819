"""The names in a party column: read only to be taken out of the row's other cells, never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from xfgrid.case.privacy import label, strike_names

_SPACED = re.compile(r"(?<![\u3400-\u9fff])([\u3400-\u9fff])\s+([\u3400-\u9fff])(?![\u3400-\u9fff])")
"""Two signs set apart to fill a column: 王　强."""

_APART = re.compile(
    r"[、，,；;：:。/／|&()（）\[\]【】\s]+|[0-9０-９*\-—－+]+|(?<=[\u3400-\u9fff]{2})[和与及诉](?=[\u3400-\u9fff]{2})"
)
_ROLE = re.compile(
    r"^(?:(?:第?[一二三甲乙丙丁]|[ABab])方|(?:被)?(?:申请|反映|投诉|求助|代理|委托|信访|来访)人|双方|当事人|原告|被告|户主|业主|村民|居民|对方)+"
)
_TAIL = re.compile(r"等.{0,3}(?:人|户)?$|(?:夫妇|夫妻|一家|家属|父子|兄弟)$")
_NO_NAME = re.compile(
    r".*(?:村民|居民|群众|业主|住户|农户|物业|商家|厂家|施工方|承包方|开发商|包工头|村干部|若干)$"
    r"|.*(?:村|组|社区|镇|乡|街道|小区|县|市|省|户|人|岁|电话|手机|身份证|号码|住址|委员会|村委会|居委会)$"
    r"|公司|[男女]|丈夫|妻子|儿子|女儿|父亲|母亲|父母|子女|兄弟|姐妹|哥哥|弟弟|姐姐|妹妹|儿媳|公婆|婆媳|邻居|房东|老板|其他|其它|不详|未知|匿名|无"
)
"""Words of such columns that name nobody; 公司 alone is one, a company by its full name is not."""
_GIVEN = re.compile(r"[\u3400-\u9fff·•]{2,20}")

_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_label = lru_cache(maxsize=4096)(label)


def names(cells: Iterable[str]) -> frozenset[str]:
    """The names of persons and units that the party cells of one row hold, without roles, numbers and hints."""
    return frozenset().union(*map(_names, cells))


@lru_cache(maxsize=4096)
def _names(cell: str) -> frozenset[str]:
    parts = _APART.split(_SPACED.sub(r"\1\2", cell))
    found = (_TAIL.sub("", _ROLE.sub("", part)) for part in parts if part)
    return frozenset(name for name in found if _GIVEN.fullmatch(name) and not _NO_NAME.fullmatch(name))


def without_names(text: str, found: frozenset[str]) -> str:
    """A text with each of these names replaced by its label, 王小明 by 王某; spaces inside a name do not hide it."""
    for name in sorted(found, key=len, reverse=True):
        if name in text:
            text = text.replace(name, _label(name))
    if not _UNSEEN.search(text):
        return text
    squeezed = _UNSEEN.sub("", text)
    return strike_names(text, found)[0] if any(name in squeezed for name in found) else text
