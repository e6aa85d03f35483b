"""A head of a cable with the fields that a case gives, and what is read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor import cable

if TYPE_CHECKING:
    from redactor.model import Cable

HEAD = """VZCZCXYZ0417
PP RUEHC
DE RUEHVM #0417/01 0641010
ZNY CCCCC ZZH
P 051010Z MAR 08
FM AMEMBASSY VELMORA
TO RUEHC/SECSTATE WASHDC PRIORITY 1201
INFO RUEHXX/AMEMBASSY QUENBY 12

C O N F I D E N T I A L SECTION 01 OF 02 VELMORA 000417

SIPDIS

"""
BODY = "\n1. (C) The minister said nothing of the dues.\n\nFARRADAY\n"
USUAL = "E.O. 12958: DECL: 03/05/2018\nTAGS: PGOV, ECON\nSUBJECT: PORT DUES\n"


def read(fields: str, body: str = BODY) -> Cable:
    return cable.read((HEAD + fields + body).encode())


def values(found: Cable, *kinds: str) -> list[str]:
    return [item.value for item in found.fields if item.kind in kinds]
