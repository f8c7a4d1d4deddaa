"""`make bench-classifier`: how long one proposal takes, asked for at a steady rate.

The companion runs in a process of its own, with a database of its own that is thrown away. Each
request's time counts from the moment it was due, so that a server that falls behind cannot hide.
The stock alternative beside it is the plainest service that could answer: TF-IDF and a logistic
regression trained on the same utterances, in memory, without masking, graph or storage.
"""

import argparse
import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from companion.classifier.model import OUT_OF_SCOPE, read_utterances
from econtacts_core.knowledge import knowledge_directory, load_knowledge
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline

from operations.launch import answers

LENGTH = 600  # characters of a message
PORT = 18080
_SEED = 7
_PATIENCE = 60.0  # seconds for the companion to be ready, or to answer
_AT_ONCE = 32  # requests in flight
_UTTERANCES = Path("data/nlu")

Ask = Callable[[str], None]


def main() -> None:
    """Ask both, and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=20, help="requests a second")
    parser.add_argument("--seconds", type=float, default=30)
    arguments = parser.parse_args()
    count = int(arguments.rate * arguments.seconds)
    texts, labels = zip(*read_utterances(_UTTERANCES, _labels()), strict=True)
    asked = messages(texts, labels, count)
    sys.stdout.write(f"{count} messages of {LENGTH} characters, {arguments.rate:g} a second\n")
    sys.stdout.write(f"{'':<28}{'p50, ms':>9}{'p95, ms':>9}{'p99, ms':>9}{'peak, MB':>10}\n")
    with companion() as (address, token, process):
        times = _ask_companion(address, token, asked, arguments.rate)
        _print("companion", times, _peak_megabytes(process))
    _print("TF-IDF + linear (stock)", _ask_stock(texts, labels, asked, arguments.rate))


def messages(texts: Sequence[str], labels: Sequence[str], count: int) -> list[str]:
    """Return messages of `LENGTH` characters, each made of utterances of one subject."""
    chance = random.Random(_SEED)  # noqa: S311 no secret
    by_label: defaultdict[str, list[str]] = defaultdict(list)
    for text, label in zip(texts, labels, strict=True):
        by_label[label].append(text)
    subjects = list(by_label.values())
    made = []
    for _ in range(count):
        subject, text = chance.choice(subjects), ""
        while len(text) < LENGTH:
            text += chance.choice(subject) + ". "
        made.append(text[:LENGTH])
    return made


@contextmanager
def companion() -> Iterator[tuple[str, str, subprocess.Popen[bytes]]]:
    """Run the companion's classifier; yield its address, its token and its process."""
    token = secrets.token_urlsafe(32)
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "companion", "serve"],
            env=os.environ
            | {
                "COMPANION_ROLES": "classifier",
                "COMPANION_PORT": str(PORT),
                "COMPANION_DATABASE_URL": f"sqlite:///{folder}/companion.db",
                "COMPANION_SECRET_KEY": secrets.token_urlsafe(32),
                "COMPANION_CLASSIFIER_TOKEN": token,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(f"http://127.0.0.1:{PORT}/health", process)
            yield f"http://127.0.0.1:{PORT}", token, process
        finally:
            process.terminate()
            process.wait()


def _labels() -> list[str]:
    return [*load_knowledge(knowledge_directory()).topics, OUT_OF_SCOPE]


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not answers(address):
        if time.monotonic() > deadline or process.poll() is not None:
            raise SystemExit("bench-classifier: the companion does not come up")
        time.sleep(0.2)


def _ask_companion(address: str, token: str, asked: Sequence[str], rate: float) -> list[float]:
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    host, thread = urlsplit(address).netloc, threading.local()

    def ask(text: str) -> None:
        # the lightest client there is: its own time is not the companion's
        if not hasattr(thread, "connection"):
            thread.connection = HTTPConnection(host, timeout=_PATIENCE)
        body = json.dumps({"text": text, "channel": "mail"})
        thread.connection.request("POST", "/v1/proposals", body, headers)
        answer = thread.connection.getresponse()
        if answer.status != HTTPStatus.OK:
            raise SystemExit(f"bench-classifier: the companion answers {answer.status}")
        answer.read()

    return _steadily(ask, asked, rate)


def _ask_stock(
    texts: Sequence[str], labels: Sequence[str], asked: Sequence[str], rate: float
) -> list[float]:
    model = make_pipeline(TfidfVectorizer(), SGDClassifier(loss="log_loss", random_state=_SEED))
    model.fit(texts, labels)

    def ask(text: str) -> None:
        model.predict_proba([text])

    return _steadily(ask, asked, rate)


def _steadily(ask: Ask, asked: Sequence[str], rate: float) -> list[float]:
    """Ask at `rate` a second, whether or not answers came; return each time in seconds."""

    def one(due: float, text: str) -> float:
        ask(text)
        return time.perf_counter() - due

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        start, waiting = time.perf_counter(), []
        for place, text in enumerate(asked):
            due = start + place / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            waiting.append(pool.submit(one, due, text))
        return [taken.result() for taken in waiting]


def _peak_megabytes(process: subprocess.Popen[bytes]) -> float:
    """Return the highest memory of a process; Linux tells it, elsewhere it is not a number."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    except OSError:
        return float("nan")
    (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak) / 1024


def _print(name: str, times: Sequence[float], peak: float = float("nan")) -> None:
    middle, high, highest = 1000 * np.percentile(times, [50, 95, 99])
    sys.stdout.write(f"{name:<28}{middle:>9.1f}{high:>9.1f}{highest:>9.1f}{peak:>10.0f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
