"""The roll of the house: which windows and papers the program has, found in its code, and which of them the tour has shown.

A page, tab, subject, dialog or sheet is every class of `ui` that stands on `Page` or `Sheet` or is called so; a paper is every function of
`deskapp` that returns a `Printed`. Nobody needs to enter a new one anywhere: the tour misses it until a part shows it.
"""

from __future__ import annotations

import ast
import pkgutil
from collections.abc import Callable, Iterator
from functools import wraps
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import deskapp
import ui
from ui.kit.page import Page
from ui.kit.sheet import Sheet

if TYPE_CHECKING:
    from deskapp.papers import Printed

_CALLED = ("Page", "Tab", "Subject", "Dialog", "Sheet")
_OTHERS = ("ui.tour", "deskapp.papers")


def called(kind: type) -> str:
    """The full name of a class."""
    return f"{kind.__module__}.{kind.__qualname__}"


def windows() -> set[str]:
    """Every page, tab, dialog and sheet. Imports all of `ui`: ask when nothing is measured any more."""
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        import_module(module.name)
    kinds = {kind for kind in _below(QWidget) if kind.__module__.startswith("ui.") and not kind.__module__.startswith(_OTHERS)}
    bases = {base for kind in kinds for base in kind.__mro__[1:]}
    return {called(kind) for kind in kinds - bases if issubclass(kind, Page | Sheet) or kind.__qualname__.endswith(_CALLED)}


def _below(kind: type) -> Iterator[type]:
    for derived in kind.__subclasses__():
        yield derived
        yield from _below(derived)


class Papers:
    """Listens to every function that makes a paper, from `listen` on, so that a PDF can be told by its kind ("gifts.receipt")."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self._made: dict[bytes, tuple[str, str]] = {}

    def listen(self) -> None:
        """Before any window takes a paper's function by its name; a second call does nothing."""
        if self.kinds:
            return
        for module_name, name in _paper_functions():
            module = import_module(module_name)
            kind = module_name.removeprefix("deskapp.") + ("" if name == "render" else f".{name}")
            self.kinds.add(kind)
            setattr(module, name, self._listening(getattr(module, name), kind))

    def kind_of(self, pdf: bytes) -> tuple[str, str]:
        """The kind of a paper and the name of its size."""
        return self._made[_mark(pdf)]

    def _listening(self, render: Callable[..., Printed], kind: str) -> Callable[..., Printed]:
        @wraps(render)
        def heard(*args: object, **kwargs: object) -> Printed:
            printed = render(*args, **kwargs)
            size = getattr(kwargs.get("paper"), "name", "")
            self._made[_mark(printed.pdf)] = kind, size
            return printed

        return heard


def _mark(pdf: bytes) -> bytes:
    return blake2b(pdf, digest_size=16).digest()


def _paper_functions() -> Iterator[tuple[str, str]]:
    """Module and name of every public function that returns a `Printed`, read from the source: importing everything would be measured."""
    root = Path(deskapp.__path__[0])
    for path in sorted(root.rglob("*.py")):
        module = ".".join(("deskapp", *path.relative_to(root).with_suffix("").parts))
        text = path.read_text(encoding="utf-8")
        if "-> Printed" not in text or module.startswith(_OTHERS):
            continue
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _returns_printed(node):
                yield module, node.name


def _returns_printed(node: ast.FunctionDef) -> bool:
    return isinstance(node.returns, ast.Name) and node.returns.id == "Printed"
