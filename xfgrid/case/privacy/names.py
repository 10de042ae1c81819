"""Labels in place of names: 王小明 → 王某, 欧阳娜娜 → 欧阳某, 清源县大地物业有限公司 → 某公司."""

from __future__ import annotations

import re
from collections.abc import Iterable

_COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西"
        "颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘西门第五南荣东里即墨达奚褚师纳兰完颜耶律贺兰斛律贺若哥舒淳于单于相里",
    )
)
"""Surnames of two characters."""

_PUBLIC = re.compile("(?:委员会|村委会|居委会|调委会|政府|街道办|办事处|派出所|司法所|法院|检察院|信访局|[局委办])$")
_UNIT = re.compile(
    "(?:有限责任|股份有限|有限)?(公司|合作社|工程队|施工队|项目部|门市部|经营部|农场|林场|牧场|工厂|饭店|酒店|宾馆|旅馆|超市|商店|"
    "商行|药店|诊所|医院|卫生院|学校|小学|中学|幼儿园|养老院|敬老院|银行|信用社|协会|中心|集团|单位|厂|店|站|矿|行|校|院|社|部|队|场|馆)$"
)
_AROUND = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+|[(（\[【].*?[)）\]】]?$")
_BETWEEN = r"[\s\u200b-\u200f\u2060\ufeff]*"


def label(name: str) -> str:
    """The label of a person or a unit; a label stays as it is.

    A person is the surname and 某; a unit is 某 and what kind of unit it is, since a shop is often called after
    its keeper; a public body keeps its name, because offices are what xfgrid keeps watch over.
    """
    bare = _AROUND.sub("", name)
    if len(bare) < 2 or bare.startswith("某"):
        return f"{bare}某" if len(bare) == 1 and bare != "某" else bare
    if len(bare) > 3 and _PUBLIC.search(bare):
        return bare
    unit = _UNIT.search(bare) if len(bare) > 3 else None
    if unit:
        return f"某{unit[1]}"
    surname = bare[:2] if len(bare) > 2 and bare[:2] in _COMPOUND else bare[:1]
    return f"{surname}某"


def strike_names(text: str, names: Iterable[str]) -> tuple[str, int]:
    """The text with each of the given names replaced by its label, and how often; spaces inside a name do not hide it.

    Only the names given are looked for. Names of one character and labels are left alone.
    """
    known = {bare: label(bare) for bare in (_AROUND.sub("", name) for name in names) if _is_name(bare)}
    if not known:
        return text, 0
    longest_first = sorted(known, key=lambda bare: (-len(bare), bare))
    pattern = "|".join(f"({_BETWEEN.join(map(re.escape, bare))})" for bare in longest_first)
    return re.subn(pattern, lambda found: known[longest_first[(found.lastindex or 1) - 1]], text)


def _is_name(bare: str) -> bool:
    return len(bare) > 1 and "某" not in bare and label(bare) != bare
