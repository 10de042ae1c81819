"""Columns of a spreadsheet that an import drops, and those it reads."""

from __future__ import annotations

import pytest

from xfgrid.packages import refused_column

REFUSED = {
    "当事人": "party",
    "双方当事人": "party",
    "当事人1姓名": "party",
    "申请人及被申请人": "party",
    "信访人\n姓名": "party",
    "联系电话": "contact",
    "联系\n电话（必填）": "contact",
    "当事人联系方式": "contact",
    "家庭住址": "contact",
    "身份证号": "id_number",
    "身 份 证 号 码": "id_number",
    "民族": "ethnicity",
    "学历": "education",
    "文化程度": "education",
    "人员类别": "person_group",
    "特殊群体": "person_group",
    "特殊群體": "person_group",
    "经纬度": "coordinates",
    "GPS": "coordinates",
    "风险等级": "risk",
    "是否重点人员": "key_person",
    "信访次数": "petition_watch",
    "满意度": "satisfaction",
    "性别": "person_detail",
    "出生日期": "person_detail",
    "户籍地址": "contact",
    "银行卡号": "bank_account",
    "健康状况": "health",
}
KEPT = (
    "案件编码 调委会 调解工作室 受理员 受理时间 案件来源 难度级别 纠纷类别 行政划分 有无死亡 主办调解员 协办调解员 调解时间 调解书编号 "
    "调解结果 协议金(元) 履行情况 协议形式 纠纷简要情况 以奖代补评定 案件属性 农民工 纠纷转化情况 序号 事件名称 发生日期 发生地点 事件规模 "
    "事件类别 涉及人数 事件简述 化解时限 化解方式 化解组织 化解责任人 是否成功 化解情况 当事人诉求 当事人人数 双方意见 来访日期 信访事项 "
    "反映内容 答复情况 承办单位 包案领导 备注"
)


@pytest.mark.parametrize(("header", "reason"), REFUSED.items())
def test_charter_04_columns_of_persons_are_dropped(header: str, reason: str) -> None:
    """Parties, contacts, IDs and what forms may not ask are refused, with the reason, however they are written."""
    assert refused_column(header) == reason


@pytest.mark.parametrize("header", KEPT.split())
def test_columns_of_the_matter_are_kept(header: str) -> None:
    """Every column that speaks of the matter or of an office may be read."""
    assert refused_column(header) is None


def test_a_header_made_to_confuse_is_judged_all_the_same() -> None:
    """Hundreds of party words in a row are a party column; with one word of the matter at the end they are none."""
    assert refused_column("当事人姓名" * 300) == "party"
    assert refused_column("当事人姓名" * 300 + "诉求") is None
