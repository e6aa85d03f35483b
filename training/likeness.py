"""Makes the table by which an unknown word looks like a name: `python -m training.likeness DATA`.

Names of the lists against what stands unknown in telegrams and is no name: damaged and glued English words,
abbreviations, common words of other tongues. A logistic model over hashed runs of letters, a small number a run.
"""

from __future__ import annotations

import argparse
import math
import re
import struct
from base64 import b85encode
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.likeness import SIZE, features
from redactor.files import package_data, package_path
from redactor.view import ordinary
from training.corpus import SEED, facts
from training.generate import World, jargon, read_words, typo
from training.names import cultures, read_pool

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from training.names import Pool

_ROUNDS = 6
_RATE, _SLOWER = 0.25, 0.7
_NAMES_COUNT = 1.6  # a name that is doubted costs more than a word that is not
_SHRINK = 1e-4
_LARGEST = 127
_SHORTEST = 3
_ENDINGS = (
    "ando iendo aron ieron aba aban ado ada ados adas ido ida idos idas ara aria arian era eria cion ciones mente "
    "idad idades encia encias ancia ario arios arias ismo ista istas oso osa osos ivo iva ivos able ables ales "
    "ment ments tion tions eur eurs ique iques elle elles ement ation ations aire aires eux euse ait aient ung keit heit"
).split()
_CONSONANTS = "bcdfghjklmnpqrstvwxz"


def names(pool: Pool) -> list[str]:
    """Give every word of a name that English does not know, folded, once."""
    parts = [part for first, last, _ in pool.pairs for part in (*first.split(), *last.split())]
    parts += [
        part for lists in pool.by_country.values() for name in (*lists[0], *lists[1]) for part in name.split()
    ]
    parts += [part for lists in cultures().values() for part in (*lists.given, *lists.family)]
    folded = {re.sub(r"[^a-z]", "", part.lower()) for part in parts if not part.endswith(".")}
    return sorted(word for word in folded if len(word) >= _SHORTEST and not ordinary(word))


def others(rng: Random, world: World) -> Iterator[str]:
    """Give unknown words that are no names."""
    english = [word for word in package_data("words.txt").split() if len(word) >= _SHORTEST]
    yield from (typo(world) for _ in range(30_000))
    yield from (jargon(world).lower() for _ in range(6_000))
    yield from (rng.choice(english) + rng.choice(english) for _ in range(5_000))
    yield from ("".join(rng.choices(_CONSONANTS, k=rng.choice((4, 4, 5)))) for _ in range(3_000))
    foreign = sorted(vocabulary.foreign())
    yield from (word for word in foreign for _ in range(6))
    yield from (rng.choice(foreign)[: rng.randint(3, 6)] + rng.choice(_ENDINGS) for _ in range(8_000))
    yield from (word.lower() for word in sorted(vocabulary.acronyms()) for _ in range(4))


def learn(rng: Random, rows: Sequence[tuple[list[int], bool]], rounds: int = _ROUNDS) -> list[float]:
    """Learn the weights by stochastic descent, in an order that the seed fixes."""
    weights, order = [0.0] * SIZE, list(range(len(rows)))
    rate = _RATE
    for _ in range(rounds):
        rng.shuffle(order)
        for at in order:
            places, name = rows[at]
            share = 1 / math.sqrt(len(places))
            guess = 1 / (1 + math.exp(-sum(weights[place] for place in places) * share))
            step = rate * share * ((1 - guess) * _NAMES_COUNT if name else -guess)
            for place in places:
                weights[place] = weights[place] * (1 - _SHRINK) + step
        rate *= _SLOWER
    return weights


def packed(weights: Sequence[float]) -> str:
    """Write the weights as small numbers with one scale, as text."""
    scale = max(map(abs, weights)) / _LARGEST
    small = [round(weight / scale) for weight in weights]
    return b85encode(struct.pack("<f", scale) + struct.pack(f"<{SIZE}b", *small)).decode()


def main() -> None:
    """Read the lists, learn, write the table into the package."""
    parser = argparse.ArgumentParser(prog="python -m training.likeness", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds the published sets")
    rng = Random(SEED)
    pool = read_pool(parser.parse_args().data / "ner", facts()["places"])
    known = names(pool)
    unknown = [word for word in others(rng, World(rng, pool, read_words(), facts())) if not ordinary(word)]
    taken = frozenset(known)
    rows = [(features(word), True) for word in known]
    rows += [(features(word), False) for word in unknown if word not in taken]
    package_path("likeness.txt").write_text(packed(learn(rng, rows)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
