from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "gilde.attention.feed"
    label = "feed"
