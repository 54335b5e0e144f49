"""The slow, obvious twins of the engine's fast algorithms: what they must give, written as the definition reads."""

from itertools import combinations

from essaim.synthesis.values import Note
from essaim.synthesis.words import same_words


def tree_of(alike):
    """Again and again, the two groups whose pairs of notes are most alike on average become one."""
    groups = {place: [place] for place in range(len(alike))}
    merges = []
    while len(groups) > 1:
        means = {
            (one, two): sum(alike[a][b] for a in groups[one] for b in groups[two]) / len(groups[one]) / len(groups[two])
            for one, two in combinations(sorted(groups), 2)
        }
        one, two = max(means, key=lambda pair: (means[pair], -pair[0], -pair[1]))
        merges.append((one, two, means[one, two]))
        groups[one] += groups.pop(two)
    return merges


def cut(count, merges, number):
    groups = {place: {place} for place in range(count)}
    for one, two, _alike in merges[: count - number]:
        groups[one] |= groups.pop(two)
    return sorted(sorted(group) for group in groups.values())


def settled(alike, groups):
    """Notes join the group that is nearest on average, all at once, until nobody moves."""
    for _round in range(20):
        names = sorted(set(groups))
        moved = []
        for note, own in enumerate(groups):
            means = {}
            for name in names:
                others = [place for place, group in enumerate(groups) if group == name and place != note]
                means[name] = sum(alike[note][other] for other in others) / len(others) if others else 0
            alone = groups.count(own) == 1
            moved.append(own if alone else max(names, key=lambda name: (means[name], -name)))
        if moved == groups or len(set(moved)) < len(names):
            return groups
        groups = moved
    return groups


def gather_repeats(notes: list[Note]):
    """Each pair compared."""
    return [
        {one.id, other.id}
        for one, other in combinations(notes, 2)
        if same_words(one.text) == same_words(other.text) != ""
    ]
