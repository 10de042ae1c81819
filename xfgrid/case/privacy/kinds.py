"""Which window of digits is which number: resident ID, bank card, mobile, fixed phone.

A number is known by what it must hold (region and birth date, issuer, network, area code, check digit) and by its
*shape*, the way people group its digits. The shape keeps amounts, dates and document numbers out: 138-0013-8000 is
a mobile, 15-2026.10.18 is not. Right after a word such as 电话 or 账号 less is asked of a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from xfgrid.case.privacy.digits import Window

_PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])"
_MONTH_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_ID_18 = re.compile(f"(?:{_PROVINCE}[0-9]{{4}}|9[0-9]{{5}})(?:19|20)[0-9]{{2}}{_MONTH_DAY}[0-9]{{3,4}}")
_ID_SHAPES = {(6, 12), (14, 4), (14, 3)} | {(6, *birth, tail) for birth in ((8,), (4, 4), (4, 2, 2)) for tail in (4, 3)}
"""Groups of an ID with commas between them; blanks, hyphens and dots may stand anywhere in it."""
_ID_15 = re.compile(f"{_PROVINCE}[0-9]{{4}}[3-9][0-9]{_MONTH_DAY}[0-9]{{3}}")
_DATE = re.compile(f"(?:19|20)[0-9]{{2}}{_MONTH_DAY}")

_MOBILE = re.compile("(0|(?:00)?86)?1[3-9][0-9]{9}")
_FREE_SHAPES = {(3, 4, 4), (3, 3, 5), (3, 8), (7, 4)}
_EVEN_SHAPES = {
    (4, 3, 4),
    (4, 4, 3),
    (4, 7),
    (5, 6),
    (6, 5),
    (5, 3, 3),
    (3, 5, 3),
    (3, 2, 3, 3),
    (3, 2, 2, 2, 2),
    (2, 9),
}
_EVEN_SHAPES |= {(1, 3, 3, 4), (2, 3, 3, 3)}
"""Groups of a mobile: free ones with anything between them, even ones with one kind of separator and no comma."""

_AREA = "(?:3[13579]|4[1-35-8]|5[1-9]|6[369]|7[0-79]|8[1-9]|9[0134579])[0-9]"
_PHONE = re.compile(f"((?:00)?86)?(0?(?:10|2[0-5789])(?=[0-9]{{8}}$)|0?{_AREA})([2-9][0-9]{{6,7}})")
_LOCAL_SHAPES = {(7,), (8,), (3, 4), (4, 4), (4, 3)}
_CARD = re.compile("(?:62|60|65|68|69|9558|9559)[0-9]+|(?:4|5[1-5]|35)[0-9]{14,15}")

_JOINING = r"(?:号码|号|是|为|[\s:：.,，(（])*$"
_AFTER_ID_WORD = re.compile(f"(?:身份证|身份证件|身份号码|证件|ID card|ID number){_JOINING}", re.IGNORECASE)
_AFTER_BANK_WORD = re.compile(f"(?:卡|账|帐|账户|帐户|存折|card|account){_JOINING}", re.IGNORECASE)
_AFTER_PHONE_WORD = re.compile(
    r"(?:电话|座机|固话|手机|传真|联系方式|tel|phone|mobile|fax)(?:号码|号|是|为|或|和|[\s0-9:：.,，、;；/(（-])*$",
    re.IGNORECASE,
)
_AFTER_PHONE = re.compile(r"(?<![0-9])0[0-9]{2,3}[-－—)） ]{0,2}[2-9][0-9]{6,7}[\s、,，;；/或和]{1,2}$")
_AFTER_CODE_WORD = re.compile(r"(?:编码|代码|区划|网格)[号:：\s]*$")
"""Words before the number: after the last, digits in one piece are the code of a place, an invoice or a unit."""


def is_id_number(window: Window) -> bool:
    """A resident ID of 18 digits, or 17 with the last sign an X or left out, or of 15 in the old form.

    A last digit that stands alone is left out: it is as likely the number of a list.
    Region and birth date decide, not the check digit: an ID with a slip of the finger is still somebody's ID.
    The old form is asked for a birth year from 1930 on and written in one piece or as 6-6-3, because
    fifteen-digit grid codes look like the years before.
    """
    digits = window.digits
    if 14 <= len(digits) <= 19 and _spelled(window) and _AFTER_ID_WORD.search(window.before):
        return True
    if len(digits) in (17, 18):
        even = "," not in window.gaps or window.groups in _ID_SHAPES or _spelled(window)
        return even and not _stray(window) and _ID_18.fullmatch(digits) is not None
    old = window.groups in ((15,), (6, 6, 3)) and _ID_15.fullmatch(digits) is not None
    return old and not _AFTER_CODE_WORD.search(window.before)


def is_bank_card(window: Window) -> bool:
    """A card number of 16 to 19 digits by its issuer and check digit, or any account number after 账号, 卡号."""
    digits = window.digits
    if len(digits) >= 12 and _AFTER_BANK_WORD.search(window.before):
        return not _DATE.match(digits)
    if not (16 <= len(digits) <= 19 and _CARD.fullmatch(digits)):
        return False
    fours = len(window.groups) > 1 and set(window.groups[:-1]) == {4}
    pieces = fours or (len(window.groups) <= 2 and not _stray(window)) or _spelled(window)
    return "," not in window.gaps and ((fours and digits.startswith("62")) or (pieces and luhn(digits)))


def luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812-1."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def is_mobile(window: Window) -> bool:
    """A mobile number of mainland China, with or without country code, grouped as such numbers are."""
    found = _MOBILE.fullmatch(window.digits)
    if not found or (found[1] == "0" and _AFTER_CODE_WORD.search(window.before)):
        return False
    groups = _without(window.groups, len(found[1] or ""))
    even = len(window.gaps) == 1 and "," not in window.gaps
    singly = max(groups) == 1 and "," not in window.gaps
    return groups in _FREE_SHAPES or (even and groups in _EVEN_SHAPES) or singly or _spelled(window)


def is_phone(window: Window) -> bool:
    """A fixed phone with its area code, or any number of 7 to 13 digits after a word such as 电话 or another phone.

    Numbers for everybody (400, 800) and dates are none.
    """
    found = _PHONE.fullmatch(window.digits)
    if found and (found[2].startswith("0") or (found[1] and window.gaps)):
        return _shaped_as_phone(window, *found.groups("")) and not _DATE.fullmatch(found[3])
    if not (7 <= len(window.digits) <= 13 and _follows(window)):
        return False
    return not _DATE.match(window.digits) and not re.match("[48]00", window.digits)


def _shaped_as_phone(window: Window, country: str, area: str, local: str) -> bool:
    groups = _without(window.groups, len(country))
    if groups == (len(area + local),):
        return not _AFTER_CODE_WORD.search(window.before)
    return (groups[0] == len(area) and groups[1:] in _LOCAL_SHAPES) or _spelled(window)


def _follows(window: Window) -> bool:
    """Whether a phone is expected here; amounts after 电话 do not come in such groups."""
    whole = window.groups in _LOCAL_SHAPES or len(window.groups) == 1
    expected = _AFTER_PHONE_WORD.search(window.before) or _AFTER_PHONE.search(window.before)
    return whole and expected is not None


def _spelled(window: Window) -> bool:
    """In one piece, or spelled digit by digit, or pair by pair, with one kind of separator throughout."""
    inner = window.groups[1:-1] or window.groups
    pairs = set(inner) == {2} and max(window.groups) == 2 and "," not in window.gaps
    return len(window.groups) == 1 or (len(window.gaps) == 1 and (pairs or max(window.groups) == 1))


def _stray(window: Window) -> bool:
    """Whether the last digit stands alone behind longer groups."""
    return window.groups[-1] == 1 and max(window.groups) > 2


def _without(groups: tuple[int, ...], prefix: int) -> tuple[int, ...]:
    """The groups left when the first `prefix` digits are taken off."""
    if not prefix:
        return groups
    if groups[0] > prefix:
        return (groups[0] - prefix, *groups[1:])
    return _without(groups[1:], prefix - groups[0])


_KINDS: tuple[tuple[str, Callable[[Window], bool]], ...] = (
    ("id_number", is_id_number),
    ("bank_card", is_bank_card),
    ("mobile", is_mobile),
    ("phone", is_phone),
)
"""Surest kind first."""


def kind_of(window: Window) -> str:
    """Which number these digits are, '' if none."""
    return next((kind for kind, holds in _KINDS if holds(window)), "")
