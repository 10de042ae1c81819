"""Words made comparable: values as they are typed, labels without what hides a word in them."""

from __future__ import annotations

import re
import unicodedata


def typed(value: object) -> str:
    """The value of a field as a person types it: '' for none, the codes of several with commas between."""
    return ",".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def squeezed(words: str) -> str:
    """The signs that carry meaning and nothing between them: `风 险-等级` and `风险等级` are the same."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words).casefold())


def spelled(words: str) -> str:
    """English words apart, one space between: `riskScore`, `risk_score` and `r i s k score` are the same."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", unicodedata.normalize("NFKC", words))
    apart = re.sub(r"[^a-z0-9]+", " ", apart.casefold()).strip()
    return re.sub(r"\b(?:[a-z] ){2,}[a-z]\b", lambda letters: letters[0].replace(" ", ""), apart)
