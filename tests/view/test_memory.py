"""What was made of a view is remembered as long as the view lives, and no longer."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from redactor import view as views
from redactor.view.memory import once

if TYPE_CHECKING:
    from redactor.view.types import View


def test_a_function_of_a_view_works_once_for_each() -> None:
    """The same view gives the same object; an equal one is another view."""
    made: list[int] = []

    @once
    def length(view: View) -> list[int]:
        made.append(len(view.text))
        return [len(view.text)]

    one, other = views.build("words"), views.build("words")
    assert length(one) is length(one)
    assert length(other) is not length(one)
    assert made == [5, 5]


def test_a_view_that_is_gone_is_forgotten() -> None:
    """Nothing keeps a view alive, and one in its place starts anew."""
    calls: list[str] = []

    @once
    def first(view: View) -> str:
        calls.append(view.text)
        return view.text

    for word in ("north", "south", "west"):
        view = views.build(word)
        assert first(view) == word
        del view
        gc.collect()
    assert calls == ["north", "south", "west"]
