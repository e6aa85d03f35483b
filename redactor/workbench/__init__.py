"""Questions about a policy that need the whole path: why a part is kept or removed."""

from redactor.workbench.explain import Explanation, Question, explain

__all__ = ["Explanation", "Question", "explain"]
