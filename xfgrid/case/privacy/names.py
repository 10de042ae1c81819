"""Labels in place of names: 王小明 → 王某, 欧阳娜娜 → 欧阳某, 清源县大地物业有限公司 → 某公司."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西"
        "颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘西门第五南荣东里即墨达奚褚师纳兰完颜耶律贺兰斛律贺若哥舒淳于单于相里",
    )
)
"""Surnames of two characters."""

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段"
    "雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂苗谷盛曲"
    "翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶牟艾尤阳穆古吉缪简项连芦麦褚娄窦戚岑景宫费卜冷晏席卫米柏宗瞿桂佟臧闵苟邬边卞姬仇栾隋刁沙荣巫寇桑郎甄仲虞敖巩佘池查麻"
    "洪傅赖向代成时强车阎解应占司丛薄萧明漕植位"
)
"""The common surnames of one character: they tell 王新村, who may be a person, from 桥头村."""

_PUBLIC = re.compile(
    "(?:委员会|[村居调工]委会|政府|街道办|办事处|法院|检察院|[局委办]|(?:便民|党群|政务|综治|服务)中心|(?:派出|司法|供电|供水|财政|税务|国土|资源|土地|房管|粮管|水利|"
    "林业|工商|监管|交管|环保|农技|卫生监督|动检|劳动)所|(?:供电|供水|水管|农技|经管|林业|农机|畜牧|兽医|文化|广播|财政|国土|信访|水利|防疫)站)$"
)
_PLACE = re.compile("(?:街道|社区|小区|网格|[村居]民?小组|[村镇乡县市区屯寨])$")
_NUMBERED = re.compile("[0-9０-９第一二三四五六七八九十]+(?:号楼|单元|小组|[组队社栋楼户号])")
_UNIT = re.compile(
    "(?:有限责任|股份有限|有限)?(公司|合作社|工程队|施工队|项目部|门市部|经营部|小卖部|农场|林场|牧场|工厂|饭店|酒店|宾馆|旅馆|旅社|超市|商店|"
    "商行|药店|诊所|[招接]待所|事务所|研究所|卫生[所室]|医院|卫生院|学校|小学|中学|幼儿园|托儿所|养老院|敬老院|福利院|银行|信用社|储蓄所|协会|中心|集团|单位|平台|"
    "[所店站厂矿行校院社部队场馆坊铺])$"
)
_CALLED = re.compile("^(?:村民|居民|业主|住户|租户|户主|群众|职工|工人|学生|家长|老人|邻居)")
"""What people are called before their names."""
_GIVEN = frozenset("委厂矿行校院社部队场村镇乡县市区屯寨")
"""Ends of bodies, units and places that given names end with too (建厂, 卫社, 新村)."""
_AROUND = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+|[(（\[【].*?[)）\]】]?$")
_BETWEEN = r"[\s\u200b-\u200f\u2060\ufeff]*"


def label(name: str, plain: Collection[str] = ()) -> str:
    """The label of a person or a unit; a label stays as it is, and so does what stands in `plain`, no name at all.

    A person is the surname and 某; a unit is 某 and what kind of unit it is, since a shop is often called after
    its keeper; a public body and a place keep their names, because offices are what xfgrid keeps watch over. What may
    be either a person's name or a unit's is taken for a person's.
    """
    bare = _AROUND.sub("", name)
    if _is_plain(bare, plain):
        return bare
    if len(bare) < 2 or bare.startswith("某"):
        return f"{bare}某" if len(bare) == 1 and bare != "某" else bare
    return _body(bare) or f"{_surname(bare)}某"


def _is_plain(bare: str, plain: Collection[str]) -> bool:
    """Whether it is one of the plain words, with 的 somewhere or behind a number (三组, 3号楼住户)."""
    word = _NUMBERED.sub("", bare, count=1) if _NUMBERED.match(bare) else bare.replace("的", "")
    return not word or bare in plain or word in plain


def _body(bare: str) -> str:
    """The label of a public body, a unit or a place, '' for what may be a person."""
    unit, person = _UNIT.search(bare), len(bare) < 3 or _may_be_person(bare)
    if not person and _PUBLIC.search(bare):
        return bare
    if unit and (len(unit[1]) > 1 or not person):
        return bare if unit[0] == bare else f"某{unit[1]}"
    return bare if not person and _PLACE.search(bare) else ""


def _may_be_person(bare: str) -> bool:
    """Whether it reads as a surname and a given name, also after what people are called, although it ends like a body, a unit or
    a place."""
    bare = _CALLED.sub("", bare) or bare
    surname = _surname(bare)
    known = surname in _COMPOUND or surname in _SURNAMES
    return known and len(bare) <= len(surname) + 2 and bare[-1] in _GIVEN and not bare.endswith(("家村", "庄村"))


def _surname(bare: str) -> str:
    return bare[:2] if len(bare) > 2 and bare[:2] in _COMPOUND else bare[:1]


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
