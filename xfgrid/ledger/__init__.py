"""Spreadsheets in: a workbook a township keeps becomes cases, every data row accounted for.

    workbook  →  table  →  rows  →  plan  →  journal
    (cells as text)  (header, data rows)  (case or problem)  (what is new)

Everything before the journal is a pure function of the file, the layouts and the offices. Parties, contacts and
columns that the charter forbids are dropped while a row is read, before anything else sees its other cells.
"""
