"""Dates of a working life: a year is enough, a month or a day is welcome."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gilde.core.forms import LineField

_FORMS: Final = (
    re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?\Z"),
    re.compile(r"(?:(?P<day>\d{1,2})[-/. ])?(?P<month>\d{1,2})[-/. ](?P<year>\d{4})\Z"),
)
_FIRST, _LAST = 1900, 2100


class PeriodField(LineField):
    """``2019``, ``2019-03``, ``2019-03-15``, ``3-2019`` or ``15-3-2019``.

    A beginning is the first day of what was typed, an end (``end=True``) the last.
    """

    def __init__(self, *, end: bool = False, **kwargs: Any) -> None:
        self.end = end
        kwargs.setdefault("required", False)
        super().__init__(max_length=20, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A date as short as it can be said: the year, the month or the day."""
        if not isinstance(value, date):
            return value
        month_edge = calendar.monthrange(value.year, value.month)[1] if self.end else 1
        year_edge = 12 if self.end else 1
        if value.day != month_edge:
            return f"{value.year:04}-{value.month:02}-{value.day:02}"
        return f"{value.year:04}" if value.month == year_edge else f"{value.year:04}-{value.month:02}"

    def clean(self, value: Any) -> date | None:
        """The day, or None when left empty."""
        text = super().clean(value).strip()
        if not text:
            return None
        match = next((found for form in _FORMS if (found := form.match(text)) and text.isascii()), None)
        if match is None:
            raise ValidationError(_("Write a year, or a year and a month: 2019 or 2019-03."))
        parts = match.groupdict()
        year = int(parts["year"])
        if not _FIRST <= year <= _LAST:
            raise ValidationError(_("Write a year between 1900 and 2100."))
        month = int(parts["month"] or (12 if self.end else 1))
        try:
            last = calendar.monthrange(year, month)[1]
            return date(year, month, int(parts["day"] or (last if self.end else 1)))
        except ValueError:
            raise ValidationError(_("This date does not exist.")) from None
