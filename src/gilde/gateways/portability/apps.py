from django.apps import AppConfig


class PortabilityConfig(AppConfig):
    """Bringing people and conversations in, and taking them along."""

    name = "gilde.gateways.portability"
    label = "portability"

    def ready(self) -> None:
        """Listen to what happens in the rooms."""
        from gilde.gateways.portability import subscribers  # noqa: F401
