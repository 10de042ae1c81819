"""What is wrong with a form or with what was filled in."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the field's code, a stable code of the problem, the facts its sentence needs.

    The sentences stand in `schemas/terms/<language>/forms.toml` under `problem.<code>`.
    """

    field: str
    code: str
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)
