"""One side of a comparison: a process that holds one engine, works off files by turns, and says what they cost.

    python -m benchmarks.sides redactor|rules|presidio|spacy [--policy NAME]

It says `ready` with what its start took; then it answers lines of standard input, each a JSON list of paths,
with the processor's seconds that those files cost, by stage where the side is redactor. A file that the side
refuses counts as refused.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MODEL = "redactor-names"
# What is measured by itself: the module that holds the function, its name, and the stage it belongs to.
STAGES = (
    ("redactor.cable", "read", "read"),
    ("redactor.view", "build", "view"),
    ("redactor.detect", "find", "detect"),
    ("redactor.policy", "ground", "decide"),
    ("redactor.policy", "may_show", "decide"),
    ("redactor.policy", "decide", "decide"),
    ("redactor.release", "plan", "plan and render"),
    ("redactor.release", "render", "plan and render"),
    ("redactor.release", "guard", "guard"),
    ("redactor.audit", "Desk.receive", "record"),
    ("redactor.audit", "Desk.name", "record"),
    ("redactor.audit", "Desk.commitments", "record"),
    ("redactor.audit", "Desk.pack", "record"),
    ("redactor.audit", "Desk.pack_refusal", "record"),
    ("redactor.audit", "Store.put", "write"),
    ("redactor.audit", "Store.put_all", "write"),
    ("redactor.audit", "Store.put_refusal", "write"),
    ("redactor.audit", "Store.sign_off", "write"),
)


def _timed(spent: defaultdict[str, float]) -> None:
    """Wrap the function of each stage; a stage inside another is taken from it."""
    inside: list[float] = []

    def wrapped(call: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def measured(*given: Any, **named: Any) -> Any:
            begun = time.process_time()
            inside.append(0.0)
            try:
                return call(*given, **named)
            finally:
                took = time.process_time() - begun
                spent[stage] += took - inside.pop()
                if inside:
                    inside[-1] += took

        return measured

    for module, name, stage in STAGES:
        holder, last = held(module, name)
        setattr(holder, last, wrapped(getattr(holder, last), stage))


def held(module: str, name: str) -> tuple[Any, str]:
    """Give what holds a function of `STAGES`, a module or a class, and the function's own name there."""
    import importlib

    holder: Any = importlib.import_module(module)
    *outer, last = name.split(".")
    for part in outer:
        holder = getattr(holder, part)
    return holder, last


def _once(holder: Any, name: str) -> None:
    """Let a function work once and give the same from then on: a run holds one engine and one policy."""
    call = getattr(holder, name)
    held: list[Any] = []

    def once(*given: Any, **named: Any) -> Any:
        if not held:
            held.append(call(*given, **named))
        return held[0]

    setattr(holder, name, once)


def redactor(policy: str, model: str | None) -> Any:
    """Release each file whole: read, find, decide, render, guard, record, write; by stage."""
    from redactor import detect
    from redactor import policy as policies
    from redactor.pipeline import RunRequest, run

    spent: defaultdict[str, float] = defaultdict(float)
    _timed(spent)
    _once(detect, "load")
    _once(policies, "load")
    turns = iter(range(sys.maxsize))
    folder = tempfile.TemporaryDirectory(prefix="redactor-bench-")  # gone with the side

    def work(paths: Sequence[Path]) -> tuple[dict[str, float], int]:
        spent.clear()
        out = Path(folder.name) / f"{next(turns)}"
        refused = sum(one.error is not None for one in run(RunRequest(policy, out=out, nlp=model), paths))
        return dict(spent), refused

    work([])  # loads engine and policy, as a run does once
    return work


def presidio(*, anonymize: bool = True) -> Any:
    """Analyse and anonymise each file as Presidio's documentation shows, with the same spaCy model."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider
    from presidio_anonymizer import AnonymizerEngine

    from redactor.detect import network
    from redactor.files import package_path

    network.offer()  # the shipped model has a layer of ours, which spaCy knows by itself only where we are installed
    logging.disable(logging.CRITICAL)
    configuration = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "en", "model_name": str(package_path(f"models/{MODEL}"))}],
    }
    provider = NlpEngineProvider(nlp_configuration=configuration)
    analyzer = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["en"])
    anonymizer: Any = AnonymizerEngine()  # type: ignore[no-untyped-call]

    def work(paths: Sequence[Path]) -> tuple[dict[str, float], int]:
        spent = dict.fromkeys(("analyse", "anonymise"), 0.0)
        refused = 0
        for path in paths:
            text = path.read_text(encoding="utf-8")
            begun = time.process_time()
            try:
                found = analyzer.analyze(text=text, language="en")
            except ValueError:  # longer than a million characters
                refused += 1
                continue
            analysed = time.process_time()
            if anonymize:
                anonymizer.anonymize(text=text, analyzer_results=found)
            spent["analyse"] += analysed - begun
            spent["anonymise"] += time.process_time() - analysed
        return spent, refused

    return work


def spacy() -> Any:
    """Read each file with the model alone."""
    import spacy as library

    from redactor.detect import network
    from redactor.files import package_path

    network.offer()
    pipeline = library.load(package_path(f"models/{MODEL}"))

    def work(paths: Sequence[Path]) -> tuple[dict[str, float], int]:
        refused = 0
        for path in paths:
            try:
                pipeline(path.read_text(encoding="utf-8"))
            except ValueError:  # longer than a million characters
                refused += 1
        return {}, refused

    return work


SIDES: dict[str, Callable[[str], Any]] = {
    "redactor": lambda policy: redactor(policy, MODEL),
    "rules": lambda policy: redactor(policy, None),
    "presidio": lambda _: presidio(),
    "spacy": lambda _: spacy(),
}


def _say(**said: object) -> None:
    """Write one line to whoever asked."""
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def _peak() -> float:
    """Give the most memory that this process has held so far, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    """Hold one side until standard input ends."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sides")
    parser.add_argument("side", choices=sorted(SIDES))
    parser.add_argument("--policy", default="public")
    options = parser.parse_args()
    begun = time.process_time()
    work = SIDES[options.side](options.policy)
    _say(ready=time.process_time() - begun, peak=_peak())
    for line in sys.stdin:
        paths = [Path(name) for name in json.loads(line)]
        begun, wall = time.process_time(), time.monotonic()
        stages, refused = work(paths)
        _say(
            cpu=time.process_time() - begun,
            wall=time.monotonic() - wall,
            stages=stages,
            refused=refused,
            peak=_peak(),
        )


if __name__ == "__main__":
    main()
