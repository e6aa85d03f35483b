"""Where documents are worked on, by name: adding an engine is a file here and a line in the table."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor.pipeline.engines import cluster, local

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from redactor.pipeline.engine import Engine
    from redactor.pipeline.worker import Tools

ENGINES: Mapping[str, Callable[[Tools], Engine]] = MappingProxyType(
    {"dask": cluster.engine, "local": local.engine}
)
