"""Chooses one among the best matchings, the same whatever the solver has found.

Newcomers come in the order of their ids, and each gets the local with the lowest id
that any best matching, alike for those before, would give them; being matched comes
before not being matched. So there is exactly one answer.

All best matchings consist of pairs that are worth just their prices
(`certificate.Certificate.tight_rows`). One becomes another by changing places along a
circle of such pairs, so what is asked for is a path through a residual graph. Its
nodes are numbered: newcomers, then locals, then the hub, where free places and
unmatched newcomers are.
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from buddy_program.matching.certificate import Certificate
from buddy_program.matching.problem import Problem
from buddy_program.matching.solve import UNMATCHED
from buddy_program.matching.tables import Ints


def canonical(problem: Problem, match: Ints, proof: Certificate) -> Ints:
    """Return the first of the best matchings, in the order of the ids."""
    exchange = _Exchange(problem, match, proof)
    for row in range(len(match)):
        exchange.settle(row)
    return np.array(exchange.match, np.int64)


class _Exchange:
    """A best matching, and how it may change without being less good."""

    def __init__(self, problem: Problem, match: Ints, proof: Certificate) -> None:
        rows, columns = problem.scores.shape
        self.rows, self.hub = rows, rows + columns
        self.match: list[int] = match.tolist()
        self.may_leave = proof.newcomer_prices == 0
        self.may_be_free = proof.local_prices == 0
        self.settled = np.zeros(rows, np.bool_)
        self.seen = np.zeros(rows + columns + 1, np.bool_)
        used = np.bincount(match[match >= 0], minlength=columns)
        self.free = problem.room - used
        self.guests: list[set[int]] = [set() for _column in range(columns)]
        for row, column in enumerate(self.match):
            if column >= 0:
                self.guests[column].add(row)
        self._keep_what_may_change(match, proof)

    def _keep_what_may_change(self, match: Ints, proof: Certificate) -> None:
        """Keep the pairs within a strongly connected part: only they can change."""
        other = match[proof.tight_rows] != proof.tight_columns
        rows, columns = proof.tight_rows[other], proof.tight_columns[other]
        matched = np.flatnonzero(match >= 0)
        free = np.flatnonzero(self.free > 0)
        leave = matched[self.may_leave[matched]]
        taken = np.array([bool(guests) for guests in self.guests], np.bool_)
        empty = np.flatnonzero(taken & self.may_be_free)
        unmatched = np.flatnonzero(match < 0)
        arcs = (
            (rows, self.rows + columns),
            (self.rows + match[matched], matched),
            (self.rows + free, np.full(len(free), self.hub)),
            (np.full(len(empty), self.hub), self.rows + empty),
            (leave, np.full(len(leave), self.hub)),
            (np.full(len(unmatched), self.hub), unmatched),
        )
        tails, heads = (np.concatenate(ends) for ends in zip(*arcs, strict=True))
        size = self.hub + 1
        graph = csr_array((np.ones(len(tails), np.int8), (tails, heads)), (size, size))
        _count, part = connected_components(graph, connection="strong")
        # The pairs of now can be left only together with another of the same part.
        tight_part = part[proof.tight_rows]
        within = tight_part == part[self.rows + proof.tight_columns]
        self.columns = proof.tight_columns[within]
        ends = np.bincount(proof.tight_rows[within], minlength=self.rows)
        at_hub = np.flatnonzero(part == part[self.hub])
        self.hub_rows: list[int] = at_hub[at_hub < self.rows].tolist()
        self.hub_columns: list[int] = (at_hub[at_hub >= self.rows] - self.rows).tolist()
        self.starts = np.concatenate([[0], np.cumsum(ends)])

    def settle(self, row: int) -> None:
        """Give a newcomer the first local that they can have, for good."""
        now = self.match[row]
        visited: list[int] = []
        for column in self._tight(row).tolist():
            if now != UNMATCHED and column >= now:
                break
            path = self._path(self.rows + column, row, visited)
            if path:
                self._change([row, *path])
                break
        self.seen[visited] = False
        self.settled[row] = True

    def _tight(self, row: int) -> Ints:
        return self.columns[self.starts[row] : self.starts[row + 1]]

    def _path(self, start: int, goal: int, visited: list[int]) -> list[int]:
        """Return the nodes from a local to the newcomer who comes, or nothing.

        What an earlier search for the same newcomer has seen leads nowhere.
        """
        if self.seen[start]:
            return []
        before = {start: start}
        self._see(start, visited)
        waiting = deque([start])
        while waiting:
            node = waiting.popleft()
            for following in self._next(node, goal):
                before[following] = node
                if following == goal:
                    return _traced(before, start, goal)
                self._see(following, visited)
                waiting.append(following)
        return []

    def _see(self, node: int, visited: list[int]) -> None:
        self.seen[node] = True
        visited.append(node)

    def _next(self, node: int, goal: int) -> list[int]:
        """Return where a change can go on that hasn't been seen."""
        if node == self.hub:
            return self._from_hub()
        if node >= self.rows:
            return self._from_local(node - self.rows, goal)
        return self._from_newcomer(node, goal)

    def _from_newcomer(self, row: int, goal: int) -> list[int]:
        own, goals_own = self.rows + self.match[row], self.rows + self.match[goal]
        nodes = self._tight(row) + self.rows
        found: list[int] = nodes[~self.seen[nodes] & (nodes != own)].tolist()
        if goals_own in found and self.match[goal] != UNMATCHED:
            return [goals_own]  # one step before the end: nothing else matters
        if self.match[row] != UNMATCHED and self.may_leave[row]:
            found += [] if self.seen[self.hub] else [self.hub]
        return found

    def _from_local(self, column: int, goal: int) -> list[int]:
        if goal in self.guests[column]:
            return [goal]
        found = [
            row
            for row in sorted(self.guests[column])
            if not (self.settled[row] or self.seen[row])
        ]
        if self.free[column] > 0 and not self.seen[self.hub]:
            found.append(self.hub)
        return found

    def _from_hub(self) -> list[int]:
        unmatched = [
            row
            for row in self.hub_rows
            if self.match[row] == UNMATCHED
            and not (self.settled[row] or self.seen[row])
        ]
        emptied = [
            self.rows + column
            for column in self.hub_columns
            if column < self.hub - self.rows  # the hub itself stands last
            and self.may_be_free[column]
            and self.guests[column]
            and not self.seen[self.rows + column]
        ]
        return unmatched + emptied

    def _change(self, circle: list[int]) -> None:
        """Let each newcomer in the circle go to the node that comes next."""
        for node, following in pairwise(circle):
            if node < self.rows:
                self._move(node, following)

    def _move(self, row: int, node: int) -> None:
        column = node - self.rows if node != self.hub else UNMATCHED
        if self.match[row] != UNMATCHED:
            self.guests[self.match[row]].discard(row)
            self.free[self.match[row]] += 1
        if column != UNMATCHED:
            self.guests[column].add(row)
            self.free[column] -= 1
        self.match[row] = column


def _traced(before: dict[int, int], start: int, goal: int) -> list[int]:
    path = [goal]
    while path[-1] != start:
        path.append(before[path[-1]])
    return path[::-1]
