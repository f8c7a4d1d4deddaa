"""`make screenshots`: the pictures that the documentation shows, in as few bytes as they need."""

from pathlib import Path

from PIL import Image

TAKEN = Path("results/screenshots")
SHOWN = Path("docs/images")
# of all the states that are looked at, those that no other picture shows
STATES = (
    "asked_for_patience",
    "closed",
    "connection_lost",
    "correcting",
    "dictating",
    "english",
    "erasing",
    "failed",
    "forced_colours",
    "host_theme_dark",
    "near_the_limit",
    "not_sent",
    "options",
    "out",
    "sans_javascript_anglais",
    "switched_off",
    "unreachable",
    "warned",
    "writing",
)


def main() -> None:
    """Write each picture with a palette of its own colours."""
    chosen = [TAKEN / "states" / f"{state}.png" for state in STATES]
    SHOWN.mkdir(parents=True, exist_ok=True)
    for taken in [*sorted(TAKEN.glob("*.png")), *chosen]:
        with Image.open(taken) as picture:
            fewer = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
            fewer.save(SHOWN / taken.name, optimize=True)


if __name__ == "__main__":
    main()
