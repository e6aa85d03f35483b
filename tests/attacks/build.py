"""Invented cables of the 2000s form for attacks, and what of a release may betray a word."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Attack:
    """One attack: the paragraphs with their heads, header fields that differ, and what must not come out."""

    id: str
    body: tuple[str, ...] = field(repr=False)
    gone: tuple[str, ...] = field(repr=False)
    stays: tuple[str, ...] = field(default=(), repr=False)
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)


CLASSIFIED = {
    "zny": "ZNY CCCCC ZZH",
    "date": "P 141130Z JUN 07 ZDK",
    "from": "FM AMEMBASSY VELMORA",
    "line": "C O N F I D E N T I A L VELMORA 000412",
    "pass": "",
    "eo": "E.O. 12958: DECL: 06/14/2027",
    "tags": "PGOV, PREL",
    "subject": "WATER PRICES IN THE NORTH",
    "ref": "",
    "by": "Classified By: DCM Iris Halloway; reasons 1.4 (b) and (d).",
    "tail": "",
    "signature": "HALLOWAY",
}
PLAIN = CLASSIFIED | {
    "zny": "ZNR UUUUU ZZH",
    "line": "UNCLAS VELMORA 000412",
    "eo": "E.O. 12958: N/A",
    "by": "",
}


def cable(attack: Attack, base: dict[str, str]) -> str:
    """Write the cable of an attack."""
    part = base | dict(attack.fields)
    lines = [
        "VZCZCXRO4471",
        "PP RUEHBW RUEHQB",
        "DE RUEHVM #0412/01 1651130",
        part["zny"],
        part["date"],
        part["from"],
        "TO RUEHC/SECSTATE WASHDC PRIORITY 1122",
        "INFO RUCNVMC/VELMORA COLLECTIVE 0044",
        "",
        part["line"],
        "",
        "SIPDIS",
        "",
        *([part["pass"], ""] if part["pass"] else []),
        part["eo"],
        f"TAGS: {part['tags']}",
        f"SUBJECT: {part['subject']}",
        "",
        *([part["ref"], ""] if part["ref"] else []),
        part["by"],
        "",
        "\n\n".join(attack.body),
        "",
        *([part["tail"], ""] if part["tail"] else []),
        part["signature"],
        "",
    ]
    return "\n".join(lines)


def bare(text: str) -> str:
    """Give the letters and digits of a text alone, without case, accents or width: no disguise survives."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", text).casefold())


def betrayed(text: str, words: tuple[str, ...]) -> list[str]:
    """Give the words that a text betrays in any disguise."""
    return [word for word in words if bare(word) in bare(text)]
