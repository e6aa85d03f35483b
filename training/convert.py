"""Reads the published sets whose licences permit it into texts with labelled spans: no share-alike, nothing non-commercial."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from training.generate import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_LABELS = {
    "per": "PERSON",
    "person": "PERSON",
    "judge": "PERSON",
    "lawyer": "PERSON",
    "witness": "PERSON",
    "other_person": "PERSON",
    "org": "ORG",
    "organisation": "ORG",
    "organization": "ORG",
    "court": "ORG",
    "corporation": "ORG",
    "group": "ORG",
    "loc": "LOC",
    "location": "LOC",
    "gpe": "LOC",
    "place": "LOC",
    "nationality": "NORP",
}
_UNKNOWN = frozenset({"misc", "petitioner", "respondent", "product", "creative-work", "event"})

# matches what a person's span begins with and is no name: "President ", "the late "; must not match "Obama"
_TITLE = re.compile(
    r"^(?:(?:the|former|late|then|acting|deputy|vice|prime|foreign|defense|interior|us|u\.s\.|"
    r"spc\.|sgt\.|spokesman|spokeswoman|brig\.|pfc|cpl\.|staff|he|lieutenant|colonel|major|captain|cpt\.|president|minister|secretary|general|gen\.|col\.|lt\.|maj\.|dr\.?|mr\.?|mrs\.?|ms\.?|prof\.?|professor|"
    r"ambassador|senator|sen\.|rep\.|king|queen|prince|judge|justice|chief|hon'ble|shri|smt\.?|sri|sir)\s+)+",
    re.IGNORECASE,
)
# matches "Cook", "Richard Coe", "John J. Thomas"; must not match "Jan", "Brig." or "Central Command spokesman"
_NAME = re.compile(r"(?:[A-Z][\w.'’-]+ ){0,2}(?:[A-Z]\. )?[A-Z][\w'’-]{3,}")
_CLOSING = frozenset(".,;:!?)]}%'\"")
_OPENING = frozenset("([{$#@")


def _trim(text: str, start: int, end: int, label: str) -> tuple[int, int, str] | None:
    """Cut titles and possessives off a person's span; None where no capital is left."""
    if label != "PERSON":
        return start, end, label
    title = _TITLE.match(text[start:end])
    start += title.end() if title else 0
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return (start, end, label) if text[start:end].strip() and text[start].isupper() else None


def assemble(tokens: Sequence[str], tags: Sequence[str]) -> Text:
    """Join tokens with their BIO tags into running text; what a set hides in MISC counts as unknown."""
    text, spans, missing = "", [], []
    current: tuple[int, str] | None = None
    ends: list[int] = []
    starts: list[int] = []
    for token in tokens:
        glue = not text or token[0] in _CLOSING or token.startswith(("n't", "'")) or text[-1] in _OPENING
        text += token if glue else f" {token}"
        ends.append(len(text))
        starts.append(len(text) - len(token))
    for index, tag in enumerate([*tags, "O"]):
        kind = tag[2:].lower()
        if current and not (tag.startswith("I-") and kind == current[1]):
            span = (starts[current[0]], ends[index - 1])
            if current[1] in _UNKNOWN or current[1] not in _LABELS:
                missing.append(span)
            elif found := _trim(text, *span, _LABELS[current[1]]):
                spans.append(found)
            current = None
        if tag != "O" and current is None and index < len(tags):
            current = (index, kind)
    return Text(text, tuple(spans), tuple(missing))


def conll(path: Path) -> Iterator[Text]:
    """Read a file of token-tab-tag lines, a blank line between sentences."""
    tokens: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        columns = line.split("\t") if "\t" in line else line.split(" ")
        if line.strip() and len(columns) > 1:
            tokens.append(columns[0].strip() or "_")
            tags.append(columns[-1].strip())
        elif tokens:
            yield assemble(tokens, tags)
            tokens, tags = [], []


# --- GUM: names are the runs of proper nouns inside the entities --------------------------------

# matches "(3-organization-new-..." and "7)" in an Entity column; must not match "-"
_ENTITY = re.compile(r"\((?P<open>\d+)-(?P<kind>[a-z]+)[^()]*|(?P<close>\d+)\)|(?P<both>\))")


def _gum_sentences(path: Path) -> Iterator[list[list[str]]]:
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line and not line.startswith("#"):
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
        elif rows:
            yield rows
            rows = []


def _gum_kinds(rows: Sequence[Sequence[str]], open_kinds: list[tuple[str, str]]) -> Iterator[str]:
    """Give the innermost entity's kind at each token; entities that run over sentences stay open."""
    for row in rows:
        entity = next((part[7:] for part in row[9].split("|") if part.startswith("Entity=")), "")
        closing = 0
        for match in _ENTITY.finditer(entity):
            if match["open"]:
                open_kinds.append((match["open"], match["kind"]))
            elif match["close"]:
                closing += 1
                yield_kind = match["close"]
                open_kinds[:] = [one for one in open_kinds if one[0] != yield_kind] + [
                    (f"!{yield_kind}", one[1]) for one in open_kinds if one[0] == yield_kind
                ][-1:]
            else:
                closing += 1
                if open_kinds:
                    number, kind = open_kinds.pop()
                    open_kinds.append((f"!{number}", kind))
        yield open_kinds[-1][1] if open_kinds else ""
        open_kinds[:] = [one for one in open_kinds if not one[0].startswith("!")]


def gum(path: Path) -> Iterator[Text]:
    """Read one document of GUM: a run of proper nouns in an entity is a name of the entity's kind."""
    open_kinds: list[tuple[str, str]] = []
    for rows in _gum_sentences(path):
        kinds = list(_gum_kinds(rows, open_kinds))
        tags, before = [], ""
        for row, kind in zip(rows, kinds, strict=True):
            nation = row[3] == "ADJ" and row[1][:1].isupper() and row[1].endswith(("an", "ese", "ish", "i"))
            label = "nationality" if nation else kind if row[3] == "PROPN" else ""
            label = "misc" if label and label not in _LABELS else label
            tags.append(f"{'I' if label == before else 'B'}-{label}" if label else "O")
            before = label
        yield assemble([row[1] for row in rows], tags)


# --- re3d --------------------------------------------------------------------------------------


def re3d(folder: Path) -> Iterator[Text]:
    """Read one source of re3d; pronouns, titles alone and spans without confidence are left out."""
    documents = [
        json.loads(line) for line in (folder / "documents.json").read_text(encoding="utf-8").splitlines()
    ]
    entities = [
        json.loads(line) for line in (folder / "entities.json").read_text(encoding="utf-8").splitlines()
    ]
    for document in documents:
        text = document["text"]
        own = [
            one for one in entities if one["documentId"] == document["_id"] and one["type"].lower() in _LABELS
        ]
        spans: list[tuple[int, int, str]] = []
        doubtful: list[tuple[int, int, str]] = []
        for one in sorted(own, key=lambda one: (one["begin"], -one["end"])):
            found = _trim(text, one["begin"], one["end"], _LABELS[one["type"].lower()])
            if not found or not text[found[0]].isupper() or (spans and found[0] < spans[-1][1]):
                continue
            (spans if found[2] != "PERSON" or _NAME.fullmatch(text[slice(*found[:2])]) else doubtful).append(
                found
            )
        yield Text(text, tuple(spans), tuple(span[:2] for span in doubtful))


# --- legal_NER ---------------------------------------------------------------------------------


def legal(path: Path) -> Iterator[Text]:
    """Read the judgments, which lie as spaCy documents."""
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("en").vocab
    for doc in DocBin().from_disk(path).get_docs(vocab):
        spans, missing = [], []
        for entity in doc.ents:
            label = _LABELS.get(entity.label_.lower())
            if label is None:
                missing.append((entity.start_char, entity.end_char))
            elif found := _trim(doc.text, entity.start_char, entity.end_char, label):
                spans.append(found)
        yield Text(doc.text, tuple(spans), tuple(missing))


# --- all of them -------------------------------------------------------------------------------

_GUM_FREE = ("GUM_academic_*", "GUM_court_*", "GUM_interview_*", "GUM_news_*")
_RE3D_FREE = (("CENTCOM", 3), ("Australian Department of Foreign Affairs", 3))


def chunks(texts: Iterable[Text], size: int) -> Iterator[Text]:
    """Join neighbouring sentences, so that the model sees paragraphs too."""
    from training.generate import joined

    waiting: list[Text] = []
    for text in texts:
        waiting.append(text)
        if len(waiting) == size:
            yield joined(waiting)
            waiting = []
    if waiting:
        yield joined(waiting)


def permissive(data: Path) -> dict[str, list[Text]]:
    """Read every set that may go into shipped weights, by the name that the model card gives it."""
    tweets = [text for name in "efg" for text in conll(data / f"BTC/data/BTC/CONLL-format/data/{name}.conll")]
    gum_files = sorted(path for pattern in _GUM_FREE for path in (data / "GUM" / "dep").glob(pattern))
    judgments = data / "legal_NER/training/Combined_Data_Judgement_Preamble_spacy_format/dev.spacy"
    return {
        "re3d": [
            text for name, times in _RE3D_FREE for text in re3d(data / "re3d" / name) for _ in range(times)
        ],
        "GUM": [text for path in gum_files for text in chunks(gum(path), 3)],
        "legal_NER": list(legal(judgments)),
        "BTC": [text for text in tweets if "@" not in text.text or not text.spans],
    }
