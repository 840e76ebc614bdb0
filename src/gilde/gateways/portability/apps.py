from django.apps import AppConfig


class PortabilityConfig(AppConfig):
    """The gateway through which data comes in and goes out."""

    name = "gilde.gateways.portability"
    label = "portability"

    def ready(self) -> None:
        """Let it hear when somebody asks for their own data."""
        from gilde.gateways.portability import export  # noqa: F401 - its subscriber registers itself
