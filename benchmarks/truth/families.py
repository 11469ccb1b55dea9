"""All worlds by name, family after family."""

from __future__ import annotations

from truth import clock, direction, graphs, mixtures, nothing, outcomes, records, shapes, simple
from truth.worlds import Maker

WORLDS: dict[str, Maker] = {
    make.__name__: make
    for family in (simple, shapes, outcomes, records, direction, clock, mixtures, nothing, graphs)
    for make in family.WORLDS
}
