"""No weakened rule of a stock policy goes unnoticed."""

from __future__ import annotations

import pytest

from redactor import policy as policies
from redactor.workbench import lay_out, mutate
from redactor.workbench.mutation import Fate

pytestmark = pytest.mark.usefixtures("one_detector")


@pytest.mark.parametrize("name", policies.stock())
def test_every_mutant_of_a_stock_policy_is_noticed(name: str) -> None:
    """A test fails, a guarantee breaks, or it is proved that nothing more is shown."""
    for laid in lay_out([name]):
        survivors = [(one.mutant.rule, one.mutant.how) for one in mutate(laid) if one.fate is Fate.SURVIVED]
        assert survivors == []
