"""Loading the living demo: the script is played through the ordinary actions, each at the moment it happened.

Nothing is written past a rule: a member who may not do something cannot do it in the demo either. Loading twice changes
nothing, since a loaded demo is recognised by its first community.
"""

from __future__ import annotations

from django.db import transaction

from gilde.core import clock
from gilde.demo import script
from gilde.demo.doors import LOGINS, is_loaded
from gilde.demo.gallery import Gallery
from gilde.demo.playing.communities import fill_community, open_community, report_results, write_texts
from gilde.demo.playing.conversations import leave_draft, link_late, mark_read, play_thread
from gilde.demo.playing.helping import look_after, offer_help, wake_helpers
from gilde.demo.playing.keeping import keep_distance, play_case
from gilde.demo.playing.people import describe_organisations, introduce
from gilde.demo.playing.stage import Say, Stage
from gilde.demo.tasks import look_at_the_bell
from gilde.people.actions import follow


def load(say: Say = print) -> None:
    """Play the whole script, once; ``say`` is told what is under way.

    Raises:
        script.ScriptError: when the content does not fit together.
    """
    if is_loaded():
        return
    play = script.read_script()
    gallery = Gallery(play)
    try:
        # One transaction: a demo is there, or it is not.
        with transaction.atomic():
            _play(Stage(play, gallery, clock.now(), say))
    finally:
        gallery.close()


def _play(stage: Stage) -> None:
    """From the first account to the last draft."""
    stage.say(f"Inviting {len(stage.play.people)} people …")
    for who in sorted(stage.play.people, key=lambda who: -who.joined_days_ago):
        with clock.at(stage.days_ago(who.joined_days_ago, 9)):
            introduce(stage, who)
    describe_organisations(stage)
    for who in stage.play.people:
        for followed in who.follows:
            follow.follow(actor=stage.actor(who.handle), person=stage.people[followed])
    stage.say(f"Opening {len(stage.play.communities)} communities …")
    for place in sorted(stage.play.communities, key=lambda place: -place.started_days_ago):
        open_community(stage, place)
    for place in stage.play.communities:
        fill_community(stage, place)
    stage.say(f"Playing {len(stage.play.contributions)} conversations …")
    for thread in stage.play.in_order():
        play_thread(stage, thread)
    stage.signs.write()
    offer_help(stage)
    wake_helpers(stage)
    link_late(stage)
    for place in stage.play.communities:
        write_texts(stage, place)
        report_results(stage, place)
    for scene in stage.play.cases:
        play_case(stage, scene)
    keep_distance(stage)
    mark_read(stage)
    look_after(stage)
    for unfinished in stage.play.drafts:
        leave_draft(stage, unfinished)
    for handle in LOGINS.values():
        look_at_the_bell.enqueue(stage.people[handle].pk, stage.last_visit.isoformat())
