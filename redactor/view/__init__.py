"""The searchable view of a text: normalised and folded, each character mapped to the original."""

from redactor.view.build import build
from redactor.view.lexicon import ordinary
from redactor.view.types import View
from redactor.view.words import find_mentions, find_terms, find_words, fold_term

__all__ = ["View", "build", "find_mentions", "find_terms", "find_words", "fold_term", "ordinary"]
