"""Edge: the place of a community in a graph with several parents."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gilde.communities.models.community import Community


class Edge(models.Model):
    """``child`` belongs under ``parent``. ``required``: who joins the child joins the parent.

    Cycles are refused by ``rules.graph``; the database refuses a community as its own parent.
    """

    parent = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="child_edges")
    child = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="parent_edges")
    required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "child"], name="edge_once"),
            models.CheckConstraint(condition=~Q(parent=F("child")), name="edge_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.parent_id} → {self.child_id}"


class GraphTurn(models.Model):
    """The turnstile of the graph: one row that everybody locks before drawing an edge.

    Two edges far apart can close a circle that neither of their transactions sees alone, so edges are drawn one after
    the other.
    """

    number = models.BigIntegerField(default=0, help_text="How many edges were drawn.")

    def __str__(self) -> str:
        return str(self.number)


def take_turn() -> None:
    """Wait until no other transaction draws an edge, and hold the graph until this one ends."""
    turn = GraphTurn.objects.filter(pk=1)
    if not turn.update(number=F("number") + 1):
        GraphTurn.objects.bulk_create([GraphTurn(pk=1)], ignore_conflicts=True)
        turn.update(number=F("number") + 1)
