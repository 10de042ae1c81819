"""The JSON every command answers with: a contract that is extended and never broken. Schemas: `schemas/cli/`.

Each module of commands has its shapes in the module of its name here; `commands` lists them all.
"""
