"""The bench of policy tests: find the files, read them, and make every test ready to be tried."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from redactor import detect, files
from redactor import policy as policies
from redactor.errors import Diagnostic, PolicyError, UsageError
from redactor.policy.load import others_of
from redactor.policy.nodes import Problems
from redactor.policy.stock import display_name, path_of, stock
from redactor.policy.yaml_reader import read_text
from redactor.workbench.suite import ENDINGS, read_suite
from redactor.workbench.trial import attempt, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from redactor.detect import Detector
    from redactor.model import Policy
    from redactor.policy.load import Source
    from redactor.workbench.suite import Suite, Test
    from redactor.workbench.trial import Ready, Result


@dataclass(frozen=True, slots=True)
class Stand:
    """A test that is ready, and the policy it is tried under, its parameters set."""

    ready: Ready
    policy: Policy


@dataclass(frozen=True, slots=True)
class Laid:
    """A suite laid out: its policy, the policy's file, and its tests, ready; `sources` are the texts that places point into.

    `other_of` reads a policy that a guarantee names.
    """

    suite: Suite
    file: str
    policy: Policy
    stands: tuple[Stand, ...]
    sources: Mapping[str, str] = field(repr=False)
    other_of: Callable[[str], Policy] = field(repr=False)

    def own(self, rule: str) -> bool:
        """Say whether a rule stands in the policy's own file, and not in one that it extends."""
        rules = (*self.policy.release, *self.policy.protect)
        return any(one.id == rule and one.place.file == self.file for one in rules)

    @property
    def extends(self) -> bool:
        """Say whether some rule comes from another file."""
        rules = (*self.policy.release, *self.policy.protect)
        return any(rule.place.file != self.file for rule in rules)

    def tried(self) -> tuple[Result, ...]:
        """Try every test, in order."""
        return tuple(attempt(stand.ready, stand.policy) for stand in self.stands)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of tests: where it lies, what diagnostics call it, the policy that it tests by default."""

    path: Path
    name: str
    policy: str = ""


def lay_out(names: Sequence[str], *, nlp: str | None = None, unproved: bool = False) -> tuple[Laid, ...]:
    """Read the tests of policies, files and folders, and their policies; none named is this folder.

    Raises PolicyError with every fault of every file, UsageError where there is no test at all.
    """
    detector = functools.cache(lambda: detect.load(nlp))
    problems = Problems()
    found = [_laid(file, detector, problems, unproved=unproved) for file in _files(names)]
    problems.stop()
    return tuple(laid for laid in found if laid is not None)


def _files(names: Sequence[str]) -> tuple[_File, ...]:
    """Find the files of tests that the words name."""
    found = [file for name in names or (".",) for file in _named(name)]
    return tuple({file.path: file for file in found}.values())


def _named(name: str) -> tuple[_File, ...]:
    """Find the tests of one policy, file or folder."""
    path = Path(name)
    if name not in stock() and files.is_folder(path):
        inside = tuple(item for item in files.list_inputs(path) if item.name.endswith(ENDINGS))
        if not inside:
            raise UsageError(
                f"`{name}` holds no test", help="tests are files named *.tests.yaml or *.tests.md"
            )
        return tuple(_File(item, str(item)) for item in inside)
    if name.endswith((*ENDINGS, ".md")):
        return (_File(path, name),)
    return _beside(name)


def _beside(name: str) -> tuple[_File, ...]:
    """Find the tests that lie beside a policy."""
    path = path_of(name)
    shown = display_name(name).removesuffix(path.suffix)
    stem = path.name.removesuffix(path.suffix)
    found = tuple(
        _File(path.parent / f"{stem}{end}", f"{shown}{end}", name)
        for end in ENDINGS
        if (path.parent / f"{stem}{end}").is_file()
    )
    if not found:
        raise UsageError(f"there is no test of `{name}`", help=f"write {shown}{ENDINGS[0]} beside it")
    return found


def _laid(
    file: _File, detector: Callable[[], Detector], problems: Problems, *, unproved: bool
) -> Laid | None:
    """Lay out one suite; its faults, and those of its policy, go to `problems`."""
    try:
        suite = read_suite(file.path, file.name, file.policy)
        source = policies.open_source(suite.policy)
        source_text = read_text(source.data, source.file)
        owns = [_policy_of(test, source, problems, unproved=unproved) for test in suite.tests]
    except PolicyError as error:
        problems.take(error)
        return None
    sources = {**suite.sources, source.file: source_text}
    problems.sources.update(sources)
    stands = []
    for test, own in zip(suite.tests, owns, strict=True):
        ready = None if own is None else prepare(test, own, detector, problems)
        stands += [Stand(ready, own)] if own is not None and ready is not None else []
    if not stands:
        return None
    return Laid(suite, source.file, stands[0].policy, tuple(stands), sources, others_of(source))


def _policy_of(test: Test, source: Source, problems: Problems, *, unproved: bool) -> Policy | None:
    """Give the policy under a test's own settings."""
    try:
        examined = policies.examine(source, test.settings, unproved=unproved)
    except UsageError as error:
        problems.put(Diagnostic("RT111", error.message, test.at("set")))
        return None
    missing = [param for param in examined.params if param.value is None]
    for param in missing:
        named, _, example = param.line.removeprefix("--set ").partition("=")
        message, help_ = f"the policy needs a value for `{named}`", f"add `set: {{{named}: {example}}}`"
        problems.add("RT111", message, test.place, help=help_)
    return None if missing else examined.policy
