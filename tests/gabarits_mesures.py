"""Coverage of templates by their nodes: each says once that it was drawn, instead of being traced.

django_coverage_plugin is asked in Python about every call and every line inside Django's template
engine, which doubles what a page costs. What it would say of a node hangs on the node alone, so
here it is asked once for each, and coverage is told at the end. It still reads the templates.
"""

from collections import defaultdict
from collections.abc import Callable
from types import CodeType, SimpleNamespace
from typing import Any

import coverage
from coverage.plugin_support import Plugins
from django.template.base import Node, TextNode
from django_coverage_plugin.plugin import DjangoTemplatePlugin

Rendu = Callable[[Any, Any], Any]


class Gabarits(DjangoTemplatePlugin):
    """The plugin as far as it reads templates; nothing is traced for it."""

    def file_tracer(self, filename: str) -> None:
        return None


def coverage_init(reg: Plugins, options: dict[str, str]) -> None:
    """What coverage calls, as `pyproject.toml` names this module."""
    plugin = Gabarits(options | {"template_extensions": "html"})
    reg.add_file_tracer(plugin)
    reg.add_configurer(plugin)


class Dessins:
    """The nodes drawn in this process while coverage was measuring."""

    def __init__(self) -> None:
        self.reposer = False  # during a walk
        self._vus = set[Node]()

    def observer(self) -> None:
        """From now on each node that is drawn is noted."""
        kind: Any
        for kind in (Node, TextNode):  # a text draws itself
            kind.render_annotated = self._notant(kind.render_annotated)

    def _notant(self, rendu: Rendu) -> Rendu:
        vus = self._vus

        def render_annotated(noeud: Node, context: Any) -> Any:
            if not self.reposer:
                vus.add(noeud)
            return rendu(noeud, context)

        return render_annotated

    def lignes(self) -> dict[str, set[int]]:
        """The lines of what was drawn, by template file, as the plugin counts them."""
        plugin, found = DjangoTemplatePlugin({}), defaultdict[str, set[int]](set)
        for noeud in self._vus:
            frame = SimpleNamespace(f_code=_RENDER, f_locals={"self": noeud})
            name = plugin.dynamic_source_filename("", frame)
            first, last = plugin.line_number_range(frame) if name else (-1, -1)
            if first > 0:
                found[name].update(range(first, last + 1))
        return found

    def remettre(self, mesure: coverage.Coverage) -> None:
        """Give them to the coverage that is being measured."""
        data, found = mesure.get_data(), self.lignes()
        data.add_arcs({name: {(-1, line) for line in lines} for name, lines in found.items()})
        data.add_file_tracers(dict.fromkeys(found, f"{__name__}.{Gabarits.__name__}"))


_RENDER: CodeType = Node.render.__code__
dessins = Dessins()
