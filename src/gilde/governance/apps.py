from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The room of moderation and of the audit view."""

    name = "gilde.governance"
    label = "governance"

    def ready(self) -> None:
        """Let the rest of the house know what this room offers."""
        from gilde.governance import manifest

        manifest.register()
