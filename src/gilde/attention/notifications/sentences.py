"""What a line of the bell says, on the page and in mails: who did what, where."""

from __future__ import annotations

from collections.abc import Sequence
from html import unescape
from typing import Final

from django.utils.translation import gettext, ngettext
from markupsafe import Markup

from gilde.attention.notifications.enums import Reason, Why
from gilde.attention.notifications.queries.bell import Line
from gilde.dialogue.enums import Verb
from gilde.governance.enums import Verb as GovernanceVerb

_SHORT: Final = 90  # characters of a sentence that is not alone in its line


def sentence(line: Line) -> Markup:
    """The line as one sentence, names and titles in bold and safe."""
    return _said(line, Markup("<b>{}</b>"))


def plain(line: Line) -> str:
    """The same without marks, titles between quotes instead, for the text of a mail and its subject."""
    return unescape(_said(line, Markup("“{}”")).striptags())


def _said(line: Line, title_mark: Markup) -> Markup:
    many = len(line.people)
    pattern = _pattern(line, many)
    # A question that is asked about ends once: “Can you help with How do you begin? You wrote …”.
    title = line.title.removesuffix("?") if "%(title)s?" in pattern else line.title
    words = {"who": _who(line), "title": title_mark.format(title)}
    if line.because is not None:
        words["about"] = Markup("<b>{}</b>").format(line.because.about)
    return Markup(pattern) % words  # noqa: S704 - texts of ours; Markup escapes what it fills in


def summary(lines: Sequence[Line], more: int = 0) -> str:
    """Several lines, and ``more`` that were left out, in the space of one: what happened last, and how much else."""
    first, others = plain(lines[0]), len(lines) - 1 + more
    if not others:
        return first
    first = first.removesuffix(".")  # what ends as a sentence goes on here
    cut = (first[:_SHORT].rpartition(" ")[0] or first[:_SHORT]).rstrip(" ,.;:")
    short = first if len(first) <= _SHORT else f"{cut}…" + "”" * (cut.count("“") - cut.count("”"))
    pattern = ngettext("%(first)s, and %(count)d more", "%(first)s, and %(count)d more", others)
    return pattern % {"first": short, "count": others}


def _who(line: Line) -> Markup:
    names = [Markup('<b class="who">{}</b>').format(person.name) for person in line.people[:2]]
    others = len(line.people) - 2
    if not names:
        return Markup('<b class="who">{}</b>').format(gettext("Someone"))
    if len(names) == 1:
        return names[0]
    if others > 0:
        pattern = ngettext("%(one)s, %(two)s and %(others)d other", "%(one)s, %(two)s and %(others)d others", others)
    else:
        pattern = gettext("%(one)s and %(two)s")
    return Markup(pattern) % {"one": names[0], "two": names[1], "others": others}  # noqa: S704


def _pattern(line: Line, many: int) -> str:
    """The words, by what happened. One person and several differ in Dutch, so each has both."""
    if line.stays:
        return gettext("There is something new in %(title)s")
    kind, verbs = line.kind, line.verbs
    if kind == "talk" or (kind == Reason.FOLLOWED and Verb.CONTRIBUTED not in verbs):
        if verbs == {Verb.ANSWERED}:
            return ngettext("%(who)s answered %(title)s", "%(who)s have answered %(title)s", many)
        if verbs == {Verb.COMMENTED}:
            return ngettext("%(who)s commented on %(title)s", "%(who)s have commented on %(title)s", many)
        return ngettext("%(who)s replied in %(title)s", "%(who)s have replied in %(title)s", many)
    if kind == Reason.REVIEWED:
        if line.in_contribution:
            return gettext("A host read what you wrote; everyone sees it now: %(title)s")
        return gettext("A host did not publish what you wrote in %(title)s, and says why")
    if kind == Reason.STORY:
        return _of_story(verbs)
    if kind == Reason.FOLLOWED:
        return gettext("%(who)s shared %(title)s")
    if kind == Reason.MENTION:
        return ngettext("%(who)s named you in %(title)s", "%(who)s have named you in %(title)s", many)
    if kind == Reason.THANKS:
        return ngettext("%(who)s thanked you for %(title)s", "%(who)s have thanked you for %(title)s", many)
    if kind == Reason.HELP:
        return _of_help(line)
    if kind == Reason.ASKING:
        return ngettext("%(who)s asks to join %(title)s", "%(who)s ask to join %(title)s", many)
    if kind == Reason.GUEST:
        return ngettext(
            "%(who)s, whom you invited, takes part in %(title)s",
            "%(who)s, whom you invited, take part in %(title)s",
            many,
        )
    if kind == Reason.COMPLIMENT:
        return ngettext("%(who)s gave you a compliment", "%(who)s have given you compliments", many)
    if kind == Reason.DECISION:
        return _of_decision(verbs)
    if kind == Reason.CASE and verbs == {GovernanceVerb.NAME_ASKED}:
        return gettext("Someone asks you to decide with them whether you two learn a name")
    return _of_place(kind)


def _of_story(verbs: set[str]) -> str:
    if Verb.STORY_RETURNED in verbs:
        return gettext("%(who)s asks for a change in %(title)s")
    if Verb.AUTHOR_LEFT in verbs:
        return gettext("%(who)s took their name off %(title)s")
    if Verb.AUTHORS_CHANGED in verbs:
        return gettext("%(who)s no longer names you with %(title)s")
    if Verb.STORY_APPROVED in verbs:
        return gettext("%(who)s approved %(title)s; everyone sees it now")
    return gettext("%(who)s wrote down your story %(title)s; have a look before it shows")


def _of_help(line: Line) -> str:
    """A question that the reader may know, and why it came to them."""
    if line.because is None:
        return gettext("Can you help with %(title)s?")
    return {
        Why.ANSWERED: gettext("Can you help with %(title)s? You answered a question about %(about)s."),
        Why.USED: gettext("Can you help with %(title)s? You used something about %(about)s."),
        Why.WROTE: gettext("Can you help with %(title)s? You wrote about %(about)s."),
        Why.KNOWS: gettext("Can you help with %(title)s? You named %(about)s as your specialism."),
        Why.INTEREST: gettext("Can you help with %(title)s? You named %(about)s as an interest."),
    }[Why(line.because.why)]


def _of_decision(verbs: set[str]) -> str:
    if GovernanceVerb.NAME_LIFTED in verbs:
        return gettext("Two people who handle reports now know that you wrote something without your name")
    words = {
        GovernanceVerb.CASE_MESSAGE: gettext("There is a message for you about a report"),
        GovernanceVerb.CASE_DECIDED: gettext("There is a decision about a report that concerns you"),
        GovernanceVerb.APPEAL_DECIDED: gettext("There is a decision on an appeal that concerns you"),
        GovernanceVerb.SANCTION_LIFTED: gettext("A measure that held for you has ended early"),
        GovernanceVerb.PUT_BACK: gettext("Everyone can see again what a decision hid"),
    }
    found = [said for verb, said in words.items() if verb in verbs]
    return found[0] if len(found) == 1 else gettext("There is news about a report that concerns you")


def _of_place(kind: str) -> str:
    return {
        Reason.ACCEPTED: gettext("%(who)s says that your answer helped: %(title)s"),
        Reason.WELCOME: gettext("%(who)s let you into %(title)s"),
        Reason.ROLE: gettext("%(who)s changed your role in %(title)s"),
        Reason.HELD: gettext("Something new in %(title)s waits until a host has read it"),
        Reason.CASE: gettext("Something was reported and waits for a host"),
        Reason.CHARTER: gettext("The agreements of %(title)s changed"),
        Reason.ANNOUNCEMENT: gettext("%(who)s announced: %(title)s"),
    }[Reason(kind)]
