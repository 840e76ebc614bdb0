"""Account: the login. Apart from the person, who may exist without one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from gilde.core.clock import now
from gilde.people.enums import Theme


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts from an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> Account:
        """An account with a normalised address; without a password it logs in by code or passkey."""
        account: Account = self.model(email=self.normalize_email(email).lower(), **extra)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> Account:
        """The operator of this installation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class Account(AbstractBaseUser, PermissionsMixin):
    """One login with its preferences. Addresses, passkeys and codes hang on it through allauth."""

    email = models.EmailField(_("email address"), unique=True, max_length=254)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now, editable=False)
    language = models.CharField(_("language"), max_length=5, blank=True, default="")
    theme = models.CharField(_("theme"), max_length=5, blank=True, default="", choices=Theme.choices)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, default="")
    keyboard_shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.email
