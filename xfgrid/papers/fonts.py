"""The fonts of official papers, and what stands in for them where they are not installed.

GB/T 9704-2012 names 仿宋, 小标宋, 黑体, 楷体 and 宋体; they may not be passed on with a program. A DOCX names them, and shows
them wherever they are installed; a PDF takes the first installed font of each list. The open ones come from the package
pylopdf-fonts-zh-cn (Noto Serif SC, Noto Sans SC; OFL) or from the system.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xfgrid.errors import FileError

_SERIF = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN", "SimSun")
_SANS = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Microsoft YaHei")

OFFICIAL = {
    "body": ("仿宋_GB2312", ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong"), _SERIF),
    "title": ("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体"), _SERIF),
    "heading": ("黑体", ("SimHei", "黑体", "STHeiti"), _SANS),
    "second": ("楷体_GB2312", ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti"), _SERIF),
    "page": ("宋体", ("SimSun", "宋体", "STSong"), _SERIF),
}
"""Part of a paper → the name a DOCX gives, the names the official font goes by, and the open ones in its place."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """What a PDF is set in: `chosen` by part, `missing` the official fonts that are not here with what stands in."""

    chosen: Mapping[str, str]
    missing: Mapping[str, str]


def named(part: str) -> str:
    """The official font of a part, as a DOCX names it."""
    return OFFICIAL[part][0]


def paths() -> list[Path]:
    """The folder of the package of open fonts, if it is installed."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    return [Path(spec.origin).parent] if spec and spec.origin else []


@cache
def installed() -> Any:
    """Every font typst can use, looked for once: the system's and those of the package."""
    import typst

    return typst.Fonts(font_paths=[str(path) for path in paths()])


@cache
def fonts() -> Fonts:
    """The fonts of this machine. FileError `no_font` where none of them has Chinese characters."""
    families = {name.lower(): name for name in installed().families()}
    chosen, missing = {}, {}
    for part, (name, official, open_) in OFFICIAL.items():
        found = next((families[n.lower()] for n in (*official, *open_) if n.lower() in families), None)
        if found is None:
            raise FileError("no_font", font=name)
        chosen[part] = found
        if found.lower() not in {n.lower() for n in official}:
            missing[name] = found
    return Fonts(chosen, missing)
