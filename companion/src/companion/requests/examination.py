"""The examination of one attachment, in a process of its own that a hostile file may break.

`python -m companion.requests.examination application/pdf` reads a file from its standard input and
writes it anew to its standard output. Its exit code says why it did not. Memory and time have
ceilings, and it can write no file: what a decompression bomb or a fault of a parser can do ends
with this process.
"""

import io
import resource
import sys
from enum import IntEnum
from typing import Any

_MEMORY = 1024**3  # bytes
_SECONDS = 20  # of processor
_PIXELS = 50_000_000  # what a telephone takes, and some 150 MB once opened

# Names by the PDF standard (ISO 32000-1, 12.6.4 and 7.11), as qpdf reads them: never disguised.
_ACTIONS = frozenset(
    [
        "/JavaScript",
        "/Launch",
        "/ImportData",
        "/SubmitForm",
        "/GoToE",
        "/GoToR",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/Trans3D",
        "/GoTo3DView",
    ]
)
_KEYS = frozenset(["/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"])
_SUBTYPES = frozenset(["/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"])


class Verdict(IntEnum):
    """Exit codes; Python's own are 1 and 2, and a signal's are negative."""

    CLEAN = 0
    UNREADABLE = 10
    ACTIVE = 11
    PROTECTED = 12
    TOO_LARGE = 13


class Refused(Exception):
    """The file is not taken; its first argument is the `Verdict`."""


def rewrite_pdf(content: bytes) -> bytes:
    """Return a PDF with its present objects alone: nothing before, after or between them.

    Raises:
        Refused: it is none, asks for a password, or does something when it is opened or clicked.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for found in pdf.objects:
                _refuse_active(found)
            written = io.BytesIO()
            pdf.save(written)
    except pikepdf.PasswordError as error:
        raise Refused(Verdict.PROTECTED) from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise Refused(Verdict.UNREADABLE) from error
    return written.getvalue()


def _refuse_active(found: Any) -> None:
    """Look through one object and what stands directly in it; others are looked at in turn."""
    import pikepdf

    waiting = [found]
    while waiting:
        looked_at = waiting.pop()
        if isinstance(looked_at, pikepdf.Array):
            waiting += [item for item in looked_at if not _is_reference(item)]
        elif isinstance(looked_at, pikepdf.Dictionary | pikepdf.Stream):
            _refuse_dictionary(looked_at)
            waiting += [item for _, item in looked_at.items() if not _is_reference(item)]


def _is_reference(item: Any) -> bool:
    return bool(getattr(item, "is_indirect", False))


def _refuse_dictionary(found: Any) -> None:
    named = {key: str(found.get(key, "")) for key in ("/S", "/Type", "/Subtype")}
    if (
        _KEYS & set(found.keys())
        or named["/S"] in _ACTIONS
        or named["/Subtype"] in _SUBTYPES
        or named["/Type"] == "/EmbeddedFile"
    ):
        raise Refused(Verdict.ACTIVE)


def redraw_image(content: bytes, name: str) -> bytes:
    """Return an image of format `name` with its points alone: no place, no device, no trailer.

    Raises:
        Refused: it is none, or opens into more than 50 million points.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # told below by its own reason, before a point is read
    try:
        with Image.open(io.BytesIO(content), formats=[name]) as image:
            if image.width * image.height > _PIXELS:
                raise Refused(Verdict.TOO_LARGE)
            upright = _plain(ImageOps.exif_transpose(image), name)
    except (OSError, ValueError, SyntaxError, IndexError, KeyError, EOFError) as error:
        raise Refused(Verdict.UNREADABLE) from error
    redrawn = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    written = io.BytesIO()
    redrawn.save(written, name, quality=90) if name == "JPEG" else redrawn.save(written, name)
    return written.getvalue()


def _plain(image: Any, name: str) -> Any:
    """Return the image in colours that its format writes without a palette."""
    kept = {"L", "RGB"} if name == "JPEG" else {"1", "L", "LA", "RGB", "RGBA", "I;16"}
    if image.mode in kept and "transparency" not in image.info:
        image.load()
        return image
    return image.convert("RGB" if name == "JPEG" else "RGBA")


def main() -> int:
    """Examine the standard input as the type that the command names."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content, media_type = sys.stdin.buffer.read(), sys.argv[1]
    try:
        if media_type == "application/pdf":
            clean = rewrite_pdf(content)
        else:
            clean = redraw_image(content, media_type.removeprefix("image/").upper())
    except Refused as refused:
        return int(refused.args[0])
    except MemoryError:
        return Verdict.TOO_LARGE
    sys.stdout.buffer.write(clean)
    return Verdict.CLEAN


if __name__ == "__main__":
    sys.exit(main())
