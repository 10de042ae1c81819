"""No form of any county asks what the charter refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.case.forms.kit import field, form, option
from xfgrid.data import read_folder
from xfgrid.errors import RuleError
from xfgrid.packages import county_form, forbidden
from xfgrid.packages import form as shipped

FORBIDDEN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("score", field("f1", "当事人评分")),
    ("score", field("mood", "态度", purpose={"zh-CN": "每月给上门反映的人打分", "en": "Monthly figure"})),
    ("score", field("f1", "等级", "Resident score")),
    ("score", field("credit_points", "诚信")),
    ("score", field("f1", "积 分")),
    ("risk", field("f1", "风险等级")),
    ("risk", field("f1", "人员风险研判")),
    ("risk", field("f1", "风-险-等-级")),
    ("risk", field("f1", "風險等級")),
    ("risk", field("f1", "级别", "riskLevel")),
    ("risk", field("f1", "级别", "r i s k")),
    ("risk", field("f1", "颜色", options=[option("red", "高风险"), option("green", "低风险")], type="choice")),
    ("risk", field("f1", "级别", "Ｒｉｓｋ level")),
    ("risk", field("f1", "民转刑可能")),
    ("risk", field("r1sk", "级别")),
    ("risk", field("f1", "级别", "rіsk in Cyrillic letters")),
    ("score", field("sc0re", "数")),
    ("key_person", field("f1", "是否重点人员")),
    ("key_person", field("f1", "重点\u200b管控\u200b对象")),
    ("key_person", field("f1", "名单", "Watch-list")),
    ("key_person", field("key_people", "名单")),
    ("key_person", field("f1", "是否刑满释放人员")),
    ("key_person", field("f1", "稳控责任人")),
    ("key_person", field("f1", "类别", options=[option("a", "社区矫正"), option("b", "其他")], type="choice")),
    ("person_group", field("f1", "特殊群体")),
    ("person_group", field("f1", "特　殊　人　群")),
    ("person_group", field("f1", "人员类别")),
    ("person_group", field("person_category", "类别")),
    ("person_group", field("f1", "政治面貌")),
    ("person_group", field("f1", "资料", "Resident profile")),
    ("stability", field("f1", "稳定评级")),
    ("stability", field("f1", "思想动态")),
    ("stability", field("f1", "评级", "Stability rating")),
    ("stability", field("f1", "备注", purpose={"zh-CN": "维稳需要", "en": "Needed"})),
    ("petition_watch", field("f1", "信访次数")),
    ("petition_watch", field("f1", "是否老户、缠访")),
    ("petition_watch", field("f1", "次数", "Number of petitions filed by this resident")),
    ("petition_watch", field("f1", "是否进京上访")),
    ("zero_target", field("f1", "零上访村")),
    ("zero_target", field("f1", "是否敏感时期")),
    ("zero_target", field("f1", "目标", "Zero petitions this month")),
    ("satisfaction", field("f1", "满意度")),
    ("satisfaction", field("f1", "回访", options=[option("a", "非常满意"), option("b", "基本满意")], type="choice")),
    ("satisfaction", field("f1", "结果", "Customer satisfaction")),
    ("staff_watch", field("f1", "网格员签到")),
    ("staff_watch", field("f1", "在线时长")),
    ("staff_watch", field("f1", "拍照上传")),
    ("staff_watch", field("check_in", "到岗")),
    ("staff_watch", field("f1", "名次", "Leaderboard place")),
    ("ethnicity", field("f1", "民族")),
    ("ethnicity", field("f1", "民·族")),
    ("ethnicity", field("ethnicity", "族")),
    ("ethnicity", field("f1", "族", "e-t-h-n-i-c group")),
    ("ethnicity", field("minzu", "族")),
    ("religion", field("f1", "宗教信仰")),
    ("religion", field("f1", "备注", "Religious belief")),
    ("education", field("f1", "文化程度")),
    ("education", field("f1", "学歷")),
    ("education", field("education_level", "程度")),
    ("health", field("f1", "健康状况")),
    ("health", field("f1", "是否残疾")),
    ("health", field("f1", "状况", "Mental health of the resident")),
    ("id_number", field("f1", "身份证号")),
    ("id_number", field("f1", "公民身份号码")),
    ("id_number", field("f1", "号码", "idNumber")),
    ("id_number", field("f1", "号码", "National ID")),
    ("id_number", field("f1", "人脸照片")),
    ("bank_account", field("f1", "银行卡号")),
    ("bank_account", field("f1", "账户", "Bank account")),
    ("coordinates", field("f1", "经纬度")),
    ("coordinates", field("gps", "位置")),
    ("coordinates", field("f1", "位置", "Lat/Lng of the home")),
    ("coordinates", field("f1", "ＧＰＳ位置")),
    ("travel", field("f1", "外出去向")),
    ("travel", field("f1", "行程轨迹")),
    ("travel", field("f1", "车牌号")),
    ("travel", field("f1", "去处", "Travel plans")),
    ("household", field("f1", "户籍地")),
    ("household", field("f1", "家庭成员")),
    ("household", field("f1", "家", "Household members")),
    ("person_detail", field("f1", "性别")),
    ("person_detail", field("f1", "出生年月")),
    ("person_detail", field("f1", "年", "Date of birth")),
    ("second_contact", field("f1", "备用电话")),
    ("second_contact", field("f1", "紧急联系人")),
    ("second_contact", field("f1", "联系", "Alternate contact")),
    ("second_contact", field("wechat", "账号")),
    ("online_watch", field("f1", "网上言论")),
    ("online_watch", field("f1", "记录", "Social media posts")),
)

LEGITIMATE = (
    field("asked", "要求什么", "What is asked"),
    field("facts", "事情经过", "What happened"),
    field("place", "事情发生的地方", "Place of the matter"),
    field("other_side", "另一方（某某或单位）", "Other side"),
    field("amount", "涉及金额（元）", "Amount in yuan"),
    field("people", "涉及人数", "How many people it concerns"),
    field("households", "涉及户数", "How many families it concerns"),
    field("area", "涉及面积（亩）", "Area in mu"),
    field("since", "从什么时候开始", "Since when"),
    field("happened", "发生日期", "Date of the event"),
    field("urgent", "是否紧急", "Urgent"),
    field("minor", "是否涉及未成年人", "A minor is involved"),
    field("private", "是否涉及个人隐私", "Private matter"),
    field("hazard", "现场隐患（堵塞、塌方）", "Hazard on the spot, such as a blocked drain"),
    field("difficulty", "难度级别", "How hard it is"),
    field("source", "案件来源", "Source of the matter"),
    field("route", "转送去向", "Referred to"),
    field("competent", "主管部门", "Competent office"),
    field("lead", "包案领导", "Named lead"),
    field("mediator", "主办调解员", "Mediator"),
    field("issues", "争议焦点", "Points in dispute"),
    field("agreed", "协议内容", "Points agreed"),
    field("performance", "履行情况", "How the agreement is performed"),
    field("pay_day", "约定付款日", "Day of payment"),
    field("attempts", "此前是否协商过", "Earlier attempts to settle"),
    field("court", "是否已起诉或仲裁", "Whether a court or arbitration has it"),
    field("paper", "书证目录", "Papers handed in"),
    field("language", "需要方言或手语翻译", "Interpreter wanted"),
    field("visit", "方便上门的时间", "When a visit suits"),
    field("told", "怎样告知本人", "How the resident was told"),
    field("answer_way", "希望怎样答复", "How the resident wants the answer"),
    field("deadline", "答复期限", "Answer due"),
    field("old_number", "原案件编号", "Former case number"),
    field("slip", "转办单文号", "Number of the slip"),
    field("letter", "挂号信编号", "Tracking number of the letter"),
    field("outcome", "办理结果", "Outcome"),
    field("reason", "不予支持的理由", "Reason for declining"),
    field("livestock", "畜禽检疫证明编号", "Number of the livestock certificate"),
    field("tourism", "旅游合同编号", "Number of the tour contract"),
    field("wages", "拖欠工资的月份", "Months of unpaid wages"),
    field("medical", "医疗机构名称", "Name of the clinic"),
    field("drain", "排水、采光、通行", "Drain, light, right of way"),
    field("good_faith", "双方是否愿意调解", "Both sides agree to mediation in good faith"),
)


@pytest.mark.parametrize(("reason", "refused"), FORBIDDEN, ids=range(len(FORBIDDEN)))
def test_charter_02_a_forbidden_field_is_refused(reason: str, refused: dict[str, Any]) -> None:
    """Scores, lists, tracking and the rest fail with their reason, in either language and however disguised."""
    problems = forbidden().lint(form(refused))
    assert [(problem.field, problem.code) for problem in problems] == [(refused["code"], reason)]


def test_charter_02_the_corpus_covers_every_reason_many_times() -> None:
    """At least 40 forbidden and 30 legitimate definitions, and every reason of the list is among the forbidden."""
    assert len(FORBIDDEN) >= 40
    assert len(LEGITIMATE) >= 30
    assert {reason for reason, _ in FORBIDDEN} == {kind.code for kind in forbidden().refused}


@pytest.mark.parametrize("legitimate", LEGITIMATE, ids=lambda made: made["code"])
def test_a_field_about_the_matter_passes(legitimate: dict[str, Any]) -> None:
    """What is asked about the matter itself raises no alarm."""
    assert forbidden().lint(form(legitimate)) == []


def test_charter_02_the_shipped_forms_pass() -> None:
    """Every form shipped, and every class and type that fills its options, passes the linter."""
    codes = [data["code"] for data in read_folder("forms") if "field" in data]
    assert codes
    assert [forbidden().lint(shipped(code)) for code in codes] == [[] for _ in codes]


def test_charter_04_one_contact_sealed_and_never_read_by_the_county() -> None:
    """Two contacts, an open one, one the county reads, and one without the notice are each refused."""
    told = (field("notice_how", "怎样告知"), field("notice_by", "谁告知"))
    near = ["township"]
    good = field("contact", "怎样找到本人", type="contact", section="sealed", readers=near)
    assert forbidden().lint(form(good, *told)) == []
    wrong = {
        "no_notice": form(good),
        "sealed_to_county": form(good | {"readers": ["county"]}, *told),
        "contact_unsealed": form(good | {"section": "text"}, *told),
        "second_contact": form(good, good | {"code": "contact_b"}, *told),
    }
    assert {code: [p.code for p in forbidden().lint(made)] for code, made in wrong.items()} == {c: [c] for c in wrong}


def test_charter_02_a_county_form_that_asks_too_much_is_not_taken_over() -> None:
    """Loading such a form ends with a rule error naming the field and the reason."""
    data = {
        "code": "more",
        "version": 1,
        "title": {"zh-CN": "样例·虚构", "en": "Sample"},
        "field": [field("asked", "要求"), field("f1", "民族")],
    }
    with pytest.raises(RuleError) as refused:
        county_form(data)
    assert refused.value.facts == {"form": "more", "field": "f1", "reason": "ethnicity"}
