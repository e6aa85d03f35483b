"""The training corpus: labels stand where the names are, the seed fixes every word, published sets are read right."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest
import spacy

from redactor.detect.likeness import features
from training import convert, corpus, likeness
from training.generate import Text, World, fill, paragraphs, read_templates, read_words
from training.names import MAKERS, person, read_pool
from training.telegrams import recast
from training.variants import SHARES, upper, vary

if TYPE_CHECKING:
    from pathlib import Path

    from training.names import Pool

PEOPLE = "name\n" + "\n".join(
    f'"{last}, {first}"'
    for last, first in [
        ("Vashkel", "Mirela"),
        ("Lomar", "J. Bruce"),
        ("Ordwayne", "Hugo"),
        ("Kastanov", "Teodor"),
        ("Quispeda", "Rosa Lina"),
        ("Solenberg", "Anna"),
    ]
)
HEADER = "Country,Localized Name,Romanized Name\n"


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Pool:
    """Read names out of invented lists of the published form."""
    root = tmp_path_factory.mktemp("data")
    (root / "frus-people").mkdir()
    (root / "frus-people" / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (root / "popular-names").mkdir()
    rows = [
        f"{code},{name}x{tail},{name}{tail}"
        for code in ("ES", "AR", "BO")
        for name in ("Vash", "Lom", "Till")
        for tail in ("a", "el", "ov", "era", "in", "an")
    ]
    for name in ("forenames", "surnames"):
        (root / "popular-names" / f"common-{name}-by-country.csv").write_text(
            HEADER + "\n".join(rows), encoding="utf-8"
        )
    return read_pool(root, corpus.facts()["places"])


def _world(pool: Pool, seed: int) -> World:
    return World(Random(seed), pool, read_words(), corpus.facts())


TEMPLATES = [(kind, line) for kind, lines in read_templates().items() for line in lines]


@pytest.mark.parametrize("kind", sorted(read_templates()))
def test_labels_stand_where_the_names_are(pool: Pool, kind: str) -> None:
    """Of every template: spans in order, none over another, no blank at an edge, each person's name under its label."""
    for seed, (_, line) in enumerate(row for row in TEMPLATES if row[0] == kind):
        world = _world(pool, seed)
        made = fill(line, world)
        ends = [0, *(end for _, end, _ in made.spans)]
        assert all(start >= end for (start, _, _), end in zip(made.spans, ends, strict=False)), line
        words = [made.text[start:end] for start, end, _ in made.spans]
        assert all(word == word.strip() and word for word in words), line
        named = " ".join(
            made.text[start:end] for start, end, label in made.spans if label == "PERSON"
        ).casefold()
        assert all(
            known.first.casefold() in named or known.last.casefold() in named
            for known in world.people.values()
            if "{rev" not in line
        ), line


def test_lines_that_name_nobody_label_nobody(pool: Pool) -> None:
    """The negative templates hold no person."""
    for kind, line in TEMPLATES:
        if kind.endswith(("negative", "quiet")):
            assert all(label != "PERSON" for _, _, label in fill(line, _world(pool, 1)).spans), line


def test_no_sheet_names_a_person_of_the_gold(root: Path) -> None:
    """No family name of the held-out invented cables is written out in the templates."""
    gold = [json.loads(line) for line in (root / "tests/detect/gold/invented.jsonl").read_text().splitlines()]
    written = " ".join(line for _, line in TEMPLATES).casefold()
    for row in gold:
        if row["half"] == "held":
            text = (root / "tests/detect/gold" / row["file"]).read_text(encoding="utf-8")
            families = {
                text[start:end].split()[-1].casefold()
                for start, end, label, _ in row["spans"]
                if label == "PERSON"
            }
            assert not [name for name in families if len(name) > 5 and f" {name} " in written]


def test_the_seed_fixes_the_corpus(pool: Pool) -> None:
    """Two makings of one seed are equal, word for word and label for label; another seed makes others."""
    made = [
        [
            vary(Random(at), text, kind)
            for at, (kind, text) in enumerate(paragraphs(Random(seed), pool, corpus.facts(), 60))
        ]
        for seed in (3, 3, 4)
    ]
    assert made[0] == made[1] != made[2]


@pytest.mark.parametrize("kind", sorted(SHARES))
def test_writing_in_another_case_moves_no_label(pool: Pool, kind: str) -> None:
    """Whatever the manner, a label covers the same letters; a bad line changes letters and never their number."""
    rng = Random(5)
    for _, text in paragraphs(Random(9), pool, corpus.facts(), 40):
        written = vary(rng, text, kind)
        assert len(written.spans) == len(text.spans)
        for before, after in zip(text.spans, written.spans, strict=True):
            one, other = text.text[slice(*before[:2])], written.text[slice(*after[:2])]
            assert len(other) == len(" ".join(one.split()))
            assert sum(a.casefold() == b.casefold() for a, b in zip(one, other, strict=True)) >= len(one) - 3


@pytest.mark.parametrize("culture", [None, *sorted(MAKERS)])
def test_every_people_has_names(pool: Pool, culture: str | None) -> None:
    """A maker gives a given name, a family name, and both in the full one."""
    for seed in range(20):
        made = person(Random(seed), pool, culture)
        assert made.first
        assert made.last
        assert made.full == " ".join(made.full.split())


def test_a_recast_telegram_has_other_people_in_the_same_places(pool: Pool) -> None:
    """Each person becomes another, the same one at each mention; all else stays."""
    text = Text("MR HALSTROM MET HALSTROM IN LIMA", ((3, 11, "PERSON"), (16, 24, "PERSON"), (28, 32, "LOC")))
    made = recast(Random(2), pool, text)
    first, second, place = (made.text[start:end] for start, end, _ in made.spans)
    assert first == second != "HALSTROM"
    assert first.isupper()
    assert place == "LIMA"
    assert made.text == f"MR {first} MET {first} IN LIMA"


CONLL = "Hugo B-PER\nVashkel I-PER\nof O\nOstgas B-ORG\n, O\nLima B-LOC\n. O\n\nFair B-MISC\n"


def test_conll_is_read(tmp_path: Path) -> None:
    """Tokens are joined as text is written; what a set hides in MISC counts as unknown."""
    path = tmp_path / "a.conll"
    path.write_text(CONLL, encoding="utf-8")
    one, other = convert.conll(path)
    assert one.text == "Hugo Vashkel of Ostgas, Lima."
    assert [one.text[start:end] + " " + label for start, end, label in one.spans] == [
        "Hugo Vashkel PERSON",
        "Ostgas ORG",
        "Lima LOC",
    ]
    assert (other.spans, other.missing) == ((), ((0, 4),))


GUM = """# sent_id = 1
1\tMr.\tMr.\tPROPN\tNNP\t_\t2\tcompound\t_\tEntity=(1-person-new-cf1-2-sgl
2\tVashkel\tVashkel\tPROPN\tNNP\t_\t0\troot\t_\tEntity=1)
3\tleft\tleave\tVERB\tVBD\t_\t2\tacl\t_\t_
4\tLima\tLima\tPROPN\tNNP\t_\t3\tobj\t_\tEntity=(2-place-new-cf2-1-sgl)

"""


def test_gum_is_read(tmp_path: Path) -> None:
    """A run of proper nouns in an entity is a name of its kind, the title cut off."""
    path = tmp_path / "a.conllu"
    path.write_text(GUM, encoding="utf-8")
    (text,) = convert.gum(path)
    assert text.text == "Mr. Vashkel left Lima"
    assert [(text.text[start:end], label) for start, end, label in text.spans] == [
        ("Vashkel", "PERSON"),
        ("Lima", "LOC"),
    ]


def test_re3d_is_read(tmp_path: Path) -> None:
    """Titles are cut off, pronouns left out."""
    text = "General Hugo Vashkel said he left Lima."
    spans = [("Person", 0, 20), ("Person", 26, 28), ("Location", 34, 38)]
    (tmp_path / "documents.json").write_text(json.dumps({"_id": "1", "text": text}), encoding="utf-8")
    rows = [{"documentId": "1", "type": kind, "begin": begin, "end": end} for kind, begin, end in spans]
    (tmp_path / "entities.json").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (read,) = convert.re3d(tmp_path)
    assert [(text[start:end], label) for start, end, label in read.spans] == [
        ("Hugo Vashkel", "PERSON"),
        ("Lima", "LOC"),
    ]


def test_a_label_that_cuts_a_word_counts_as_unknown() -> None:
    """The trainer learns nothing of a word of which only a part is labelled."""
    nlp = corpus.keep_hyphens(spacy.blank("en"))
    doc = corpus.document(nlp, Text("Vashkelov left", ((0, 7, "PERSON"),)))
    assert not doc.ents
    assert doc[0].ent_iob == 0
    assert doc[1].ent_iob_ == "O"


def test_the_likeness_table_is_learnt() -> None:
    """On words that differ by their ending the weights tell them apart, the same for one seed, and fit their form."""
    rows = [
        (features(f"{head}{tail}"), tail == "ov")
        for head in ("vash", "lom", "till", "ord")
        for tail in ("ov", "zx")
    ]
    weights = likeness.learn(Random(1), rows, rounds=20)
    assert weights == likeness.learn(Random(1), rows, rounds=20)
    scores = [sum(weights[place] for place in places) for places, _ in rows]
    assert all((score > 0) is name for score, (_, name) in zip(scores, rows, strict=True))
    assert len(likeness.packed(weights)) < 12_000


def test_capitals_keep_their_place() -> None:
    """A letter whose capital is two letters stays as it is."""
    assert upper("stra\u00dfe") == "STRA\u00dfE"
