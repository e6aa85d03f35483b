"""redactor policy test: does a policy do to small cables what its author says it does."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from redactor.cli import options
from redactor.errors import ExitCode, PolicyError

if TYPE_CHECKING:
    from redactor.report.policy_tests import Tested
    from redactor.workbench.bench import Laid

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="POLICY|FILE|DIR...",
        help="Policies whose tests lie beside them, files of tests, or folders. [default: this folder]",
    ),
]
Coverage = Annotated[bool, typer.Option("--coverage", help="Say what of the policy no test has seen.")]
FailUnder = Annotated[
    int | None,
    typer.Option(
        "--fail-under", metavar="N", help="Fail where the coverage is under N percent.", min=0, max=100
    ),
]
Mutate = Annotated[
    bool,
    typer.Option("--mutate", help="Weaken each rule in turn; fail where neither test nor guarantee notices."),
]


def command(
    names: Names = None,
    coverage: Coverage = False,
    fail_under: FailUnder = None,
    mutate: Mutate = False,
    nlp: options.Model = options.SHIPPED,
    unproved: options.Unproved = False,
    as_json: options.Json = False,
) -> None:
    """Try the tests of policies; exits 1 where one fails, 4 where a file of tests is not valid."""
    from redactor import workbench
    from redactor.report import policy_tests

    try:
        suites = workbench.lay_out(names or (), nlp=nlp, unproved=unproved)
    except PolicyError as error:
        if not as_json:
            raise
        sys.stdout.write(policy_tests.to_json((), error.exit_code, error.diagnostics))
        raise typer.Exit(error.exit_code) from None
    tested = [_tested(laid, coverage=coverage or fail_under is not None, mutate=mutate) for laid in suites]
    code = ExitCode.DIFFERS if any(_fails(one, fail_under) for one in tested) else ExitCode.DONE
    sys.stdout.write(policy_tests.to_json(tested, code) if as_json else policy_tests.to_text(tested))
    raise typer.Exit(code)


def _tested(laid: "Laid", *, coverage: bool, mutate: bool) -> "Tested":
    from redactor import workbench
    from redactor.report.policy_tests import Tested

    results = laid.tried()
    seen = workbench.coverage(laid, results) if coverage else None
    # Where a test fails already, nothing can be told of what it would notice.
    whole = all(result.passed for result in results)
    return Tested(laid, results, seen, workbench.mutate(laid) if mutate and whole else None)


def _fails(tested: "Tested", fail_under: int | None) -> bool:
    thin = tested.coverage is not None and tested.coverage.percent < (fail_under or 0)
    return bool(tested.failed or thin or tested.survivors)
