"""Where documents are worked on, by name: adding an engine is a file here and a line in the table."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor.pipeline.engines import local

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from redactor.pipeline.engine import Engine
    from redactor.pipeline.worker import Tools


def _cluster(tools: Tools) -> Engine:
    """Make the engine of many machines, which is loaded only where it is asked for."""
    from redactor.pipeline.engines import cluster

    return cluster.engine(tools)


ENGINES: Mapping[str, Callable[[Tools], Engine]] = MappingProxyType({"dask": _cluster, "local": local.engine})
