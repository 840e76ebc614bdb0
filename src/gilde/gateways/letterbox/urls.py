from django.urls import path

from gilde.gateways.letterbox.views import webhook

app_name = "letterbox"
urlpatterns = [path("mail/in/", webhook.webhook, name="webhook")]
