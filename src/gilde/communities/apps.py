from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    """The communities room."""

    """Communities: places, who belongs to them, and what they agree on."""

    name = "gilde.communities"
    label = "communities"

    def ready(self) -> None:
        """Let the rest of the house know what this room offers."""
        from gilde.communities import manifest

        manifest.register()
