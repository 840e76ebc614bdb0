"""What the reader of member lists says about a row, in English; extracted for translation like every text."""

from collections.abc import Mapping


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for extraction; the report translates it when it is shown."""
    return sentence


SENTENCES: Mapping[str, str] = {
    "bad_address": gettext_noop("Line %(row)s: “%(value)s” is not a web address; the person was imported without it."),
    "bad_date": gettext_noop("Line %(row)s: “%(value)s” is not a date; the person was imported without it."),
    "bad_email": gettext_noop("Line %(row)s: “%(value)s” is not an email address."),
    "broken_characters": gettext_noop("Line %(row)s: some characters of “%(value)s” were damaged in the file."),
    "cell_too_long": gettext_noop("Lines %(row)s to %(last_line)s: a cell is longer than 64 kB."),
    "column_left_out": gettext_noop("The column “%(column)s” is not imported."),
    "column_twice": gettext_noop("The column “%(column)s” is not imported; “%(other)s” says the same."),
    "day_first_assumed": gettext_noop("Dates such as %(value)s are read as day, month, year."),
    "encoding_assumed": gettext_noop("The file does not say which encoding it uses; %(encoding)s was assumed."),
    "formula_cell": gettext_noop("Line %(row)s: “%(value)s” looks like a formula; it was imported as text."),
    "lines_before_header": gettext_noop("%(lines)s lines above the column names were skipped."),
    "no_longer_member": gettext_noop("Line %(row)s: %(name)s is no longer a member (%(value)s)."),
    "nobody_named": gettext_noop("Line %(row)s: there is no name and no email address."),
    "phone_left_out": gettext_noop("Telephone numbers (“%(column)s”) are never imported."),
    "quote_never_closed": gettext_noop(
        "Line %(row)s: a quotation mark is never closed, so the lines %(row)s to %(last_line)s were left out."
    ),
    "same_email_twice": gettext_noop("Line %(row)s: the email address of %(name)s is in an earlier line too."),
    "same_id_twice": gettext_noop("Line %(row)s: the member number of %(name)s is in an earlier line too."),
    "same_name_elsewhere": gettext_noop(
        "Line %(row)s: %(name)s is in an earlier line too; they were imported as two people."
    ),
    "same_name_twice": gettext_noop(
        "Line %(row)s: %(name)s is in an earlier line too, and nothing tells the two apart; the first was imported."
    ),
    "too_few_cells": gettext_noop("Line %(row)s has %(cells)s cells for %(columns)s columns; the rest was left empty."),
    "too_many_cells": gettext_noop("Line %(row)s has %(cells)s cells for %(columns)s columns."),
}
