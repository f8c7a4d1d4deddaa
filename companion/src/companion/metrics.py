"""What this process counts of its own work, in the text format that Prometheus reads.

Counts only: no message, no conversation, no address. Each process counts for itself; whoever
collects adds them up.
"""

from collections.abc import Callable

from fastapi import APIRouter, Depends, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.types import Scope

from companion.bearer import requires_token
from companion.errors import error_documentation

# Seconds: a proposal takes tens of milliseconds, a turn of the chat a few hundred.
_BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0)
_UNMATCHED = "none"
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Histogram(
            "econtacts_request_seconds",
            "Time to answer a request",
            ["method", "route", "status"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._proposals = Counter(
            "econtacts_proposals",
            "Proposals made; first_by tells which approach found the first topic",
            ["collection", "channel", "decision", "first_by"],
            registry=self.registry,
        )
        self._masked = Counter(
            "econtacts_masked",
            "Messages in which this kind of personal data was masked",
            ["kind"],
            registry=self.registry,
        )
        self._feedback = Counter(
            "econtacts_feedback", "What became of proposals", ["outcome"], registry=self.registry
        )

    def streams(self, count: Callable[[], int]) -> None:
        """Show how many streams of server push are open, as `count` tells."""
        gauge = Gauge("econtacts_streams", "Streams of server push open", registry=self.registry)
        gauge.set_function(count)

    def request(self, scope: Scope, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        # the route as it is written, not as it was asked: ids would make a series each
        route = getattr(scope.get("route"), "path", None) or _UNMATCHED
        # so would the words that a stranger may put in the place of a method
        method = scope["method"] if scope["method"] in _METHODS else _UNMATCHED
        self._requests.labels(method, route, status).observe(seconds)

    def proposal(self, collection: str, channel: str, decision: str, first_by: str) -> None:
        """Count a proposal; `first_by` is graph, model, both or nobody."""
        self._proposals.labels(collection, channel, decision, first_by).inc()

    def masked(self, kind: str) -> None:
        """Count a message in which something of this kind was masked."""
        self._masked.labels(kind).inc()

    def feedback(self, outcome: str) -> None:
        """Count what became of a proposal."""
        self._feedback.labels(outcome).inc()


def metrics_routes(metrics: Metrics, token: str) -> APIRouter:
    """Return `GET /metrics`, which asks for the bearer `token`: figures are not for citizens."""
    router = APIRouter(
        tags=["metrics"],
        dependencies=[Depends(requires_token(token))],
        responses=error_documentation(401),
    )

    @router.get("/metrics", response_class=Response)
    def read() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return router
