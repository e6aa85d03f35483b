"""Mutants that do what the original does, each with the reason why no test can notice it."""

from __future__ import annotations

_TYPED = "the schema has seen to the type; the question is the type checker's"
_AS_MANY = "there are as many records as lines where a log is whole, and only such a log is followed"

EQUIVALENT: dict[tuple[str, str, str], str] = {
    (
        "__init__",
        "if opened is None or not sourced or case.rerun is None:",
        "opened is None or not sourced or case.rerun is None: without opened is None",
    ): "where custody did not open no source was compared; the question is the type checker's",
    (
        "exported",
        "found, before = [], -1",
        "1: one more",
    ): "a number below nought has no proof",
    (
        "exported",
        "if not failures and not keys.is_signed(",
        "named if isinstance(named, str) else None: first alone",
    ): _TYPED,
    (
        "integrity",
        "for number, (record, line) in enumerate(zip(records, lines, strict=True), 1):",
        "zip(records, lines, strict=True): without strict",
    ): _AS_MANY,
    (
        "integrity",
        "for number, (record, line) in enumerate(zip(records, lines, strict=True), 1):",
        "True: not",
    ): _AS_MANY,
    (
        "integrity",
        "for number, (record, line) in enumerate(zip(reading.records, reading.lines, strict=True), 1):",
        "zip(reading.records, reading.lines, strict=True): without strict",
    ): _AS_MANY,
    (
        "integrity",
        "for number, (record, line) in enumerate(zip(reading.records, reading.lines, strict=True), 1):",
        "True: not",
    ): _AS_MANY,
    ("integrity", "if seq > expected:", "seq > expected: GtE"): "it is asked only where the two differ",
    (
        "integrity",
        "return isinstance(opened, list) and known.issuperset(opened)",
        "isinstance(opened, list) and known.issuperset(opened): without isinstance(opened, list)",
    ): _TYPED,
    (
        "integrity",
        "before = standing.pop(replaced, None) if isinstance(replaced, int) else None",
        "standing.pop(replaced, None) if isinstance(replaced, int) else None: first alone",
    ): _TYPED,
    (
        "integrity",
        'return policy["id"] if isinstance(policy, dict) else None',
        "policy['id'] if isinstance(policy, dict) else None: first alone",
    ): _TYPED,
    (
        "merged",
        'if reading.whole and reading.records[0]["type"] == "run":',
        "reading.whole and reading.records[0]['type'] == 'run': without reading.whole",
    ): "a manifest's schema lets nothing in that a record's would not; what is given back can be read",
    (
        "originals",
        'by_run: dict[object, bytes] = {run: found[check] or b"" for run, check in runs if check != first}',
        "found[check] or b'': without b''",
    ): _TYPED,
    (
        "originals",
        'return Custody(found[first] or b"", by_run, {})',
        "found[first] or b'': without b''",
    ): _TYPED,
    (
        "originals",
        'by_run: dict[object, bytes] = {run: found[check] or b"" for run, check in runs if check != first}',
        "check != first: no longer asked",
    ): "a run of the first secret has that secret, named or not",
    (
        "originals",
        "if len(secret) != commit.SECRET_SIZE or commit.secret_check(secret) != check:",
        "len(secret) != commit.SECRET_SIZE or commit.secret_check(secret) != check: without len(secret) != commit.SECRET_SIZE",
    ): "a secret of another length has another check",
    (
        "originals",
        'content = contents.get(number(record["seq"]), {}) if record["type"] == "run" else {}',
        "contents.get(number(record['seq']), {}) if record['type'] == 'run' else {}: first alone",
    ): "the custody file of no other line names a file of decisions",
    ("leak", "if folded:", "if folded: True"): "a term of no letter is found nowhere",
}
"""By module, line of code and what was changed."""
