"""What supervision reads, in the OpenMetrics format: numbers of this process, and of the instance behind it.

No label says who, nor which workshop: there are as many series on the last day as on the first.
"""

import shutil
from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.registry import Collector

from essaim.care.last_backup import last_backup
from essaim.kit import counters
from essaim.live.counts import Spread, counts
from essaim.observing import readiness
from essaim.observing.beating import the_heart
from essaim.reports.domain.sending import mails_held

__all__ = ["CONTENT_TYPE", "told"]


def told() -> bytes:
    return generate_latest(registry)


def counter(name: str, words: str, value: float) -> Metric:
    return CounterMetricFamily(f"essaim_{name}", words, value=value)


def gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"essaim_{name}", words, value=value)


def by(name: str, words: str, labels: list[str], found: dict[tuple[str, ...], int]) -> Metric:
    family = CounterMetricFamily(f"essaim_{name}", words, labels=labels)
    for values, count in sorted(found.items()):
        family.add_metric(list(values), count)
    return family


def histogram(name: str, words: str, spread: Spread) -> Metric:
    found, buckets, total = list(spread.found), [], 0
    for bound, count in zip([*map(str, map(float, spread.bounds)), "+Inf"], found, strict=True):
        total += count
        buckets.append((bound, total))
    return HistogramMetricFamily(f"essaim_{name}", words, buckets=buckets, sum_value=spread.total)


class LivePart(Collector):
    """What the live part did in this process."""

    def collect(self) -> Iterator[Metric]:
        answers: Counter[tuple[str, ...]] = Counter()
        for (kind, status), count in counts.answers.copy().items():
            answers[kind, f"{status // 100}xx"] += count
        refused: dict[tuple[str, ...], int] = {(code or "?",): count for code, count in counts.refused.copy().items()}
        yield by("live_requests", "Demandes aux adresses vivantes, flux compris", ["kind", "status"], answers)
        yield counter("notes_accepted", "Notes gardées, accusé envoyé", counts.accepted)
        yield by("notes_refused", "Notes non gardées, par motif (docs/protocol.md)", ["reason"], refused)
        yield counter("notes_left", "Notes dont le téléphone était parti avant leur tour", counts.left)
        yield counter("events_delivered", "Événements écrits, une fois par lecteur", counts.delivered)
        yield counter("replays", "Relectures du journal dans la base, pour un lecteur en retard", counts.replays)
        yield counter("glances_found", "Panneaux trouvés en avance dans la base", counts.glances)
        yield gauge("streams_open", "Flux ouverts", counts.streams)
        yield histogram("batch_notes", "Notes écrites dans une même transaction", counts.batches)
        yield histogram("note_kept_seconds", "De la réception d’une note à son écriture durable", counts.kept_after)
        heart = the_heart()
        yield gauge("notes_queue", "Notes qui attendent l’écriture", heart.live.writer.notes.length if heart else 0)


class Instance(Collector):
    """What is true of the whole instance, whichever process is asked."""

    def collect(self) -> Iterator[Metric]:
        for name, is_well in readiness.checks().items():
            yield gauge(f"ready_{name}", f"1 quand tout va bien : {name}", int(is_well))
        try:
            waiting, failed = mails_held()
        except DatabaseError:  # said above; the numbers of the process are still worth reading
            pass
        else:
            yield gauge("mails_waiting", "Comptes rendus qui attendent de partir par courriel", waiting)
            yield gauge("mails_abandoned", "Courriels qui ne partiront plus sans un geste de l’équipe", failed)
        yield gauge("disk_free_bytes", "Place libre dans le dossier de données", shutil.disk_usage(settings.DATA).free)
        backup = last_backup()
        if backup:
            age = (timezone.now() - backup.at).total_seconds()
            yield gauge("backup_age_seconds", "Âge de la dernière sauvegarde faite depuis cette machine", age)


registry: CollectorRegistry = counters.registry
registry.register(LivePart())
registry.register(Instance())
ProcessCollector(registry=registry)
