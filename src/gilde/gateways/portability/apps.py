from django.apps import AppConfig


class PortabilityConfig(AppConfig):
    """Bringing people and conversations in, and taking them along."""

    name = "gilde.gateways.portability"
    label = "portability"

    def ready(self) -> None:
        """Listen to what happens in the rooms, and stand in the settings of communities."""
        from gilde.gateways.portability import manifest

        manifest.register()
