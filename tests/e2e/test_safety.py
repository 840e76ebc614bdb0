"""Being safe on a phone: reporting, deciding, appealing; keeping somebody at a distance."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def _appoint(host: Somebody, slug: str, person: Somebody) -> None:
    """Make somebody a host, too; choosing a role has a journey of its own."""
    host.house.inside(
        "from gilde.communities.actions.membership import appoint\n"
        "from gilde.communities.models import Membership\n"
        "from gilde.people.models import Person\n"
        "from gilde.people.queries.actor import actor_for\n"
        f"row = Membership.objects.get(community__slug={slug!r}, person__handle={person.handle!r})\n"
        f"appoint(actor=actor_for(Person.objects.get(handle={host.handle!r})), membership=row, role='host')"
    )


def _case_of(page: Somebody, slug: str) -> str:
    """The path of the case that waits longest."""
    page.open(f"/c/{slug}/reports/")
    href = page.page.locator(".case-row a").first.get_attribute("href")
    assert href
    return href


def test_a_report_becomes_a_decision_and_an_appeal_goes_to_another_host(somebody: Come) -> None:
    host, author, reporter, other = (somebody(width=PHONE) for _ in range(4))
    slug = host.found("Plain Talk", audience="Hidden", charter="1. We speak as we would at a table.")
    link = host.invitation_link(slug)
    for one in (author, reporter, other):
        one.join_by(link)
    _appoint(host, slug, other)
    talk = author.contribute("discussion", "You are all wrong", "Every single one of you.", slug)

    reporter.open(talk)
    href = reporter.page.locator("a[href*='/report/contribution/']").first.get_attribute("href")
    assert href
    reporter.open(href)
    reporter.page.get_by_label("We speak as we would at a table.").check()
    reporter.fill("What is not right, in your own words?", "This is not how I want to be spoken to.")
    reporter.fits()
    reporter.press("Report", reporter.main)
    reporter.sees("Thank you for telling us.")
    reporter.fits()

    case = _case_of(host, slug)
    host.open(case)
    host.sees("You can leave it to another host or the operator without saying why.")
    host.sees_not(reporter.name, host.main)
    host.press("Take this on")
    host.sees(reporter.name, host.main)
    host.fits()
    host.page.get_by_label("To the person it is about").check()
    host.fill("Message", "What did you mean by it?")
    host.press("Send")
    host.sees("Sent.")
    author.open("/me/reports/")
    author.follow_link("You are all wrong", author.main)
    author.sees("What did you mean by it?")
    author.sees_not(reporter.name)
    author.fits()

    host.page.get_by_label("Hide it: only its author and the hosts see it").check()
    host.fill("Why", "Let us cool down first.", host.page.locator("section[aria-labelledby=decide]"))
    host.press("Decide")
    host.sees("Decided. Those it concerns are told.")
    host.fits()
    reporter.open(talk, 404)
    author.open(talk)
    author.open(case.replace("/cases/", "/me/reports/"))
    author.sees("Let us cool down first.")
    author.fill("Why should someone else look at this again?", "I meant the weather.")
    author.press("Appeal")
    author.sees("Your appeal is with someone who did not decide before.")
    author.fits()

    host.open(case)
    host.sees("You made this decision, so another host or the operator looks at the appeal.")
    other.open(case)
    appeal = other.page.locator("section", has=other.page.get_by_role("heading", name="Appeal of the author"))
    appeal.get_by_label("Nothing: this is within our agreements").check()
    other.fill("Why", "The weather was bad.", appeal)
    other.press("Decide on the appeal")
    other.sees("Decided. Those it concerns are told.")
    other.fits()
    reporter.open(talk)
    author.open(case.replace("/cases/", "/me/reports/"))
    author.sees("The decision was changed.")
    reporter.open(f"/c/{slug}/openness/")
    reporter.sees("hid a contribution")
    reporter.fits()


def test_who_blocks_somebody_sees_them_folded_and_lets_them_back(somebody: Come) -> None:
    host, one = somebody(width=PHONE), somebody(width=PHONE)
    slug = host.found("Two at a Distance", audience="Hidden")
    one.join_by(host.invitation_link(slug))
    talk = one.contribute("discussion", "Far away", "I like to be heard.", slug)
    host.open(talk)
    profile = host.page.locator(f"a[href*='{one.handle}']").first.get_attribute("href")
    assert profile
    host.open(profile)
    host.menu(f"More about {one.name}", "Mute or block")
    host.sees("Mute: hear nothing of what they do")
    host.fits()
    host.press(re.compile("^Block"), host.main, exact=False)
    host.open(profile)
    host.sees(f"You blocked {one.name}")
    host.fits()
    host.follow_link("Unblock", host.main)
    host.press(re.compile("^Unblock"), host.main, exact=False)
    host.open(profile)
    host.sees_not(f"You blocked {one.name}")


def test_a_question_without_a_name_is_answered_reported_and_its_name_learned_by_two(somebody: Come) -> None:
    host, asker, reporter, other = (somebody(width=PHONE) for _ in range(4))
    slug = host.found("Quiet Questions", audience="Hidden")
    link = host.invitation_link(slug)
    for one in (asker, reporter, other):
        one.join_by(link)
    _appoint(host, slug, other)
    host.open(f"/c/{slug}/settings/access/")
    choice = host.page.get_by_label("What people can share without their name")
    choice.select_option(index=1)
    host.press("Save", host.page.locator("form", has=choice))
    host.sees("Saved.")

    number = asker.number_of(slug)
    asker.open(f"/new/question/?in={number}")
    asker.page.locator("[name=title]").fill("What if I dare not ask?")
    asker.page.locator("[name=body]").fill("I do not know who to trust.")
    if not asker.page.locator("[name=unnamed]").is_visible():
        asker.page.locator(".composer-more summary").click()
    asker.page.get_by_label("Without my name").check()
    asker.fits()
    asker.press("Share")
    asker.page.wait_for_url(re.compile(r"/d/\d+"))
    question = asker.page.url.removeprefix(asker.house.base)
    asker.sees("You shared this without your name")

    reporter.open(question)
    reporter.sees("Someone in this community")
    reporter.sees_not(asker.name)
    href = reporter.page.locator("a[href*='/report/contribution/']").first.get_attribute("href")
    assert href
    reporter.open(href)
    if reporter.page.locator("[name=rule]").count():
        reporter.page.locator("[name=rule]").first.check()
    reporter.fill("What is not right, in your own words?", "I am worried about this person.")
    reporter.press("Report", reporter.main)

    case = _case_of(host, slug)
    host.open(case)
    host.press("Take this on")
    host.sees_not(asker.name)
    host.page.locator("summary", has_text="It does not go without the name").click()
    host.fill("What do you need the name for", "Somebody may be in danger.")
    host.fits()
    host.press("Ask another person")
    host.sees("It waits for another person now, seven days at most.")
    host.sees_not(asker.name)
    asker.open(case, 404)

    other.open(case)
    other.sees("Somebody may be in danger.")
    other.fits()
    other.press("Agree, and see the name")
    other.press("Agree, and see the name", other.page.locator("dialog[open]"))
    other.sees("The two of you see the name here now.")
    other.sees(asker.name, other.main)
    other.fits()
    host.open(case)
    host.sees(asker.name, host.main)
    reporter.open(question)
    reporter.sees_not(asker.name)

    asker.open(case.replace("/cases/", "/me/reports/"))
    asker.sees("Who knows that you wrote this")
    asker.sees("Somebody may be in danger.")
    asker.sees(re.compile(re.escape(host.name)))
    asker.fits()


def test_what_stays_in_this_community_shows_no_words_on_home_or_in_mail(somebody: Come) -> None:
    host, one = somebody(width=PHONE), somebody(width=PHONE)
    slug = host.found("In This Room", audience="Hidden")
    one.join_by(host.invitation_link(slug))
    one.found("A Place of Their Own", audience="Hidden")  # with one community, Home is a page of that community
    number = host.number_of(slug)
    host.open(f"/new/discussion/?in={number}")
    host.page.locator("[name=title]").fill("Between these walls")
    host.page.locator("[name=body]").fill("The secret is a heron.")
    if not host.page.locator("[name=audience]").first.is_visible():
        host.page.locator(".composer-more summary").click()
    field = host.page.locator("select[name=audience]")
    value = field.locator("option", has_text=re.compile("stays", re.I)).first.get_attribute("value")
    field.select_option(value)
    host.fits()
    host.press("Share")
    host.page.wait_for_url(re.compile(r"/d/\d+"))
    talk = host.page.url.removeprefix(host.house.base)
    one.open(talk)
    one.sees("The secret is a heron.")
    one.fits()
    one.open("/")
    one.sees("Between these walls")
    one.sees_not("The secret is a heron.")
    letter = one.digest()
    assert "In This Room" in letter
    assert "Between these walls" not in letter  # a title is words, too
    assert "heron" not in letter
    outsider = somebody(width=PHONE)
    outsider.open(talk, 404)
