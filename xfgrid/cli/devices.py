"""Commands on who works here: computers that wait for approval, and staff sign-ins."""

from __future__ import annotations

from typing import Annotated

import typer

from xfgrid.cli.outputs import devices as outputs
from xfgrid.cli.shell import Answer, Shell, opened, table
from xfgrid.journal import staff
from xfgrid.journal.contact import tend
from xfgrid.journal.contact.tend import Tender


def device_waiting(shell: Shell) -> Answer:
    with opened(shell) as desk, desk.home.store.read() as connection:
        cards = tend.waiting(connection, desk.identity, desk.offices)
        found = [outputs.WaitingDevice(card.device, card.office, card.role, card.name) for card in cards]
    rows = [(d.device, desk.offices.name(d.office), d.name) for d in found]
    return Answer(outputs.WaitingDevices(found), table(rows) or shell.terms("cli.said.no_waiting"))


def device_approve(shell: Shell, device: Annotated[str, typer.Argument(metavar="DEVICE")]) -> Answer:
    with opened(shell) as desk:
        with desk.home.store.write() as connection:
            card = tend.find_device(connection, desk.identity, desk.offices, device)
            Tender(connection, desk.identity, desk.offices).approve(card)
        desk.home.wake("agent")
    return Answer(outputs.Approved(card.device, card.office), shell.terms("cli.said.device_approve", name=card.name))


def staff_add(shell: Shell, name: Annotated[str, typer.Argument(metavar="NAME")]) -> Answer:
    with opened(shell) as desk, desk.home.store.write() as connection:
        staff.add(connection, name, shell.pin(name, "XFGRID_NEW_PIN"))
    return Answer(outputs.Staff([name]), shell.terms("cli.said.staff_add", name=name))


def staff_list(shell: Shell) -> Answer:
    with opened(shell) as desk, desk.home.store.read() as connection:
        found = staff.listed(connection)
    return Answer(outputs.Staff(found), "\n".join(found) or shell.terms("cli.said.no_staff"))
