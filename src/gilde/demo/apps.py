from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The app of this folder."""

    name = "gilde.demo"
    label = "demo"
