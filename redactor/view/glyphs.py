"""What one character looks like: which are hidden, and what letter each of the others stands for."""

from __future__ import annotations

import functools
import unicodedata

from redactor.files import package_table

# Characters that show nothing where they stand, beyond the categories Cf and Cc: SECURITY.md 2, U1-U6.
# Two of them are a letter (U+3164) and a symbol (U+2800) by category, which is why a list is needed.
_HIDDEN_RANGES = (
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),  # Khmer inherent vowels
    (0x180B, 0x180F),  # Mongolian variation selectors
    (0x2800, 0x2800),  # Braille blank
    (0x3164, 0x3164),  # Hangul filler
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFFA0, 0xFFA0),  # half-width Hangul filler
    (0xFFF0, 0xFFFC),  # specials
    (0x1D159, 0x1D159),  # musical null note head
    (0xE0000, 0xE0FFF),  # tags and supplementary variation selectors
)

_QUOTES = dict.fromkeys("‘’‚‛′‵ʹʻʼʽˈ´`ʾʿ՚＇", "'") | dict.fromkeys("“”„‟«»″＂", '"')
_DASHES = dict.fromkeys("‐‑‒–—―−⁃﹘﹣－", "-")

# Squared and circled capitals that Unicode gives no decomposition, and regional indicators.
_ENCLOSED = ((0x1F150, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), (0x1F170, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
_REGIONAL = 0x1F1E6


@functools.cache
def hidden(char: str) -> bool:
    """Say whether the character shows nothing: zero-width, bidi, tag, selector, filler, control."""
    code = ord(char)
    if any(first <= code <= last for first, last in _HIDDEN_RANGES):
        return True
    return unicodedata.category(char) in {"Cf", "Cc", "Cs", "Co", "Cn"} and not char.isspace()


@functools.cache
def combining(char: str) -> bool:
    """Say whether the character sits on the one before it."""
    return unicodedata.category(char) in {"Mn", "Mc", "Me"}


@functools.cache
def lookalikes() -> dict[str, str]:
    """Map each character of the look-alike table to the Latin letter it passes for, case kept."""
    rows = package_table("confusables.toml")["row"]
    return {char: row["latin"] for row in rows for char in row["chars"] if char.strip()}


def _special(char: str) -> str | None:
    """Give the plain form of a quote, dash or enclosed letter, or None."""
    if char in _QUOTES:
        return _QUOTES[char]
    if char in _DASHES:
        return _DASHES[char]
    code = ord(char)
    for first, letters in (*_ENCLOSED, (_REGIONAL, _ENCLOSED[0][1])):
        if first <= code < first + len(letters):
            return letters[code - first]
    return None


@functools.cache
def fold(char: str) -> str:
    """Fold one character for search: look-alike, diacritics and case gone; mostly one character."""
    if char in lookalikes():
        return lookalikes()[char].casefold()
    base = "".join(part for part in unicodedata.normalize("NFKD", char) if not combining(part)).casefold()
    base = "".join(lookalikes().get(part, part).casefold() for part in base)
    if len(base) > 1 and not base.isascii():  # a Hangul syllable falls into its letters: keep it whole
        return char.casefold() if len(char.casefold()) == 1 else char
    return base or char


@functools.cache
def expand(char: str) -> str:
    """Give the characters that `char` stands for; each of them folds to exactly one."""
    special = _special(char)
    if special is not None:
        return special
    plain = char if char in lookalikes() else unicodedata.normalize("NFKC", char)
    plain = "".join(part for part in plain if not part.isspace() and not combining(part)) or char
    return "".join(part if len(fold(part)) == 1 else fold(part) for part in plain)


def compose(base: str, mark: str) -> str:
    """Join a combining mark to its letter where Unicode has one character for both, else drop it."""
    joined = unicodedata.normalize("NFC", base + mark)
    return joined if len(joined) == 1 and len(fold(joined)) == 1 else base
