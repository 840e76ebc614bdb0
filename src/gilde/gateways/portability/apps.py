from django.apps import AppConfig


class PortabilityConfig(AppConfig):
    name = "gilde.gateways.portability"
    label = "portability"
