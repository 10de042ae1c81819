"""Names given are replaced by labels; none is ever guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfgrid.case.privacy import label, strike_names
from xfgrid.packages import sides

LABELS = {
    "王小明": "王某",
    "王明": "王某",
    " 王 小 明 ": "王某",
    "王某": "王某",
    "王某某": "王某",
    "欧阳娜娜": "欧阳某",
    "欧阳某": "欧阳某",
    "司马光": "司马某",
    "东方": "东某",
    "买买提·艾合买提": "买某",
    "王小明（户主）": "王某",
    "清源县大地物业有限公司": "某公司",
    "小明超市": "某超市",
    "桥头蔬菜专业合作社": "某合作社",
    "桥头村村民委员会": "桥头村村民委员会",
    "清源派出所": "清源派出所",
    "某公司": "某公司",
    "": "",
}


@pytest.mark.parametrize(("name", "expected"), LABELS.items())
def test_charter_04_a_name_becomes_a_label(name: str, expected: str) -> None:
    """Persons are a surname and 某, units their kind, public bodies keep their name, labels stay."""
    assert label(name) == expected
    assert label(expected) == expected


STANDING = [
    "村委会",
    "居委会",
    "调委会",
    "镇政府",
    "乡政府",
    "派出所",
    "司法所",
    "供电所",
    "财政所",
    "税务所",
    "土地所",
    "自然资源所",
    "水管站",
    "农技站",
    "经管站",
    "林业站",
    "教育局",
    "水利局",
    "民政局",
    "公安局",
    "信访局",
    "信访办",
    "街道办",
    "拆迁办",
    "县纪委",
    "镇党委",
    "桥头村",
    "石板桥村",
    "王家村",
    "李庄村",
    "清源镇",
    "城关街道",
    "石门社区",
    "开发区",
    "三组",
    "第三组",
    "3号楼",
    "十二栋业主",
    "物业",
    "物业公司",
    "开发商",
    "房东",
    "邻居",
    "隔壁邻居",
    "楼上住户",
    "楼上的住户",
    "同村村民",
    "对方",
    "另一方",
    "业主",
    "业主委员会",
    "村里",
    "村委",
    "村集体",
    "两委",
    "村干部",
    "村支书",
    "组长",
    "包工头",
    "施工队",
    "承包方",
    "发包方",
    "用人单位",
    "公司",
    "学校",
    "医院",
    "幼儿园",
    "卫生院",
    "合作社",
    "银行",
    "前夫",
    "儿子",
    "婆婆",
    "兄弟",
    "债务人",
    "租户",
    "房客",
    "商户",
    "卖家",
    "中介",
    "快递",
    "东邻",
    "左邻右舍",
    "不详",
]
"""What a side is called without being named: public bodies, places, roles, common nouns."""
UNITS = {
    "电子厂": "某厂",
    "砖瓦厂": "某厂",
    "加油站": "某站",
    "理发店": "某店",
    "王记店": "某店",
    "包子铺": "某铺",
    "文化馆": "某馆",
    "养鸡场": "某场",
    "红星幼儿园": "某幼儿园",
    "王小明诊所": "某诊所",
    "张三律师事务所": "某事务所",
    "小明施工队": "某施工队",
    "康复中心": "某中心",
    "石门小学": "某小学",
}
PERSONS = [
    "王伟",
    "李娜",
    "刘洋",
    "王小明",
    "张大山",
    "赵铁柱",
    "孙桂英",
    "周建国",
    "吴秀兰",
    "郑海涛",
    "陈家旺",
    "于是之",
    "时光",
    "高原",
    "马路",
    "车主任",
    "张书记",
    "王局",
    "李村",
    "张庄",
    "马镇",
    "乜大山",
    "仝小明",
    "逄锦",
    "亓明",
    "缑建国",
    "昝云",
    "禚有才",
    "阚清",
    "都敏",
    "农建国",
    "党爱民",
    "水清",
    "家声",
    "山丹",
    "房玄龄",
    "业成",
    "物华",
    "邻水",
    "对月",
    "派森",
    "司文",
    "供平",
    "教铭",
    "开来",
    "镇海",
    "桥生",
    "村生",
    "王新村",
    "李学村",
    "王建厂",
    "李卫社",
    "张建校",
    "刘建行",
    "陈军队",
    "马建委",
    "周国镇",
    "吴爱乡",
    "郑立县",
    "冯建市",
    "洪新村",
    "代新区",
    "向建委",
    "傅新市",
    "赖新村",
    "成新区",
    "应新村",
    "车建委",
    "阿卜杜拉",
    "买买提·艾合买提",
    "古丽巴哈尔",
    "扎西多吉",
    "乌云其木格",
    "3号楼王小明",
]
"""Invented names, with rare surnames and given names that read like a unit or a place."""
COMPOUND = [
    "欧阳娜娜",
    "欧阳修",
    "司马光",
    "司马相如",
    "诸葛亮",
    "上官婉儿",
    "皇甫松",
    "尉迟恭",
    "令狐冲",
    "慕容复",
    "长孙无忌",
    "夏侯惇",
    "东方朔",
    "公孙胜",
    "鲜于通",
    "宇文成",
    "欧阳建厂",
    "司徒新村",
]


@pytest.mark.parametrize("words", STANDING)
def test_what_is_no_name_stands_as_it_is(words: str) -> None:
    assert label(words, sides()) == words


@pytest.mark.parametrize("name", ["村民王新村", "业主洪建厂", "老人欧阳新村"])
def test_a_name_that_reads_like_a_place_is_none_after_what_people_are_called_either(name: str) -> None:
    assert name[2:] not in label(name, sides())


@pytest.mark.parametrize(("unit", "kind"), UNITS.items())
def test_a_unit_of_three_signs_and_more_becomes_its_kind(unit: str, kind: str) -> None:
    assert label(unit, sides()) == kind


@pytest.mark.parametrize("name", [*PERSONS, *COMPOUND])
def test_charter_04_no_name_of_a_person_stands(name: str) -> None:
    assert label(name, sides()) == f"{name[: 2 if name in COMPOUND else 1]}某"


def test_charter_04_the_names_and_the_words_that_are_tried_are_many() -> None:
    assert len(STANDING) >= 60
    assert len([*PERSONS, *COMPOUND]) >= 60


def test_charter_04_given_names_are_replaced_wherever_they_stand() -> None:
    """Each name given is replaced, the longest first, with or without spaces inside, and counted."""
    text = "王小明与王小明的兄弟王 小 明、欧阳娜娜争吵，王小没有到场。"
    struck, count = strike_names(text, ["王小", "王小明", "欧阳娜娜"])
    assert struck == "王某与王某的兄弟王某、欧阳某争吵，王某没有到场。"
    assert count == 5


def test_no_name_is_guessed() -> None:
    """Without names given, and with labels or single signs only, the text stays as it is."""
    text = "王小明与李四争吵。"
    assert strike_names(text, []) == (text, 0)
    assert strike_names(text, ["王", "王某", "", " "]) == (text, 0)


@given(
    st.lists(st.text(st.sampled_from("王李欧阳小明某"), max_size=4), max_size=5),
    st.text("王李欧阳小明某去，", max_size=40),
)
def test_a_replaced_name_is_gone(names: list[str], text: str) -> None:
    """Replacing names never lengthens a text by more than the labels and never touches other signs."""
    struck, count = strike_names(text, names)
    assert struck.count("，") == text.count("，")
    assert (struck == text) is (count == 0)
