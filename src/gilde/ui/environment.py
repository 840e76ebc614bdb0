"""The Jinja2 environment of every page and mail."""

from __future__ import annotations

import secrets
import tempfile
import uuid
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import jinja2
from django.conf import settings
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from markupsafe import Markup, escape

from gilde.ui import addresses, faces, icons, static_storage, texts, times
from gilde.ui.calling import PageContext
from gilde.ui.context import CsrfInput, PageTemplate, frame
from gilde.ui.escaping import PageCodeGenerator
from gilde.ui.kept import kept, kept_as

_NONE = Markup("")


class PageEnvironment(jinja2.Environment):
    """Jinja2 whose templates know the request they are rendered for."""

    template_class = PageTemplate
    context_class = PageContext
    code_generator_class = PageCodeGenerator

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One mapping instead of a chain of two: every macro looks its names up here, and no template adds any."""
        return self.globals if not d else super().make_globals(d)


def _bytecode_cache() -> jinja2.BytecodeCache:
    folder = Path(getattr(settings, "VAR", tempfile.gettempdir())) / "cache" / "templates"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The name says which of our compilers wrote it: Jinja2 itself looks only at the template.
    return jinja2.FileSystemBytecodeCache(str(folder), f"{PageCodeGenerator.WRITES}_%s.cache")


def attributes(values: dict[str, Any] | None) -> Markup:
    """HTML attributes from a mapping: None and False are left out, True stands alone, ``_`` in a name becomes ``-``."""
    if not values:
        return _NONE
    parts = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        shown = escape(name.replace("_", "-"))
        parts.append(f" {shown}" if value is True else f' {shown}="{escape(value)}"')
    return Markup("".join(parts))  # noqa: S704 - every part is escaped


def client_id() -> str:
    """A fresh id for one create, so that sending a form twice makes one thing."""
    return str(uuid.uuid4())


def element_id(prefix: str = "e") -> str:
    """An id that no other element of the page has, to tie a label or description to its control."""
    return f"{prefix}-{secrets.token_hex(4)}"


def describe(field_id: str, hint: Any, errors: Any, attrs: dict[str, Any] | None = None) -> dict[str, Any]:
    """Attributes that tie a control to its hint and its errors, added to ``attrs``."""
    given = dict(attrs or {})
    told = [f"{field_id}_hint"] * bool(hint) + [f"{field_id}_error"] * bool(errors)
    if told:
        given["aria-describedby"] = " ".join(told)
    if errors:
        given["aria-invalid"] = "true"
    return given


def environment(**options: Any) -> jinja2.Environment:
    """Build the environment; Django's Jinja2 backend gives loader, autoescape and auto_reload."""
    options["undefined"] = jinja2.StrictUndefined
    options["autoescape"] = True
    options["auto_reload"] = settings.DEBUG
    options["trim_blocks"] = True
    options["lstrip_blocks"] = True
    options["cache_size"] = -1  # the templates are a closed set; never forget one
    options.setdefault("bytecode_cache", _bytecode_cache())
    options.setdefault("extensions", []).append("jinja2.ext.i18n")
    options["extensions"].append("jinja2.ext.do")
    env = PageEnvironment(**options)
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(
        url=addresses.address,
        static=static_storage.address,
        _=texts.text,
        gettext=texts.text,
        stylesheets=static_storage.stylesheets,
        first_scripts=static_storage.first_scripts,
        script=static_storage.script,
        icon=icons.icon,
        house_mark=icons.house_mark,
        house_cloth=icons.house_cloth,
        csrf_input=CsrfInput(),
        client_id=client_id,
        element_id=element_id,
        describe=describe,
        frame=frame,
        face=faces.face,
        kept=kept,
        kept_as=kept_as,
    )
    env.filters.update(
        ago=times.ago,
        moment=times.moment,
        date=times.date_html,
        day=times.day,
        number=times.number,
        duration=times.duration,
        filesize=times.size,
        safe_url=addresses.safe_url,
        file_url=addresses.file_url,
        attributes=attributes,
        initials=icons.initials,
        tint=icons.tint,
    )
    env.tests["visitor"] = lambda actor: actor.is_visitor
    return env
