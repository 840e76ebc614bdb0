"""What the reader of question sites says about what it could not take over, in English; extracted for translation."""

from collections.abc import Mapping


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for extraction; the report translates it when it is shown."""
    return sentence


SENTENCES: Mapping[str, str] = {
    "accepted_answer_missing": gettext_noop(
        "Question %(source_id)s: its accepted answer %(answer)s is not in the dump; imported without it."
    ),
    "author_unknown": gettext_noop(
        "%(table)s %(source_id)s: nobody is named as its author; it was imported without one."
    ),
    "bad_address": gettext_noop("Person %(source_id)s: “%(value)s” is not a web address; imported without it."),
    "cell_too_long": gettext_noop("%(table)s, lines %(row)s to %(last_line)s: a cell is longer than 1 MB."),
    "column_left_out": gettext_noop("%(table)s: the column %(column)s is not imported (%(rows)s rows)."),
    "dates_assumed": gettext_noop(
        "%(table)s: dates such as %(value)s are read as day, month, year, and as UTC since no zone is given."
    ),
    "deleted_left_out": gettext_noop("%(table)s %(source_id)s was deleted on the site."),
    "downvotes_left_out": gettext_noop("%(source_id)s: its %(number)s down-votes are not imported."),
    "history_left_out": gettext_noop("Earlier versions and events are not imported (%(rows)s rows of PostHistory)."),
    "link_kind_left_out": gettext_noop("Link %(source_id)s: links of type %(kind)s are not known."),
    "link_to_itself": gettext_noop("Link %(source_id)s points from question %(target)s to itself."),
    "link_target_missing": gettext_noop("Link %(source_id)s: there is no question %(target)s in the dump."),
    "post_type_left_out": gettext_noop("Post %(source_id)s: posts of type %(type)s are not imported."),
    "quote_never_closed": gettext_noop(
        "%(table)s: the quotation mark opened in line %(row)s is never closed; everything behind it was left out."
    ),
    "row_unreadable": gettext_noop(
        "%(table)s, line %(row)s: the column %(field)s holds “%(value)s”, which makes no sense."
    ),
    "site_assumed": gettext_noop("We take the site to be %(site)s; name it with --site if that is wrong."),
    "table_left_out": gettext_noop("The table %(table)s is not imported."),
    "table_missing": gettext_noop("The table %(table)s is not in the folder, so what it holds could not be imported."),
    "tag_wiki_left_out": gettext_noop("Post %(source_id)s, which explains the tag “%(tag)s”, is not imported."),
    "target_missing": gettext_noop("%(table)s %(source_id)s belongs to post %(target)s, which is not in the dump."),
    "uneven_row": gettext_noop("%(table)s, line %(row)s does not have as many cells as the first line."),
    "vote_type_left_out": gettext_noop("Votes of type %(type)s are not imported (%(number)s votes)."),
    "votes_target_missing": gettext_noop("%(number)s votes belong to post %(target)s, which is not in the dump."),
}
