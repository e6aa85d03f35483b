"""Makes names of people from many cultures, and names of places that nobody lives in."""

from __future__ import annotations

import csv
import functools
import re
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

_ORDER = 3
_LONGEST = 14
_SECOND_GIVEN = 0.15
_SPELT_ANEW = 0.5
_DOUBLE = {"central_american": 0.5, "portuguese": 0.4}
"""How often a family name has two parts."""

# matches "Aaron, David Laurence" and "Lomar, J. Bruce"; must not match "Geng Biao" or "Hale, Rosa (née Till)"
_LAST_FIRST = re.compile(
    r"(?P<last>[^,()“”]{2,30}), (?P<first>[^,()“”]{1,30})(?:, (?P<tail>Jr\.|Sr\.|I{2,3}))?"
)

_ARABIC = "Ahmad Ahmed Mohammed Muhammad Mahmoud Hassan Hussein Ali Omar Khalid Salim Saleh Yusuf Ibrahim Tariq Nasser Faisal Abdullah Abdulrahman Mustafa Karim Jamal Fahd Sultan Majid Walid Samir Bassam Riyad Zaid Hamad Ayad Nabil Imad Adnan Haitham Munir Fuad Rashid Bilal Ghazi Fatima Aisha Layla Huda Nadia Samira".split()
_ARABIC_LINKS = ["bin", "ibn", "Abu", "al-", "al-", "al-", "Al-", "Abd al-", "el-", "El ", "Bin "]
_SPANISH = "Hugo Juan Carlos Luis Jorge Mario Victor Walter Hernan Guillermo Alfredo Ruben Edwin Oscar Rene Julio Jaime Alberto Lidia Ana Maria Rosa Teresa Gonzalo Waldo Javier Raul Ramiro Marcelo Fernando Jose Miguel Edgar Roberto Mauricio Wilfredo Humberto Remberto Lucio".split()
_SPANISH_LAST = "Quiroga Paz Mamani Quispe Condori Vargas Rocha Zabaleta Arce Gutierrez Mendieta Pereda Lechin Ovando Barrientos Siles Padilla Natusch Guevara Alarcon Montes Salinas Urriolagoitia Ballivian Saavedra Peredo Zamora Oropeza Camacho Trigo Reyes Castro Aguirre Cardenas Azurduy Terrazas Anaya Villarroel Echazu Ichazo Valdivia Iturralde Bedregal Crespo Galindo Sandoval Roca Justiniano Suarez Candia Claros Arze".split()
_EASTERN = [
    "Wang",
    "Li",
    "Zhang",
    "Liu",
    "Chen",
    "Yang",
    "Zhao",
    "Wu",
    "Kim",
    "Lee",
    "Park",
    "Choi",
    "Ban",
    "Roh",
    "Yoon",
    "Nguyen",
    "Tran",
    "Le",
    "Pham",
    "Vo",
    "Tang",
    "Hu",
    "Wen",
    "Ma",
    "Dai",
    "Jia",
    "Song",
    "Han",
    "Ho",
    "Phan",
]
_EASTERN_GIVEN = "Jia Bao Wei Min Ying Jeou Guang Ya Zhi Yuan Xiao Ping Hong Mei Lin Jun Hua Jong Il Dae Jung Moon Hyun Ki Sung Van Thi Duc Minh Khai Tan Dung Cam Anh Tuan Phong Qing Shan Zhen".split()
_BURMESE = "Maung Soe Thein Htay Khin Tin Oo Lwin Nyan Win Aung Myint Swe Hla Kyaw Zaw Than Naing Htun Min Thant Aye Mya Sein Kyi Nu Phyu Tun Shwe".split()
_NICKNAMES = [
    "the Bear",
    "El Gordo",
    "Tiger",
    "Papa",
    "the Fox",
    "Chato",
    "Bobby",
    "Dee",
    "Tex",
    "Doc",
    "Junior",
]
_PARTICLES = [
    "van 't",
    "van der",
    "van",
    "von",
    "de",
    "de la",
    "da",
    "dos",
    "del",
    "di",
    "Mac",
    "O'",
    "Mc",
    "St. ",
    "ter",
    "du",
    "Le ",
    "D'",
]
_SINGLE_WORDS = "Banks Hill Field Rice Stone Brown Gates Price Cook King Bell Woods Young Long Church Bush Powers Summers Rivers Winter Case Law Strong Sharp Frost Bishop Pope Marshall Major Judge Fisher Baker Butler Carter Cross Day May Love Moody Park Rose Snow Swift Wise West North Grant Lane Mark Glass Poor Parsons Stern Wells Ball Flowers Pickering Christian English Ireland London French German Holland Israel Jordan Chad Paris Lima Cordova Toledo Sierra Leon Santa Cruz Potosi Valencia".split()


def ascii_form(text: str) -> str:
    """Take the accents off, as cables do."""
    plain = text.replace("ø", "o").replace("đ", "d").replace("ł", "l").replace("ı", "i").replace("ß", "ss")
    return "".join(char for char in unicodedata.normalize("NFKD", plain) if char.isascii())


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person: given names, family name, and how the two are put together."""

    first: str
    last: str
    full: str


@dataclass(slots=True)
class Speller:
    """A Markov chain over letters: makes words that look like those it has read and are none of them."""

    follow: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def read(self, words: Sequence[str]) -> Speller:
        """Learn from words."""
        for word in words:
            padded = "^" * _ORDER + word.lower() + "$"
            for at in range(_ORDER, len(padded)):
                self.follow[padded[at - _ORDER : at]].append(padded[at])
        return self

    def make(self, rng: Random) -> str:
        """Make one word with a capital."""
        while True:
            word = "^" * _ORDER
            while word[-1] != "$" and len(word) < _LONGEST + _ORDER:
                word += rng.choice(self.follow[word[-_ORDER:]])
            made = word[_ORDER:].rstrip("$")
            if len(made) > _ORDER and made.isalpha():
                return made.capitalize()


@dataclass(frozen=True, slots=True)
class Pool:
    """All names that the data gives, and spellers that make more of them."""

    pairs: tuple[tuple[str, str, str], ...]
    by_country: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    spellers: dict[str, Speller]
    places: Speller


@dataclass(frozen=True, slots=True)
class Culture:
    """How a people's names are put together: given name, what may stand between, family name."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    joins: tuple[str, ...]


@functools.cache
def cultures() -> dict[str, Culture]:
    """Read our own lists of names by people."""
    table = tomllib.loads(Path(__file__).with_name("cultures.toml").read_text(encoding="utf-8"))
    return {
        name: Culture(tuple(row["given"].split()), tuple(row["family"].split()), tuple(row["joins"]))
        for name, row in table.items()
    }


def _frus(folder: Path) -> list[tuple[str, str, str]]:
    """Read (first, last, suffix) of people of the record of foreign relations."""
    with (folder / "frus-people" / "people.csv").open(encoding="utf-8") as rows:
        matches = [_LAST_FIRST.fullmatch(row["name"]) for row in csv.DictReader(rows)]
    return [
        (match["first"].strip(), match["last"].strip(), match["tail"] or "") for match in matches if match
    ]


def _popular(path: Path) -> dict[str, list[str]]:
    """Read romanised names by country."""
    found: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8-sig") as rows:
        for row in csv.DictReader(rows):
            name = ascii_form(row["Romanized Name"] or row["Localized Name"]).strip()
            if len(name) > 1 and name.replace(" ", "").replace("-", "").replace("'", "").isalpha():
                found[row["Country"]].append(name)
    return found


def read_pool(folder: Path, places: Sequence[str]) -> Pool:
    """Read every list of names under the data folder."""
    forenames = _popular(folder / "popular-names" / "common-forenames-by-country.csv")
    surnames = _popular(folder / "popular-names" / "common-surnames-by-country.csv")
    both = sorted(forenames.keys() & surnames.keys())
    by_country = {country: (tuple(forenames[country]), tuple(surnames[country])) for country in both}
    pairs = tuple((ascii_form(first), ascii_form(last), tail) for first, last, tail in _frus(folder))
    spellers = {
        country: Speller().read(names) for country, (_, names) in by_country.items() if len(names) > 15
    }
    spellers["frus"] = Speller().read([last for _, last, _ in pairs if last.isalpha()])
    spellers |= {
        name: Speller().read([word for word in lists.family if word.isalpha()])
        for name, lists in cultures().items()
    }
    spellers["spanish"] = Speller().read([*_SPANISH_LAST, *surnames["ES"], *surnames["AR"], *surnames["BO"]])
    return Pool(pairs, by_country, spellers, Speller().read([place for place in places if place.isalpha()]))


# --- making people -----------------------------------------------------------------------------


def _arabic(rng: Random, pool: Pool) -> Person:
    """Make an Arabic name: given name, father's, family with its article."""
    link = rng.choice(_ARABIC_LINKS)
    tail = rng.choice([*_ARABIC, pool.spellers["frus"].make(rng), pool.spellers["frus"].make(rng)])
    last = link + tail if link.endswith(("-", " ")) else f"{link} {tail}"
    first = " ".join(rng.sample(_ARABIC, rng.choice((1, 1, 2))))
    return Person(first, last.strip(), f"{first} {last}")


def _spanish(rng: Random, pool: Pool) -> Person:
    """Make a Spanish name: one or two given names, one or two family names."""
    first = " ".join(rng.sample(_SPANISH, rng.choice((1, 1, 2))))
    family = [rng.choice(_SPANISH_LAST) if rng.random() < 0.5 else pool.spellers["spanish"].make(rng)]
    if rng.random() < 0.5:
        family.append(rng.choice(_SPANISH_LAST) if rng.random() < 0.5 else pool.spellers["spanish"].make(rng))
    return Person(first, family[0], f"{first} {' '.join(family)}")


def _eastern(rng: Random, _: Pool) -> Person:
    """Make a Chinese, Korean or Vietnamese name, family name first."""
    family, given = rng.choice(_EASTERN), rng.sample(_EASTERN_GIVEN, 2)
    style = rng.random()
    joined = "-".join((given[0], given[1].lower())) if style < 0.4 else " ".join(given)
    if style > 0.75:
        joined = given[0] + given[1].lower()
    return Person(joined, family, f"{family} {joined}")


def _american(rng: Random, pool: Pool) -> Person:
    """Take two people of the record apart and put a third together."""
    first, _, tail = rng.choice(pool.pairs)
    last = rng.choice(pool.pairs)[1]
    chance = rng.random()
    if chance < 0.25:
        last = pool.spellers["frus"].make(rng)
    elif chance < 0.32:
        last = rng.choice(_SINGLE_WORDS)
    elif chance < 0.37:
        last = (
            f"{rng.choice(_PARTICLES)} {last}".replace("' ", "'")
            .replace("Mc ", "Mc")
            .replace("Mac ", "Mac")
            .replace("  ", " ")
        )
    if rng.random() < 0.2 and " " not in first:
        first = f"{first} {rng.choice('ABCDEFGHJKLMNPRSTW')}."
    full = f"{first} {last}" + (f", {tail}" if tail and rng.random() < 0.3 else "")
    return Person(first, last, full)


def _national(rng: Random, pool: Pool) -> Person:
    """Make a name of one country, the family name often invented after its manner."""
    country = rng.choice(tuple(pool.by_country))
    first, last = (rng.choice(names) for names in pool.by_country[country])
    if country in pool.spellers and rng.random() < 0.6:
        last = pool.spellers[country].make(rng)
    return Person(first, last, f"{first} {last}")


def _initialled(rng: Random, pool: Pool) -> Person:
    """Make a name with initials for given names."""
    base = _national(rng, pool) if rng.random() < 0.5 else _american(rng, pool)
    letters = rng.sample("ABCDEFGHJKLMNPRSTVW", rng.choice((1, 1, 2)))
    first = rng.choice((". ", ".")).join(letters) + "."
    return Person(first, base.last, f"{first} {base.last}")


def _burmese(rng: Random, _: Pool) -> Person:
    """Make a Burmese name: two or three words, none a family name."""
    words = rng.sample(_BURMESE, rng.choice((2, 2, 3)))
    return Person(words[0], words[-1], " ".join(words))


def _nicknamed(rng: Random, pool: Pool) -> Person:
    """Make a name with a nickname in the middle."""
    base = _national(rng, pool) if rng.random() < 0.5 else _american(rng, pool)
    return Person(base.first, base.last, f'{base.first} "{rng.choice(_NICKNAMES)}" {base.last}')


def _cultured(rng: Random, pool: Pool, name: str) -> Person:
    """Make a name of one people of our lists; its family name is often spelt anew."""
    lists = cultures()[name]
    given = rng.choice(lists.given)
    if rng.random() < _SECOND_GIVEN:
        given = f"{given} {rng.choice(lists.given)}"
    families = [
        pool.spellers[name].make(rng) if rng.random() < _SPELT_ANEW else rng.choice(lists.family)
        for _ in range(1 + (rng.random() < _DOUBLE.get(name, 0.06)))
    ]
    last = rng.choice(lists.joins) + " ".join(families)
    return Person(given, last, f"{given} {last}")


def _of(name: str) -> Callable[[Random, Pool], Person]:
    """Give the maker of one people's names."""
    return lambda rng, pool: _cultured(rng, pool, name)


def _plain_initial(rng: Random, pool: Pool) -> Person:
    """Make a name with an initial that has no point, as telegrams write it: EARL F RECTANUS."""
    base = _national(rng, pool) if rng.random() < 0.4 else _american(rng, pool)
    first = base.first.split()[0].rstrip(".")
    letter = rng.choice("ABCDEFGHJKLMNPRSTW")
    shown = rng.choice((f"{first} {letter}", f"{letter} {first}", f"{letter} {rng.choice('ABCDEFHJLMRTW')}"))
    return Person(first, base.last, f"{shown} {base.last}")


MAKERS = {
    "burmese": _burmese,
    "nick": _nicknamed,
    "arabic": _arabic,
    "spanish": _spanish,
    "eastern": _eastern,
    **{name: _of(name) for name in cultures()},
}
_MIX = (
    (_american,) * 5
    + (_national,) * 8
    + (_spanish,) * 4
    + (_arabic,) * 3
    + (_eastern,) * 2
    + (_burmese, _initialled, _plain_initial)
    + tuple(_of(name) for name in cultures())
)


def person(rng: Random, pool: Pool, culture: str | None = None) -> Person:
    """Make one person of a culture, or of any."""
    make = MAKERS[culture] if culture else rng.choice(_MIX)
    made = make(rng, pool)
    return made if len(made.last) > 1 else person(rng, pool, culture)
