from django.apps import AppConfig


class DialogueConfig(AppConfig):
    """The dialogue room."""

    name = "gilde.dialogue"
    label = "dialogue"

    def ready(self) -> None:
        """Let the rest of the house know what this room offers."""
        from gilde.dialogue import manifest

        manifest.register()
