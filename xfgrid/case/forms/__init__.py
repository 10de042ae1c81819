"""Forms: what is asked, why, who reads it, and what keeps an answer from being saved."""

from __future__ import annotations

from xfgrid.case.forms.change import carry_over
from xfgrid.case.forms.definition import Field, Form, Option, Words
from xfgrid.case.forms.filled import check, normal
from xfgrid.case.forms.gates import CONTACT, NOTICE, is_transfer_only, notice_required
from xfgrid.case.forms.kinds import DisputeType, Kinds, PetitionClass
from xfgrid.case.forms.own import OWN, unfit
from xfgrid.case.forms.problem import Problem
from xfgrid.case.forms.sides import Sides
from xfgrid.case.forms.values import CHANNELS, iso_date, read, refused

__all__ = [
    "CHANNELS",
    "CONTACT",
    "NOTICE",
    "OWN",
    "DisputeType",
    "Field",
    "Form",
    "Kinds",
    "Option",
    "PetitionClass",
    "Problem",
    "Sides",
    "Words",
    "carry_over",
    "check",
    "is_transfer_only",
    "iso_date",
    "normal",
    "notice_required",
    "read",
    "refused",
    "unfit",
]
