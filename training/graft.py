"""Begins a training where an earlier model ended: its weights are taken over, what it has not is begun anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import spacy
from spacy.util import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.language import Language

_EMBED = "hashembed"


@registry.callbacks("redactor.graft.v1")  # type: ignore[untyped-decorator] # typed for callers alone
def graft_callback(folder: str | None) -> Callable[[Language], Language]:
    """Give the step that the configuration names: nothing where no folder is given."""

    def graft(nlp: Language) -> Language:
        if folder:
            take_over(nlp, spacy.load(folder))
        return nlp

    return graft


def _pipe(nlp: Language, name: str) -> Any:
    """Give a component, which spaCy types as any function of a document."""
    return nlp.get_pipe(name)


def _layers(model: Any) -> Iterator[Any]:
    """Give the layers that hold weights, in their order."""
    for layer in model.walk():
        if any(layer.has_param(name) for name in layer.param_names):
            yield layer


def take_over(nlp: Language, old: Language) -> None:
    """Copy the weights of an earlier model; raises ValueError where a shape is not the same.

    A table that the earlier model has not stays as it was begun, and nothing comes of it until it is learnt.
    """
    mine, other = (list(_layers(_pipe(one, "tok2vec").model)) for one in (nlp, old))
    tables, old_tables = ([one for one in layers if one.name == _EMBED] for layers in (mine, other))
    rest, old_rest = ([one for one in layers if one.name != _EMBED] for layers in (mine, other))
    for layer, before in zip(tables[: len(old_tables)], old_tables, strict=True):
        _copy(layer, before)
    for layer, before in zip(rest, old_rest, strict=True):
        _copy(layer, before)
    names, old_names = _pipe(nlp, "ner"), _pipe(old, "ner")
    names.from_bytes(old_names.to_bytes(exclude=["vocab"]), exclude=["vocab"])


def _copy(layer: Any, before: Any) -> None:
    """Copy one layer; a matrix that reads more features than before reads the others as nothing."""
    for name in before.param_names:
        have, want = before.get_param(name), layer.get_param(name)
        if have.shape[:-1] != want.shape[:-1] or have.shape[-1] > want.shape[-1]:
            raise ValueError(f"the earlier model's {layer.name} has another shape")
        taken = layer.ops.alloc(want.shape)
        taken[..., : have.shape[-1]] = have
        layer.set_param(name, taken)
