"""Files that a citizen may attach, and some that nobody should."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from PIL import Image


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda made: None, **saved: Any) -> bytes:
    """Make a PDF of one page; `change` does something to it before it is written."""
    written = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        change(made)
        made.save(written, **saved)
    return written.getvalue()


def image(kind: str, size: tuple[int, int] = (40, 30), **saved: Any) -> bytes:
    """Make a red image of kind JPEG or PNG."""
    written = io.BytesIO()
    Image.new("RGB", size, "red").save(written, kind, **saved)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    """Read an image."""
    return Image.open(io.BytesIO(content))


def in_mode(mode: str) -> bytes:
    """Make a PNG whose points are written in another way."""
    written = io.BytesIO()
    Image.new("L", (4, 4), 255).convert(mode).save(written, "PNG")
    return written.getvalue()


def grey_of(mode: str) -> int:
    """Return the grey of such an image's points."""
    with opened(in_mode(mode)) as drawn:
        found = drawn.convert("L").getpixel((1, 1))
    assert isinstance(found, int)
    return found


def located() -> bytes:
    """Make a photograph that tells where it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned
    exif.get_ifd(0x8825)[1] = "N"
    return image("JPEG", exif=exif)


def bomb() -> bytes:
    """Make a PNG of a few bytes that opens into some 2.5 thousand million points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    points = zlib.compress(bytes(100_000))
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", points) + chunk(b"IEND", b"")


def runs_a_script(made: pikepdf.Pdf) -> None:
    """Have it run a script when it is opened."""
    made.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('bonjour')")
    )


def runs_a_script_deep_inside(made: pikepdf.Pdf) -> None:
    """Hide the script in a list within the page's own actions."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=made.make_stream(b"app.alert(1)"))
    made.pages[0].obj["/AA"] = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.GoTo, Next=pikepdf.Array([script]))
    )


def starts_a_program(made: pikepdf.Pdf) -> None:
    """Have it start a program."""
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))


def holds_a_file(made: pikepdf.Pdf) -> None:
    """Hide another file in it."""
    made.attachments["facture.xml"] = b"<xml/>"


def opens_at_its_first_page(made: pikepdf.Pdf) -> None:
    """Do what most writers of PDF do, which is harmless."""
    made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])


def links_to_a_page(made: pikepdf.Pdf) -> None:
    """Have an address that can be followed."""
    made.pages[0].obj["/Annots"] = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=pikepdf.Array([0, 0, 9, 9]),
                A=pikepdf.Dictionary(
                    S=pikepdf.Name.URI, URI=pikepdf.String("https://www.impots.gouv.fr")
                ),
            )
        ]
    )


def unpacks_without_end() -> bytes:
    """Make a PDF whose table of objects unpacks into two thousand million bytes."""
    packer = zlib.compressobj(9)
    first, block = (
        packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)
    )
    packed = first + 199 * block + packer.flush()
    return (
        b"%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 9/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length "
        + str(len(packed)).encode()
        + b">>\nstream\n"
        + packed
        + b"\nendstream\nendobj\nstartxref\n9\n%%EOF"
    )
