"""Questions about a policy that need the whole path: why a part is kept or removed, what its tests say; and figures of the detectors."""

from redactor.workbench.bench import Laid, lay_out
from redactor.workbench.coverage import Coverage, coverage
from redactor.workbench.difference import Compared, Pair, compare, pair
from redactor.workbench.explain import Explanation, Question, explain
from redactor.workbench.explain_policy import Account, explain_policy
from redactor.workbench.fmt import Formatted, fmt
from redactor.workbench.measure import Measured, measure
from redactor.workbench.mutation import mutate
from redactor.workbench.new import new

__all__ = [
    "Account",
    "Compared",
    "Coverage",
    "Explanation",
    "Formatted",
    "Laid",
    "Measured",
    "Pair",
    "Question",
    "compare",
    "coverage",
    "explain",
    "explain_policy",
    "fmt",
    "lay_out",
    "measure",
    "mutate",
    "new",
    "pair",
]
