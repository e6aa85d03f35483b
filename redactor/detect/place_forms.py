"""Finds positions on the map in the forms that reports use."""

from __future__ import annotations

from redactor.detect.forms import Form, form
from redactor.model import EntityKind

# One axis: matches "43.2389", "43°14'25.5\"", "43-14-25", "43 14 25", "43 deg 12 min"; must not match "43rd"
_AXIS = r"""
    [0-9]{1,3} (?:\.[0-9]+)? [ ]?(?:°|º|degrees?|deg\.?|-|:)?
    (?: [ ]?[0-9]{1,2} (?:\.[0-9]+)? [ ]?(?:'|minutes?|mins?\.?|-|:)? )?
    (?: [ ]?[0-9]{1,2} (?:\.[0-9]+)? [ ]?(?:"|''|seconds?|secs?\.?)? )? [ ]?
"""
_DEGREES = r"[0-9]{1,3} (?:\.[0-9]+)? [ ]?(?:°|º|degrees?|deg\b\.?) (?: [ ]?[0-9]{1,2} (?:\.[0-9]+)? [ ]?(?:'|minutes?|mins?\b\.?) (?: [ ]?[0-9]{1,2} (?:\.[0-9]+)? [ ]?(?:\"|''|seconds?|secs?\b\.?) )? )? [ ]?"
_NORTH, _EAST = r"(?:n|s|north|south)\b", r"(?:e|w|east|west)\b"
_DECIMAL = r"-?[0-9]{1,3}\.[0-9]+"

FORMS: tuple[Form, ...] = (
    form(
        "coordinates",
        EntityKind.COORDINATES,
        850,
        finds="A position: degrees, decimal pairs, UTM and military grid references.",
        example="43.2389 N, 76.8897 E; 431425N 0765322E; grid 42SVF1234567890; lat 43.2389 lon 76.8897",
        other="43.2 percent",
        begins=r"(?= [0-9-] | \b (?: [ns][ ]?[0-9] | lat | grid | mgrs | utm | coord | gps | geo | posi | loca ) )",
        pattern=rf"""
        (?<![0-9.]) {_AXIS} {_NORTH} \.?[,;/ ]{{0,3}}(?:and[ ])? {_AXIS} {_EAST}
        | \b [ns][ ]?{_AXIS} [,;/ ]{{0,3}} [ew][ ]?{_AXIS} (?<=[0-9'"°])
        | \b [0-9]{{4,6}}(?:\.[0-9]+)?[ns][ /,]{{0,2}}[0-9]{{5,7}}(?:\.[0-9]+)?[ew]\b
        | \b lat(?:itude)?\.?[:=]?[ ]{_AXIS}(?:{_NORTH})?[,; ]{{0,2}}(?:and[ ])?lon(?:g(?:itude)?)?\.?[:=]?[ ]-?{_AXIS}(?:{_EAST})?
        | (?<![0-9.]) {_DEGREES} (?:{_NORTH}|{_EAST})
        | \b (?:grid|mgrs|utm)[: ]{{1,2}}(?:(?:coordinates?|reference|ref)[: ]{{1,2}})? (?: [0-9]{{1,2}}[a-z]{{3}}[ ]?[0-9]{{2,5}}[ ]?[0-9]{{2,5}} | [a-z]{{2}}[ ]?[0-9]{{4,10}} | [0-9]{{1,2}}[a-z][ ][0-9]{{5,7}}[ ][0-9]{{6,8}} ) \b
        | \b [0-9]{{1,2}}[c-hj-np-x][ ]?[a-hj-np-z]{{2}}[ ]?(?:[0-9]{{5}}[ ]?[0-9]{{5}}|[0-9]{{4}}[ ]?[0-9]{{4}})\b
        | \b (?:coordinates?|gps|geo|position|located[ ]at)[:=]?[ ](?P<hit>{_DECIMAL},?[ ]?{_DECIMAL})\b
        | (?<![0-9.]) -?[0-9]{{1,2}}\.[0-9]{{4,}},[ ]?-?[0-9]{{1,3}}\.[0-9]{{4,}}
        """,
    ),
)
