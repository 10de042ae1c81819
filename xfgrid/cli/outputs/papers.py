"""What the commands of `xfgrid.cli.papers` answer with."""

from __future__ import annotations

import msgspec


class PaperMade(msgspec.Struct):
    """`paper`: the kind and the file written, its form and size in bytes; `substituted` official fonts that are not
    installed here, each with the one the PDF uses in its place."""

    kind: str
    file: str
    form: str
    size: int
    substituted: dict[str, str]
