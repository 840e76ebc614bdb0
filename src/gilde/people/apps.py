from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people room."""

    name = "gilde.people"
    label = "people"

    def ready(self) -> None:
        """Let the rest of the house know what this room offers."""
        from gilde.people import manifest

        manifest.register()
