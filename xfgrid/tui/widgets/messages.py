"""What the controls of a form tell it."""

from __future__ import annotations

from textual.message import Message


class Edited(Message):
    """The value changed."""


class Done(Message):
    """This field is finished; go on to the next."""
