from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Core: the floor of the house, which knows no room."""

    name = "gilde.core"
    label = "core"

    def ready(self) -> None:
        """Let the house do its own housekeeping."""
        from gilde.core.tasks import housekeeping

        housekeeping.register()
