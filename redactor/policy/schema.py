"""The published JSON Schema of policy files, made from the same description that the reader checks by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from redactor.policy.matcher_specs import CONDITION
from redactor.policy.shape import FILE

if TYPE_CHECKING:
    from redactor.policy.values import Json

DRAFT = "http://json-schema.org/draft-07/schema#"


def policy_schema() -> Json:
    """Give the schema: draft-07, because editors read no later one."""
    return {
        "$schema": DRAFT,
        "title": "redactor policy, language version 1",
        "description": "What a release policy may hold. The reader also checks what a schema cannot say.",
        "definitions": {CONDITION.name: CONDITION.whole().schema()},
        **FILE.schema(),
    }


def policy_schema_text() -> str:
    """Give the schema as the file that ships: data/policy-v1.schema.json."""
    return json.dumps(policy_schema(), indent=1, ensure_ascii=True) + "\n"
