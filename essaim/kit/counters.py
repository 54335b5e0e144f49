"""What is counted outside the live part, for supervision: one process counts for itself, since it started."""

import logging

from prometheus_client import CollectorRegistry, Counter, Summary, disable_created_metrics

disable_created_metrics()  # a second series for each, that nobody reads
registry = CollectorRegistry()
requests = Counter(
    "essaim_page_requests", "Pages demandées, par route et classe de statut", ["route", "status"], registry=registry
)
seconds = Summary("essaim_page_seconds", "Temps de réponse des pages, par route", ["route"], registry=registry)
mails_sent = Counter("essaim_mails_sent", "Courriels remis au serveur de courrier", registry=registry)
mails_refused = Counter("essaim_mails_failed", "Courriels que le serveur de courrier n’a pas pris", registry=registry)
errors = Counter("essaim_errors", "Lignes d’erreur du journal, par source", ["logger"], registry=registry)


class CountErrors(logging.Handler):
    """Every line of the journal that tells an error is counted, whoever wrote it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        errors.labels(record.name.partition(".")[0]).inc()
