"""The types of events that may be subscribed to: those that the apps' `events` modules name."""

from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

# How the outbox's own subscribers pass work on: nothing that happened to the firm.
INTERNES = ("crochet.", "notification.")


def types() -> list[str]:
    """Sorted."""
    found: set[str] = set()
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "events"):
            module = import_module(f"{config.name}.events")
            kinds = [v for v in vars(module).values() if hasattr(v, "version_schema")]
            found.update(kind.type for kind in kinds if kind.type)
    return sorted(name for name in found if not name.startswith(INTERNES))
