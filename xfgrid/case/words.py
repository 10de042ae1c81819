"""Words made comparable: everything that hides a word in a label is taken out."""

from __future__ import annotations

import re
import unicodedata


def squeezed(words: str) -> str:
    """The signs that carry meaning and nothing between them: `风 险-等级` and `风险等级` are the same."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words).casefold())


def spelled(words: str) -> str:
    """English words apart, one space between: `riskScore`, `risk_score` and `r i s k score` are the same."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", unicodedata.normalize("NFKC", words))
    apart = re.sub(r"[^a-z0-9]+", " ", apart.casefold()).strip()
    return re.sub(r"\b(?:[a-z] ){2,}[a-z]\b", lambda letters: letters[0].replace(" ", ""), apart)
