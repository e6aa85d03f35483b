"""What a web page leaves in a text: entities, tags, comments, told apart from text by closed lists.

An element counts only if its name stands in the lists here and all its attributes parse; everything
else between angle brackets is text. What a page would not show is text, too, and is told of.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.spans import Span
from redactor.view.glyphs import hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

# An ampersand that is an entity itself, however written: "amp;", "#38;" and "#x0026;" match; "amp" must not.
_AMPERSAND = r"(?:amp|AMP|\#0*38|\#[xX]0*26);"

# "&#40;", "&#x28", "&lpar;", "&amp;#38;#40;" and "&#0000000000040;" match; "AT&T" must not, "AT&T;" is left as it
# stands. A name without its semicolon is none: in "SMITH&REGAN" stands no sign for a trade mark.
ENTITY = rf"&(?:{_AMPERSAND})*(?:\#[0-9]+;?|\#[xX][0-9A-Fa-f]+;?|[A-Za-z]{{2,31}}[0-9]{{0,2}};)"

# Tags that strike text out: whoever drew the line may have wanted it gone, so they stay where it stays.
# "<del>" and "</s>" match; "<s class='x'>" and "<small>" must not.
STRUCK = r"</?(?:del|strike|s|DEL|STRIKE|S)>"

_CELLS = frozenset({"td", "th"})
_VOID = frozenset("area base basefont br col embed frame hr img input link meta wbr".split())
_UNSHOWN = frozenset(
    "audio canvas datalist dialog iframe noembed noframes noscript script style template video".split()
)
_BLOCKS = (
    _CELLS
    | _UNSHOWN
    | frozenset(
        """address article aside blockquote body br center col colgroup dd details div dl dt fieldset figcaption
        figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu
        nav ol optgroup option p pre section select table tbody textarea tfoot thead title tr ul xmp""".split()
    )
)
_INLINE = frozenset(
    """a abbr acronym applet area b base basefont bdi bdo big blink button cite code del dfn em embed font i img
    input ins kbd label link mark marquee meta meter nobr o:p output picture progress q rb rp rt rtc ruby s samp
    slot small span strike strong sub sup svg tt u var wbr""".split()
)
# What these attributes hold is for programs; every other one may hold words for a reader.
_SILENT = frozenset(
    """align bgcolor border cellpadding cellspacing charset class clear color cols colspan dir face height href
    hspace http-equiv id lang name noshade nowrap rel rows rowspan size span src style target type valign vspace
    width xml:lang xmlns""".split()
)
# "margin-left", "font-weight" match: properties that can hide nothing; "display", "color", "font-size" must not.
_HARMLESS = re.compile(
    r"""(?:border|font-family|font-style|font-weight|line-height|list-style|margin|mso|orphans|padding
        |page-break|tab-stops|text-align|vertical-align|white-space|widows|word-break)[a-z-]{0,30}""",
    re.VERBOSE,
)

_VALUE = r"""\s{0,9}=\s{0,9}(?:"[^"<>]{0,2000}"|'[^'<>]{0,2000}'|[^\s"'<>=`]{1,500})"""
_KEY = r"[A-Za-z_:][\w:.-]{0,40}"
# 'class="x"', "hidden" and "width=5" match; "=x" must not.
_ATTRIBUTE = re.compile(rf"\s{{1,200}}(?P<key>{_KEY})(?P<value>{_VALUE})?")

# "<br/>", "</p>", '<td width="5">', "<!--", "-->" and "&nbsp;" match; "<CONSUL FARRADAY>" does, and is no element.
_TOKEN = re.compile(
    rf"""
      (?P<entity> {ENTITY} )
    | (?P<struck> {STRUCK} )
    | (?P<nothing> <!--\s{{0,200}}--> )
    | (?P<opens> <!-- )
    | (?P<closes> --!?> )
    | (?P<prolog> <!DOCTYPE[ ]html> | <\?xml[ ]version="1\.\d"[ ]?\?> | <!\[CDATA\[ | \]\]> )
    | (?P<tag> <(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9:]{{0,11}})
        (?P<attributes>(?:\s{{1,200}}{_KEY}(?:{_VALUE})?){{0,40}})\s{{0,200}}/?\s{{0,9}}> )
    """,
    re.VERBOSE,
)

# Every token begins with one of these signs, each written as one letter so that the search skips all other text:
# the "<" of "<b>", the "&" of "&amp;", "-->" and "]]>" match; the "-" of "---" and "]" alone must not.
_BEGINS = re.compile(r"<|&|-(?=-!?>)|\](?=\]>)")

# "</para>" matches, "</p >" too; "<para>" must not.
_CLOSING = re.compile(r"</([A-Za-z][A-Za-z0-9:]{0,11})\s{0,9}>")

# What a removed stretch must hold to part the words beside it: "<br>", "<!--", "-->", "&nbsp;" and half a tag
# match; "<b>" and "&shy;" must not.
_PARTS = re.compile(
    rf"""</?(?!(?:{"|".join(sorted(_INLINE))})\b)[A-Za-z] | <[!?] | --!?> | \]\]> | \A\s*/?> | </?[A-Za-z][\w:]*\s*\Z
    | (?P<entity>{ENTITY})""",
    re.VERBOSE | re.IGNORECASE,
)

# "<!---->" and "<!-- -->" match: they hold nothing, and part nothing; "<!-- x -->" must not.
_EMPTY = re.compile(r"<!--\s{0,200}-->")

# "&amp;#38;" at the head of "&amp;#38;#40;" matches, the last "&amp;" of "&amp;amp;" does not: it is what is meant.
_ENCODED = re.compile(rf"&(?:{_AMPERSAND})+(?=[\#A-Za-z])")
# "&#040;" and "&#x28" match; "&lpar;" must not.
_NUMBER = re.compile(r"&\#(?P<base>[xX]?)(?P<digits>[0-9A-Fa-f]+);?")
_MOST_DIGITS = 8

_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch that is read as something else: `text` stands for it.

    `shown` says that it stays wherever its text stays; otherwise no copy shows it. `kind` is entity, tag,
    hidden or markdown.
    """

    start: int
    end: int
    text: str
    shown: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The edits of a text in order, and the stretches that a page would not show."""

    edits: tuple[Edit, ...] = ()
    covert: tuple[Span, ...] = ()


@dataclass(slots=True)
class _Page:
    """A page while it is read: the first thing that hides what follows, and how deep it is nested.

    `closed` are the names that some closing tag has: an element that nobody knows, and no word in brackets.
    """

    closed: frozenset[str] = frozenset()
    edits: list[Edit] = field(default_factory=list)
    covert: list[Span] = field(default_factory=list)
    comment: int = -1
    element: str = ""
    since: int = 0
    depth: int = 0


def decoded(entity: str) -> str | None:
    """Give what an entity stands for, however often it was encoded; None where it stands for itself."""
    last = _ENCODED.sub("&", entity, count=1)
    number = _NUMBER.fullmatch(last)
    if number is not None:
        digits = number["digits"].lstrip("0")
        # No character has a number of so many digits, and Python turns no number of thousands of them.
        last = f"&#{number['base']}{digits};" if 0 < len(digits) <= _MOST_DIGITS else "&#xFFFD;"
    plain = html.unescape(last)
    return None if plain.startswith("&") and len(plain) > 1 else plain


def read(text: str) -> Reading:
    """Read what a web page left in `text`; linear in its length."""
    if "<" not in text and "&" not in text:
        return Reading()
    page = _Page(closed=frozenset(name.lower() for name in _CLOSING.findall(text)))
    for match in _tokens(text):
        match match.lastgroup:
            case "entity":
                page.edits.extend(_entity(match))
            case "nothing":
                page.edits.append(Edit(*match.span(), "", shown=False, kind="tag"))
            case "struck":
                page.edits.append(Edit(*match.span(), "", shown=True, kind="tag"))
            case "tag":
                _tag(page, match)
            case _:
                _comment(page, match)
    if page.comment >= 0:
        page.covert.append(Span(page.comment, len(text)))
    if page.element:
        page.covert.append(Span(page.since, len(text)))
    return Reading(tuple(page.edits), tuple(sorted(span for span in page.covert if len(span))))


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """Give every token in order; of two that overlap the first."""
    end = 0
    for sign in _BEGINS.finditer(text):
        match = _TOKEN.match(text, sign.start()) if sign.start() >= end else None
        if match is not None:
            end = match.end()
            yield match


def parts_words(removed: str) -> bool:
    """Say whether what was removed between two words kept them apart: a line break, a cell, a hard blank."""
    if "<" not in removed and "&" not in removed and ">" not in removed:
        return False
    for match in _PARTS.finditer(_EMPTY.sub("", removed)):
        entity = match["entity"]
        if entity is None:
            return True
        plain = decoded(entity)
        if plain is not None and plain.isspace():
            return True
    return False


def _entity(match: re.Match[str]) -> Iterator[Edit]:
    plain = decoded(match.group())
    if plain is None:
        return
    if all(hidden(char) for char in plain):
        yield Edit(*match.span(), "", shown=False, kind="hidden")
    elif plain.isspace():
        blank = "\n" if _LINE_ENDS.intersection(plain) else " "
        yield Edit(*match.span(), blank, shown=False, kind="entity")
    else:
        yield Edit(*match.span(), plain, shown=True, kind="entity")


def _comment(page: _Page, match: re.Match[str]) -> None:
    """Take a comment's two ends out and tell where its text stands; nothing else ends one."""
    if match.lastgroup == "closes":
        if page.comment < 0:
            return
        page.covert.append(Span(page.comment, match.start()))
        page.comment = -1
    elif match.lastgroup == "opens" and page.comment < 0:
        page.comment = match.end()
    page.edits.append(Edit(*match.span(), " ", shown=False, kind="tag"))


def _tag(page: _Page, match: re.Match[str]) -> None:
    name = match["name"].lower()
    if name not in _BLOCKS and name not in _INLINE:
        if _inside_word(match):
            page.covert.append(Span(*match.span()))
        elif name in page.closed:
            page.edits.append(Edit(*match.span(), "\n", shown=False, kind="tag"))
            page.covert.append(Span(*match.span("attributes")))
        return
    attributes = list(_ATTRIBUTE.finditer(match["attributes"]))
    keys = {one["key"].lower() for one in attributes}
    if keys <= _SILENT | {"hidden"}:
        page.edits.append(Edit(*match.span(), _stands_for(match, name), shown=False, kind="tag"))
    else:
        # An attribute may hold words: they are text, on a line of their own.
        page.edits.append(Edit(match.start(), match.start("attributes"), "\n", shown=False, kind="tag"))
        page.edits.append(Edit(match.end("attributes"), match.end(), "\n", shown=False, kind="tag"))
        page.covert.append(Span(*match.span("attributes")))
    _nest(page, match, name, hides=name in _UNSHOWN or "hidden" in keys or _styled_away(attributes))


def _inside_word(match: re.Match[str]) -> bool:
    """Say whether it stands against letters: a page shows nothing for an element that it does not know."""
    text, (start, end) = match.string, match.span()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    against = before.isalnum() or after.isalnum()
    return against and (before.isalnum() or before == ">") and (after.isalnum() or after == "<")


def _stands_for(match: re.Match[str], name: str) -> str:
    """Give the blank or line end that an element makes; beside a line end `<br>` makes none."""
    if name in _CELLS:
        return " "
    if name not in _BLOCKS:
        return ""
    text = match.string
    beside = text[match.end() : match.end() + 1] == "\n"
    return "" if name == "br" and beside else "\n"


def _styled_away(attributes: list[re.Match[str]]) -> bool:
    """Say whether a style may hide the element: it sets a property that is not known to be harmless."""
    styles = [(one["value"] or "").strip(" =\"'\t\n") for one in attributes if one["key"].lower() == "style"]
    rules = [rule.partition(":")[0].strip().lower() for style in styles for rule in style.split(";")]
    return any(rule and not _HARMLESS.fullmatch(rule) for rule in rules)


def _nest(page: _Page, match: re.Match[str], name: str, *, hides: bool) -> None:
    """Follow how deep the element is nested that hides what stands in it."""
    if name in _VOID or match.group().endswith("/>"):
        return
    if page.element:
        if name == page.element:
            page.depth += -1 if match["slash"] else 1
        if page.depth == 0:
            page.covert.append(Span(page.since, match.start()))
            page.element = ""
    elif hides and not match["slash"]:
        page.element, page.since, page.depth = name, match.end(), 1
