from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The bell, and what is sent by mail."""

    name = "gilde.attention.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Listen to what happens below, and stand in the frame."""
        from gilde.attention.notifications import manifest

        manifest.register()
