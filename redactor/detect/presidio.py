"""The one adapter to Presidio and spaCy: an offline engine, an explicit registry, results as our own hits.

Nothing here is imported at module level from either: `--help` must not pay for them. Three of Presidio's
habits are closed off: a missing model is never downloaded, a regex that times out refuses the document
instead of finding nothing, and no pattern ignores case unless the table below says so.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import importlib.metadata
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from redactor.detect import engines, network
from redactor.detect.base import Hit
from redactor.detect.casing import capitals, recase
from redactor.detect.windows import OVERLAP, WINDOW, cut, windows
from redactor.errors import InputRefusedError, Refusal, UsageError
from redactor.files import package_path
from redactor.model import EntityKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from redactor.detect.base import Page

Found = TypeVar("Found")

SHIPPED = "redactor-names"
"""The name under which the model that ships with redactor is asked for."""
_THRESHOLD = 0.4
_GROUP = 16_000
"""How many characters a pipeline reads at a time: from about here on more make it no faster."""

KINDS: dict[str, EntityKind] = {
    "PERSON": EntityKind.PERSON,
    "ORGANIZATION": EntityKind.ORGANIZATION,
    "LOCATION": EntityKind.LOCATION,
    "NRP": EntityKind.NATIONALITY,
    "DATE_TIME": EntityKind.DATE_TIME,
    "MONEY": EntityKind.MONEY,
    "PHONE_NUMBER": EntityKind.PHONE,
    "EMAIL_ADDRESS": EntityKind.EMAIL,
    "URL": EntityKind.URL,
    "IP_ADDRESS": EntityKind.IP,
    "CREDIT_CARD": EntityKind.ID_NUMBER,
    "US_SSN": EntityKind.ID_NUMBER,
    "US_PASSPORT": EntityKind.ID_NUMBER,
    "US_ITIN": EntityKind.ID_NUMBER,
    "CRYPTO": EntityKind.ID_NUMBER,
    "MAC_ADDRESS": EntityKind.ID_NUMBER,
}
"""Presidio's types and ours; one without a row is OTHER."""

_LABELS = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORGANIZATION",
    "LOC": "LOCATION",
    "GPE": "LOCATION",
    "FAC": "LOCATION",
    "NORP": "NRP",
    "DATE": "DATE_TIME",
    "TIME": "DATE_TIME",
    "MONEY": "MONEY",
}

# matches "https://example.org/a", "www.example.org", "news.example.com/x"; must not match "U.S. side" or "e.g. that"
_URL = (
    r"\b(?:https?://[^\s<>\"')\]]{1,500}|www\.[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){1,5}(?:/[^\s<>\"')\]]{0,500})?"
    r"|(?<![@\w.-])[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){0,4}\.(?:com|org|net|gov|mil|edu|int|info|biz)\b(?:/[^\s<>\"')\]]{0,500})?)"
)


# Six digits with no letters between them but an x and the long vowel mark, which phonenumbers takes for a dash:
# no number is shorter that it calls valid, country code included (+43 and four digits).
# matches "+43 1234", "(202) 555-0101", "06/17/2007"; must not match "June 5, 2007" or "paragraph 12345"
_PHONE_DIGITS = re.compile(r"\d(?:[\W_xX\u30fc]*\d){5}")


@dataclass(frozen=True, slots=True)
class Engine:
    """A loaded analyzer; `model` is None for the blank pipeline."""

    analyzer: Any = field(repr=False)
    model: str | None
    identity: tuple[tuple[str, str, str], ...]


class _TimedOutError(RuntimeError):
    """A pattern ran out of time; no TimeoutError, because Presidio swallows those."""


class _Guarded:
    """A compiled pattern whose time-out cannot be swallowed."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled

    def finditer(self, text: str, timeout: float | None = None) -> Iterator[Any]:
        """Yield matches as the pattern does; raises _TimedOutError."""
        try:
            yield from self._compiled.finditer(text, timeout=timeout)
        except TimeoutError:
            raise _TimedOutError from None


def _refuse_download(model_name: str) -> None:
    """Stand where Presidio would download a model."""
    raise UsageError(
        f"the spaCy model {model_name!r} is not installed, and redactor downloads nothing",
        help="install the model's package with pip on this machine, give the absolute path of a model folder, "
        f"or ask for {SHIPPED}, which ships with redactor",
    )


def _load_model(nlp: str | None) -> Any:
    """Load a spaCy pipeline: blank, the shipped one, installed by name, or from an absolute path; no relative folder."""
    import spacy

    if nlp is None:
        return spacy.blank("en")
    network.offer()
    path = package_path(f"models/{SHIPPED}") if nlp == SHIPPED else Path(nlp)
    if path.is_absolute():
        if not (path / "config.cfg").is_file():
            raise UsageError(
                "there is no spaCy model in the folder that --nlp names",
                help="give the folder that holds config.cfg",
            )
    elif not spacy.util.is_package(nlp):
        _refuse_download(nlp)
    try:
        return spacy.load(path if path.is_absolute() else nlp)  # the package's own path is absolute
    except (OSError, ValueError, ImportError) as error:
        raise UsageError(
            f"the spaCy model could not be loaded ({type(error).__name__})",
            help="check its version against spaCy's",
        ) from None


def _recognisers(*, model: bool) -> list[Any]:
    """Give the hand-picked recognisers, each with a name of ours and its flags."""
    import tldextract
    from presidio_analyzer import Pattern, PatternRecognizer
    from presidio_analyzer import predefined_recognizers as own

    class OfflineEmail(own.EmailRecognizer):
        """EmailRecognizer that asks the snapshot in tldextract, never the network; a strange domain still counts."""

        _suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

        def validate_result(self, pattern_text: str) -> bool | None:
            return True if self._suffixes(pattern_text).fqdn else None

    class Phone(own.PhoneRecognizer):
        """PhoneRecognizer that leaves a text alone in which no telephone number can stand."""

        def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[Any]:
            if _PHONE_DIGITS.search(text) is None:
                return []
            found: list[Any] = super().analyze(text, entities, nlp_artifacts)
            return found

    regex = importlib.import_module("regex")
    ignore = regex.IGNORECASE
    found: list[tuple[Any, int]] = [
        (OfflineEmail(name="email"), 0),
        (own.IpRecognizer(name="ip"), 0),
        (own.CreditCardRecognizer(name="credit-card"), 0),
        (own.UsSsnRecognizer(name="us-ssn"), 0),
        (own.UsPassportRecognizer(name="us-passport"), 0),
        (own.UsItinRecognizer(name="us-itin"), 0),
        (own.CryptoRecognizer(name="crypto"), 0),
        (own.DateRecognizer(name="date"), ignore),  # JUN and Jun are one month
        (
            PatternRecognizer("URL", name="url", patterns=[Pattern("url", _URL, 0.6)]),
            ignore,
        ),  # host names have no case
    ]
    for recogniser, flags in found:
        _guard(recogniser, regex.DOTALL | regex.MULTILINE | flags)
    recognisers: list[Any] = [recogniser for recogniser, _ in found]
    recognisers.append(Phone(name="phone", supported_regions=("US",)))
    if model:
        recognisers.append(
            own.SpacyRecognizer(name="model", supported_entities=sorted(set(_LABELS.values())))
        )
    return recognisers


def _guard(recogniser: Any, flags: int) -> None:
    """Compile a recogniser's patterns with these flags, time-outs loud."""
    regex = importlib.import_module("regex")  # comes with Presidio, untyped
    recogniser.global_regex_flags = flags
    copies = []
    for pattern in recogniser.patterns:
        copy = type(pattern)(pattern.name, pattern.regex, pattern.score)
        copy.compiled_regex = _Guarded(regex.compile(pattern.regex, flags=flags))
        copy.compiled_with_flags = flags
        copies.append(copy)
    recogniser.patterns = copies


def load(nlp: str | None) -> Engine:
    """Load the analyzer over a blank pipeline or the model `nlp`; raises UsageError where there is none."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
    from presidio_analyzer.nlp_engine import NerModelConfiguration, NlpArtifacts, SpacyNlpEngine

    pipeline = _load_model(nlp)
    labels = {label for name in ("ner", "entity_ruler") for label in pipeline.pipe_labels.get(name, ())}
    configuration = NerModelConfiguration(
        labels_to_ignore=sorted(labels - set(_LABELS)),
        model_to_presidio_entity_mapping=dict(_LABELS),
        default_score=0.85,
    )
    artifacts = engines.artifacts_class(NlpArtifacts)
    engine = engines.engine_class(SpacyNlpEngine, artifacts, _refuse_download)
    analyzer = AnalyzerEngine(
        registry=RecognizerRegistry(
            recognizers=_recognisers(model=nlp is not None), supported_languages=["en"]
        ),
        nlp_engine=engine(pipeline, configuration, quick=nlp == SHIPPED),
        context_aware_enhancer=engines.enhancer_class(LemmaContextAwareEnhancer)(),
        supported_languages=["en"],
    )
    return Engine(analyzer, nlp, _identity(pipeline, nlp))


def _identity(pipeline: Any, nlp: str | None) -> tuple[tuple[str, str, str], ...]:
    """Name what findings depend on outside our rules; a model by its own name and a digest, never by its path."""
    libraries = [
        (name, importlib.metadata.version(name), "")
        for name in ("phonenumbers", "presidio-analyzer", "spacy", "tldextract")
    ]
    if nlp is None:
        return (*libraries, ("model", "none", ""))
    name = f"model {pipeline.meta.get('lang', 'en')}_{pipeline.meta.get('name', 'pipeline')}"
    return (*libraries, (name, str(pipeline.meta.get("version", "")), _folder_digest(pipeline.path)))


def _folder_digest(folder: Path) -> str:
    """Give one SHA-256 over a model folder."""
    whole = hashlib.sha256()
    for path in sorted(
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ):
        whole.update(
            str(path.relative_to(folder)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest()
        )
    return whole.hexdigest()


def described(engine: Engine) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Name each of Presidio's recognisers that this engine asks, as findings do, and the kinds it finds."""
    recognisers = engine.analyzer.registry.recognizers
    return tuple(sorted((f"presidio-{one.name}", _kinds(one.supported_entities)) for one in recognisers))


def _kinds(types: list[str]) -> tuple[str, ...]:
    return tuple(sorted({KINDS.get(name, EntityKind.OTHER).value for name in types}))


# --- running it --------------------------------------------------------------------------------


def find(engine: Engine, page: Page, *, window: int = WINDOW) -> Iterator[Hit]:
    """Run Presidio over each block; raises InputRefusedError when any part of it fails or times out."""
    parts = [
        (part, block.span)
        for block in page.blocks
        for part in windows(block.span, page.view.text, window=window, overlap=min(OVERLAP, window // 2))
    ]
    for group in _groups(parts):
        texts = [part.of(page.view.text) for part, _ in group]
        read = _guarded(functools.partial(_read, engine, texts))
        for (part, block), text, artifacts in zip(group, texts, read, strict=True):
            work = functools.partial(_analyze, engine, text, artifacts, part.start)
            yield from (hit for hit in _guarded(work) if not cut(hit.span, part, block))


def _groups(parts: Iterable[tuple[Span, Span]]) -> Iterator[list[tuple[Span, Span]]]:
    """Group what a pipeline reads at a time: enough that it works at full speed, so little that memory stays flat."""
    group: list[tuple[Span, Span]] = []
    size = 0
    for part in parts:
        group.append(part)
        size += len(part[0])
        if size >= _GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group


def _read(engine: Engine, texts: Sequence[str]) -> list[Any]:
    """Let the pipeline read some texts, each by itself.

    A model knows names by their capitals, so a text that is all capitals gets them back; offsets stay.
    """
    cased = [recase(text) if capitals(text) else text for text in texts]
    return list(engine.analyzer.nlp_engine.process_batch(cased, "en"))


def _analyze(engine: Engine, text: str, artifacts: Any, offset: int) -> list[Hit]:
    """Analyse one window, as the pipeline read it, and convert what comes back."""
    results = engine.analyzer.analyze(
        text, language="en", score_threshold=_THRESHOLD, nlp_artifacts=artifacts
    )
    return [*(_hit(result, offset) for result in results), *artifacts.chances(offset)]


def _guarded(work: Callable[[], list[Found]]) -> list[Found]:
    """Turn whatever fails in a guest into a refusal of the document; no exception keeps the text."""
    try:
        return work()
    except _TimedOutError:
        failed = "a detector's pattern ran out of time"
    except Exception as error:  # noqa: BLE001 - whatever fails in a guest, the document is refused
        failed = f"a detector failed ({type(error).__name__})"
    raise InputRefusedError(
        Refusal.DETECTOR, failed, help="nothing was written; the document may be built to stall detectors"
    )


def _hit(result: Any, offset: int) -> Hit:
    """Convert one result of Presidio's to a hit of ours."""
    name = re.sub(r"[^a-z-]", "", str(result.recognition_metadata["recognizer_name"]).casefold())
    kind = KINDS.get(result.entity_type, EntityKind.OTHER)
    score = round(result.score * 1000)
    return Hit(
        Span(offset + result.start, offset + result.end), kind, f"presidio-{name}", score, ("pattern",)
    )
