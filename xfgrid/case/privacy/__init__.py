"""What must not be written down: numbers in free text, and names of persons.

`scan` and `strike` know ID numbers, bank cards, mobiles and phones in any spelling; `label` and `strike_names`
put 王某 where a name was given. Nothing here guesses names from a text.
"""

from __future__ import annotations

from xfgrid.case.privacy.names import label, strike_names
from xfgrid.case.privacy.scan import MARK, Hit, holds_number, scan, strike, without_numbers

__all__ = ["MARK", "Hit", "holds_number", "label", "scan", "strike", "strike_names", "without_numbers"]
