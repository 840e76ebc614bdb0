"""Addresses under ``/account/``: allauth's, with ours before them where its own say or ask too little."""

from allauth.account import views
from django.urls import include, path

from gilde.people.views.late_code import says_when_late
from gilde.people.views.proof import first_password

urlpatterns = [
    path("password/set/", first_password, name="account_set_password"),
    path("confirm-email/", says_when_late(views.email_verification_sent), name="account_email_verification_sent"),
    path("login/code/confirm/", says_when_late(views.confirm_login_code), name="account_confirm_login_code"),
    path(
        "password/reset/confirm/",
        says_when_late(views.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        says_when_late(views.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path("", include("allauth.urls")),
]
