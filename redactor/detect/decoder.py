"""Reads the names of the shipped model from its scores, as spaCy's parser does, for all words at once.

SpaCy steps through a text word by word, and takes and drops the interpreter's lock for each question that it
asks of a step: two thirds of its time. Outside a name a step depends on its word alone, so those are scored
together here; only the words inside names are stepped through. The numbers are added in spaCy's order, so
that the scores are the same to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PIPES = ["tok2vec", "ner"]
_WEIGHER = "tagger"
"""What weighs single words; its tags are asked for by nobody, and its weights where they are wanted (chances.py)."""
_FEATURES = 3
"""The word itself, the first word of the open name, and the word before."""
_PIECES = 2

Found = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Moves:
    """The parser's moves by their numbers, as far as a text without marks of its own allows them (spaCy, ner.pyx).

    Outside a name: `out`, one of `units` but on a blank, one of `opens` but on a blank or the last word. Inside:
    the two of `inner` for the open label, go on and end; on the last word only to end.
    """

    out: int
    opens: Mapping[int, str]
    units: Mapping[int, str]
    inner: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Decoder:
    """The parts of a pipeline whose scores are read here."""

    vectors: Any = field(repr=False)
    parser: Any = field(repr=False)
    moves: Moves = field(repr=False)

    def read(self, docs: Sequence[Any]) -> None:
        """Set the entities of fresh documents, none of them empty, as the pipeline would."""
        self.vectors.set_annotations(docs, self.vectors.predict(docs))
        scores = _scores(self.parser.model, docs)
        best = _outside(self.moves, scores, docs)
        first = 0
        for doc in docs:
            span = type(doc[:1])
            found = _names(self.moves, scores, best, first, len(doc))
            doc.set_ents([span(doc, start, end, label=label) for start, end, label in found])
            first += len(doc)


def decoder_of(pipeline: Any) -> Decoder | None:
    """Give the decoder of a pipeline, or None where it is of another make than the shipped one."""
    if [name for name in pipeline.pipe_names if name != _WEIGHER] != _PIPES:
        return None
    vectors, parser = (pipeline.get_pipe(name) for name in _PIPES)
    model = parser.model
    if not model.attrs.get("has_upper") or model.attrs.get("unseen_classes"):
        return None
    lower = model.get_ref("lower")
    moves = _moves([parser.moves.get_class_name(number) for number in range(parser.moves.n_moves)])
    alike = (lower.get_dim("nF"), lower.get_dim("nP")) == (_FEATURES, _PIECES)
    return Decoder(vectors, parser, moves) if alike and moves is not None else None


def _moves(names: Sequence[str]) -> Moves | None:
    """Sort a parser's moves by what they do; None where one is missing or unknown.

    `U-` is for words that are marked as no name before, which no fresh text has.
    """
    at = {name: number for number, name in enumerate(names)}
    labels = [name[2:] for name in names if name.startswith("B-")]
    if at.keys() - {"U-"} != {f"{letter}-{label}" for letter in "BILU" for label in labels} | {"O"}:
        return None
    return Moves(
        at["O"],
        {at[f"B-{label}"]: label for label in labels},
        {at[f"U-{label}"]: label for label in labels},
        {label: (at[f"I-{label}"], at[f"L-{label}"]) for label in labels},
    )


@dataclass(frozen=True, slots=True)
class _Scores:
    """What each word adds in each of the three places, what adds where there is no word, and the layer above."""

    ops: Any
    rows: Any
    pad: Any
    bias: Any
    weights: Any
    top: Any

    def of(self, summed: Any) -> Any:
        """Give the score of every move for some steps, whose words are added up."""
        added = summed + self.bias
        hidden = self.ops.xp.maximum(added[..., 0], added[..., 1])
        return self.ops.gemm(hidden, self.weights, trans2=True) + self.top


def _scores(model: Any, docs: Sequence[Any]) -> _Scores:
    """Let the model's layers read some documents."""
    lower, upper = model.get_ref("lower"), model.get_ref("upper")
    rows = lower.predict(model.get_ref("tok2vec").predict(docs))
    weights, top = upper.get_param("W"), upper.get_param("b")
    return _Scores(model.ops, rows[1:], rows[0], lower.get_param("b"), weights, top)


def _outside(moves: Moves, scores: _Scores, docs: Sequence[Any]) -> Any:
    """Give the best move at every word, outside of names; of equal ones the first."""
    given = scores.of(scores.rows[:, 0] + scores.pad[1] + scores.pad[2])
    allowed = scores.ops.xp.full_like(given, -scores.ops.xp.inf)
    columns = [moves.out, *moves.opens, *moves.units]
    allowed[:, columns] = given[:, columns]
    blank = scores.ops.xp.concatenate([doc.to_array("IS_SPACE") for doc in docs]).astype(bool)
    for column in (*moves.opens, *moves.units):
        allowed[blank, column] = -scores.ops.xp.inf
    lasts = scores.ops.xp.cumsum([len(doc) for doc in docs]) - 1
    for column in moves.opens:
        allowed[lasts, column] = -scores.ops.xp.inf
    return allowed.argmax(axis=1)


def _names(moves: Moves, scores: _Scores, best: Any, first: int, length: int) -> Iterator[Found]:
    """Give the names of one document, whose words begin at `first`, by their first word and the one behind."""
    end = 0
    for start in (best[first : first + length] != moves.out).nonzero()[0].tolist():
        if start < end:
            continue
        move, end = int(best[first + start]), start + 1
        if move in moves.units:
            yield start, end, moves.units[move]
            continue
        label = moves.opens[move]
        while end < length - 1 and _goes_on(scores, first + start, first + end, moves.inner[label]):
            end += 1
        end += 1
        yield start, end, label


def _goes_on(scores: _Scores, start: int, word: int, inner: tuple[int, int]) -> bool:
    """Say whether the name that begins at `start` goes on behind `word`; of equal moves the first counts."""
    summed = scores.rows[word, 0] + scores.rows[start, 1] + scores.rows[word - 1, 2]
    row = scores.of(summed[None])[0]
    further, last = inner
    return bool(row[further] > row[last] or (row[further] == row[last] and further < last))
