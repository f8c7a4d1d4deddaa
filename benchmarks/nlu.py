"""`make bench-nlu`: our pipeline and the stock French one, trained and scored on the same data.

Each pipeline is trained, then read with, in processes of their own, one after the other, so that
neither time nor memory of one touches the other. Ours is that of `config.yml` up to its
classifier: what comes after knows our topics, and foreign data has none.
"""

import argparse
import asyncio
import json
import logging
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

PARSES_TIMED = 400
STOCK = Path("benchmarks/stock_french.yml")
OURS = ("FrenchTextFeaturizer", "KernelIntentClassifier")


@dataclass(frozen=True)
class Result:
    """One pipeline on one data set; times in seconds, memory in megabytes at its highest."""

    accuracy: float
    macro_f1: float
    calibration_error: float
    training: float
    training_memory: float
    parses_per_second: float
    memory: float


def main() -> None:
    """Compare both pipelines, or be one of the processes that does one step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path, help="Rasa NLU file to learn from")
    parser.add_argument("test", type=Path, help="Rasa NLU file to be scored on")
    parser.add_argument("--step", choices=("train", "read"), help=argparse.SUPPRESS)
    parser.add_argument("--config", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--models", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step == "train":
        _report(lambda: _train(arguments.train, arguments.config, arguments.models))
    elif arguments.step == "read":
        _report(lambda: _read(arguments.test, arguments.models))
    else:
        for path in (arguments.train, arguments.test):
            if not path.is_file():
                parser.exit(2, f"bench-nlu: no file {path}\n")
        _compare(arguments.train, arguments.test)


def _compare(train: Path, test: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours = Path(folder) / "ours.yml"
        ours.write_text(yaml.safe_dump(_our_config()), "utf-8")
        results = {
            name: _measure(name, config, train, test, Path(folder) / name)
            for name, config in (("ours", ours), ("stock", STOCK))
        }
    sys.stdout.write(_table(results) + "\n")


def _our_config() -> dict[str, Any]:
    config: dict[str, Any] = yaml.safe_load(Path("config.yml").read_text("utf-8"))
    kept = [part for part in config["pipeline"] if part["name"].endswith(OURS)]
    return {**config, "pipeline": kept, "policies": []}


def _measure(name: str, config: Path, train: Path, test: Path, models: Path) -> Result:
    sys.stderr.write(f"→ {name}: training\n")
    trained = _step("train", train, test, config, models)
    sys.stderr.write(f"→ {name}: reading\n")
    read = _step("read", train, test, config, models)
    return Result(
        training=trained["seconds"], training_memory=trained["megabytes"],
        memory=read.pop("megabytes"), **read,
    )  # fmt: skip


def _step(step: str, train: Path, test: Path, config: Path, models: Path) -> dict[str, float]:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.nlu", str(train), str(test)]
    command += ["--step", step, "--config", str(config), "--models", str(models)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _report(step: Callable[[], dict[str, float]]) -> None:
    found = step()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({**found, "megabytes": peak}) + "\n")


def _train(train: Path, config: Path, models: Path) -> dict[str, float]:
    from rasa.model_training import train_nlu

    started = time.perf_counter()
    train_nlu(str(config), str(train), str(models), fixed_model_name="nlu")
    return {"seconds": time.perf_counter() - started}


def _read(test: Path, models: Path) -> dict[str, float]:
    from rasa.core.agent import load_agent
    from rasa.shared.nlu.training_data.loading import load_data
    from rasa.utils.log_utils import configure_structlog

    # Unconfigured, Rasa prints every message that it parses.
    configure_structlog(logging.WARNING)
    examples = load_data(str(test)).intent_examples
    texts = [example.get("text") for example in examples]
    truth = [example.get("intent") for example in examples]

    async def parse() -> tuple[list[dict[str, Any]], float]:
        agent = await load_agent(model_path=str(models))
        intents = [(await agent.parse_message(text))["intent"] for text in texts]
        timed = [texts[place % len(texts)] for place in range(PARSES_TIMED)]
        started = time.perf_counter()
        for text in timed:
            await agent.parse_message(text)
        return intents, PARSES_TIMED / (time.perf_counter() - started)

    intents, speed = asyncio.run(parse())
    return {**_scores(truth, intents), "parses_per_second": speed}


def _scores(truth: Sequence[str], intents: Sequence[dict[str, Any]]) -> dict[str, float]:
    from econtacts_core.calibration import expected_calibration_error
    from sklearn.metrics import accuracy_score, f1_score

    predicted = [intent["name"] for intent in intents]
    right = [name == wanted for name, wanted in zip(predicted, truth, strict=True)]
    return {
        "accuracy": accuracy_score(truth, predicted),
        "macro_f1": f1_score(truth, predicted, average="macro", zero_division=0),
        "calibration_error": expected_calibration_error(
            [intent["confidence"] for intent in intents], right
        ),
    }


def _table(results: dict[str, Result]) -> str:
    rows = [("", *results), *_rows([asdict(result) for result in results.values()])]
    return "\n".join(f"{row[0]:<28}" + "".join(f"{cell:>12}" for cell in row[1:]) for row in rows)


def _rows(results: Sequence[dict[str, float]]) -> list[tuple[str, ...]]:
    shown = {
        "accuracy": ("accuracy", "{:.3f}"),
        "macro_f1": ("macro-F1", "{:.3f}"),
        "calibration_error": ("calibration error", "{:.3f}"),
        "training": ("training, s", "{:.1f}"),
        "training_memory": ("training memory, MB", "{:.0f}"),
        "parses_per_second": ("parses a second", "{:.0f}"),
        "memory": ("memory, MB", "{:.0f}"),
    }
    return [
        (label, *(form.format(result[key]) for result in results))
        for key, (label, form) in shown.items()
    ]


if __name__ == "__main__":
    main()
