"""Whether the rows fit together: who is where, what points to what, and what came before what."""

from __future__ import annotations

from collections.abc import Iterator

from gilde.demo.script.rows import Comment, Community, Contribution, Script, When
from gilde.demo.script.words import MENTION, REFERENCE


def misfits(script: Script) -> list[str]:
    """Give a sentence for everything that does not fit; each look may trust what the one before found in order."""
    for look in (_doubles_everywhere, _misfits_of_people, _misfits_of_communities, _misfits_of_contributions):
        found = list(look(script))
        if found:
            return found
    return []


def _doubles_everywhere(script: Script) -> Iterator[str]:
    yield from _doubles("people.toml", "handle", [p.handle for p in script.people])
    yield from _doubles("people.toml", "demo_login", [p.demo_login for p in script.people if p.demo_login])
    yield from _doubles("organisations.toml", "slug", [o.slug for o in script.organisations])
    yield from _doubles("communities.toml", "slug", [c.slug for c in script.communities])
    yield from _doubles("contributions", "key", [c.key for c in script.contributions])


def _misfits_of_people(script: Script) -> Iterator[str]:
    handles = {person.handle for person in script.people}
    organisations = {organisation.slug for organisation in script.organisations}
    for person in script.people:
        place = f"people.toml, {person.handle}"
        for other in person.follows:
            if other not in handles or other == person.handle:
                yield f"{place}: follows {other}, who is not somebody else here."
        for other in person.blocks:
            if other not in handles or other == person.handle:
                yield f"{place}: blocks {other}, who is not somebody else here."
        for affiliation in person.affiliations:
            if affiliation.organisation not in organisations:
                yield f"{place}: there is no organisation {affiliation.organisation}."
            if affiliation.until and affiliation.until < affiliation.since:
                yield f"{place}: leaves {affiliation.organisation} before arriving."


def _misfits_of_communities(script: Script) -> Iterator[str]:
    handles = {person.handle for person in script.people}
    slugs = {community.slug for community in script.communities}
    keys = {contribution.key for contribution in script.contributions}
    for community in script.communities:
        yield from _misfits_of_community(script, community, handles, slugs, keys)


def _misfits_of_community(
    script: Script, community: Community, handles: set[str], slugs: set[str], keys: set[str]
) -> Iterator[str]:
    place = f"communities.toml, {community.slug}"
    yield from _doubles(place, "person", list(community.people))
    organisations = {organisation.slug for organisation in script.organisations}
    for handle in {*community.people, *community.joined, *(r.by for r in community.requests)} - handles:
        yield f"{place}: there is no person {handle}."
    for slug in set(community.organisations) - organisations:
        yield f"{place}: there is no organisation {slug}."
    if not community.hosts:
        yield f"{place}: nobody hosts it."
    for handle, days in community.joined.items():
        if handle not in community.people:
            yield f"{place}: {handle} joined but has no role."
        elif handle in handles and days > script.person(handle).joined_days_ago:
            yield f"{place}: {handle} joined before arriving in the house."
    for parent in community.parents:
        if parent.slug not in slugs:
            yield f"{place}: there is no parent {parent.slug}."
        elif parent.required:
            for handle in set(community.people) - set(script.community(parent.slug).people):
                yield f"{place}: {handle} is not in the required parent {parent.slug}."
    for request in community.requests:
        if request.by in community.people:
            yield f"{place}: {request.by} asks to join but is in already."
        if len(request.answers) != len(community.questions):
            yield f"{place}: {request.by} answers {len(request.answers)} of {len(community.questions)} questions."
    if (community.joining == "request") != bool(community.questions):
        yield f"{place}: questions belong to joining on request, and the other way round."
    for invitation in community.invitations:
        if invitation.by not in community.people:
            yield f"{place}: {invitation.by} invites but is not in it."
    named = [r.contribution for a in community.ambitions for r in a.results if r.contribution]
    for key in {*named, *community.announcements} - keys:
        yield f"{place}: there is no contribution {key}."
    for key in {ref for text in (community.first_page, community.welcome) for ref in REFERENCE.findall(text)} - keys:
        yield f"{place}: there is no contribution {key} to link to."


def _misfits_of_contributions(script: Script) -> Iterator[str]:
    handles = {person.handle for person in script.people}
    slugs = {community.slug for community in script.communities}
    keys = {contribution.key for contribution in script.contributions}
    for draft in script.drafts:
        if draft.by not in handles or draft.community not in slugs:
            yield f"drafts.toml: {draft.by} or {draft.community} does not exist."
    for case in script.cases:
        for handle in filter(None, (case.by, case.comment_by, case.handler, case.judge)):
            if handle not in handles:
                yield f"cases.toml: there is no person {handle}."
        if case.of not in keys:
            yield f"cases.toml: there is no contribution {case.of}."
    for contribution in script.contributions:
        place = f"{contribution.community}/{contribution.key}"
        if contribution.community not in slugs:
            yield f"{place}: there is no community {contribution.community}."
            continue
        for sentence in _misfits_of_contribution(script, contribution, handles, keys):
            yield f"{place}: {sentence}"


def _misfits_of_contribution(
    script: Script, contribution: Contribution, handles: set[str], keys: set[str]
) -> Iterator[str]:
    community = script.community(contribution.community)
    yield from _misfits_of_presence(script, contribution, community)
    named = {handle for text in contribution.texts for handle in MENTION.findall(text)}
    for handle in sorted(named - handles):
        yield f"mentions @{handle}, who does not exist."
    linked = {key for text in contribution.texts for key in REFERENCE.findall(text)}
    for key in sorted(linked - keys):
        yield f"links to [[{key}]], which does not exist."
    if contribution.key in linked:
        yield "links to itself."
    if contribution.kind != "question" and (contribution.answers or contribution.me_too):
        yield "answers and me-too belong to a question."
    if sum(answer.accepted for answer in contribution.answers) > 1:
        yield "more than one answer is accepted."
    if (contribution.teller is None) != (contribution.teller_status is None):
        yield "a teller and a teller_status go together."
    if contribution.teller and contribution.kind != "story":
        yield "only a story has a teller."
    if (contribution.picture is None) != (contribution.picture_alt is None):
        yield "a picture needs a picture_alt."
    yield from _misfits_of_time(contribution)
    own = {entry.key for entry in contribution.replies if entry.key}
    behaviours = {b.key for c in script.communities for a in c.ambitions for b in a.behaviours}
    for compliment in contribution.compliments:
        if compliment.about and compliment.about not in own:
            yield f"a compliment is about {compliment.about}, which is not in this thread."
        if compliment.behaviour and compliment.behaviour not in behaviours:
            yield f"a compliment names the behaviour {compliment.behaviour}, which no ambition has."
        if compliment.by == compliment.to:
            yield f"{compliment.by} compliments themselves."


def _misfits_of_presence(script: Script, contribution: Contribution, community: Community) -> Iterator[str]:
    """Whoever speaks or appreciates must be in the community, and must have joined by then."""
    acts: list[tuple[str, int]] = [(handle, contribution.when.days_ago) for handle in contribution.authors]
    acts += [(entry.by, entry.when.days_ago) for entry in contribution.replies]
    acts += [(entry.by, entry.when.days_ago) for entry in contribution.compliments]
    quiet = set(contribution.me_too) | set(contribution.saved) | (set(contribution.read) - {"*"})
    quiet |= contribution.appreciation.people | {c.to for c in contribution.compliments}
    for entry in contribution.replies:
        quiet |= entry.appreciation.people
        if entry.by in entry.appreciation.people:
            yield f"{entry.by} appreciates their own words."
    if set(contribution.authors) & (contribution.appreciation.people | set(contribution.me_too)):
        yield f"{contribution.author} appreciates their own contribution."
    if contribution.teller:
        quiet.add(contribution.teller)
    if contribution.closed:
        acts.append((contribution.closed.by, contribution.closed.when.days_ago))
    for handle in contribution.guests:
        if handle in community.people:
            yield f"{handle} is in {community.slug}, and needs no invitation as a guest."
    for handle in sorted({handle for handle, _ in acts} | quiet):
        if handle not in community.people and handle not in contribution.guests:
            yield f"{handle} is not in {community.slug}."
    for handle, days_ago in acts:
        if handle in community.people and days_ago > script.joined(community, handle):
            yield f"{handle} acts {days_ago} days ago but joined {script.joined(community, handle)} days ago."


def _misfits_of_time(contribution: Contribution) -> Iterator[str]:
    written: list[tuple[str, str]] = [(a, t) for a in contribution.authors for t in contribution.texts_of_start]
    for answer in contribution.answers:
        if answer.when <= contribution.when:
            yield f"{answer.by} answers before the question is there."
        yield from _misfits_of_comments(answer.comments, answer.when, [*written, (answer.by, answer.body)])
    yield from _misfits_of_comments(contribution.comments, contribution.when, written)
    for compliment in contribution.compliments:
        if compliment.when <= contribution.when:
            yield f"{compliment.by} gives a compliment before there is something to praise."
    if contribution.closed and contribution.closed.when < contribution.last_activity:
        yield "somebody speaks after it was closed."


def _misfits_of_comments(comments: tuple[Comment, ...], start: When, said: list[tuple[str, str]]) -> Iterator[str]:
    previous, heard = start, list(said)
    for comment in comments:
        if comment.when <= previous:
            yield f"the comment of {comment.by} ({comment.when.days_ago} days ago) is not after what it follows."
        previous = comment.when
        if (comment.quote is None) != (comment.quoting is None):
            yield f"the comment of {comment.by} needs both `quote` and `quoting`."
        elif comment.quote and not any(by == comment.quoting and comment.quote in text for by, text in heard):
            yield f"{comment.by} quotes {comment.quoting}, who did not literally say that here."
        heard.append((comment.by, comment.body))


def _doubles(place: str, what: str, values: list[str]) -> Iterator[str]:
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield f"{place}: the {what} {value} is there twice."
