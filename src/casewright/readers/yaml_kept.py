"""YAML files as they were read before: neither the parser nor its import is needed again."""

from __future__ import annotations

import hashlib
from typing import Protocol

from casewright.diagnostics import Diagnostics
from casewright.readers.yaml_file import YamlFile, pack, unpack
from casewright.workspace import kept_with_code, package_state, tools_state


class Store(Protocol):
    """Where files that were read are kept between builds."""

    def get(self, key: str) -> bytes | None:
        """Return what was put under `key`, if it is still there and whole."""

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`."""


def read_kept(data: bytes, file: str, store: Store | None) -> tuple[YamlFile | None, Diagnostics]:
    """Do what `read_yaml` does, from `store` if the same bytes were read without any finding."""
    if store is None:
        return _read(data, file)
    state = f"{package_state()} {tools_state()}"
    key = hashlib.sha256(b"%s\0%s" % (state.encode(), data)).hexdigest()
    kept = store.get(key)
    if kept is not None and (known := unpack(kept, file)):
        return known, Diagnostics()
    content, found = _read(data, file)
    if content is not None and not len(found):
        store.put(key, pack(content))
    return content, found


def read_shipped(data: bytes, file: str, name: str) -> tuple[YamlFile | None, Diagnostics]:
    """Do what `read_yaml` does, once for a file called `name` that came with casewright."""

    def packed() -> bytes:
        content, found = _read(data, file)
        return pack(content) if content is not None and not len(found) else b""

    known = unpack(kept_with_code(name, packed, of=data), file)
    return (known, Diagnostics()) if known else _read(data, file)


def _read(data: bytes, file: str) -> tuple[YamlFile | None, Diagnostics]:
    from casewright.readers.yaml import read_yaml  # the parser takes a while to import

    return read_yaml(data, file)
