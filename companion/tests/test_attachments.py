"""What is attached is known by its content and written anew, or refused with a reason."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import documents
import pikepdf
import pytest
from companion.errors import ApiError
from companion.requests.antivirus import Antivirus
from companion.requests.attachments import (
    FILE_TYPES,
    Attachment,
    AttachmentDesk,
    AttachmentLimits,
    AttachmentRefused,
    Upload,
    clean_name,
)
from companion.requests.texts import load_request_texts

LIMITS = AttachmentLimits(count=3, most_bytes=5_000_000, types=tuple(FILE_TYPES.values()))


def desk(antivirus: Antivirus | None = None) -> AttachmentDesk:
    return AttachmentDesk(LIMITS, load_request_texts(), antivirus)


async def kept(name: str, content: bytes) -> Attachment:
    (attachment,) = await desk().examine([Upload(name, content)], wanted=True)
    return attachment


async def refusal(*uploads: Upload, wanted: bool = True) -> str:
    with pytest.raises(AttachmentRefused) as refused:
        await desk().examine(uploads, wanted=wanted)
    return str(refused.value)


# ---- taken


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("avis.pdf", documents.pdf(), "application/pdf"),
        ("photo.jpg", documents.image("JPEG"), "image/jpeg"),
        ("photo.png", documents.image("PNG"), "image/png"),
    ],
)
async def test_a_sound_document_is_taken(name: str, content: bytes, media_type: str):
    attachment = await kept(name, content)
    assert (attachment.name, attachment.media_type) == (name, media_type)
    assert attachment.content.startswith(content[:3])


async def test_a_file_is_known_by_its_content_and_named_after_it():
    attachment = await kept("photo.exe", documents.image("PNG"))
    assert (attachment.name, attachment.media_type) == ("photo.png", "image/png")


# ---- refused


async def test_a_pdf_that_does_something_is_refused():
    said = await refusal(Upload("avis.pdf", documents.pdf(documents.runs_a_script)))
    assert said.startswith("« avis.pdf » contient un programme")


async def test_a_protected_pdf_is_refused():
    locked = documents.pdf(encryption=pikepdf.Encryption(user="secret", owner="secret"))
    assert "mot de passe" in await refusal(Upload("avis.pdf", locked))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("programme.pdf", b"MZ\x90\x00"),
        ("image.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("photo.jpg", b"GIF89a%PDF-1.4"),
        ("avis.pdf", b"\n%PDF-1.4"),
        ("archive.pdf", b"PK\x03\x04"),
    ],
)
async def test_another_type_under_a_good_name_is_refused(name: str, content: bytes):
    said = await refusal(Upload(name, content))
    assert said == f"« {name} » n'est pas d'un type accepté : PDF, JPEG, PNG."


async def test_a_broken_file_is_refused():
    assert "illisible" in await refusal(Upload("avis.pdf", b"%PDF-1.7 and nothing else"))


async def test_an_image_that_opens_into_too_many_points_is_refused():
    assert len(documents.bomb()) < 1000
    assert "trop grande" in await refusal(Upload("bombe.png", documents.bomb()))


async def test_a_pdf_that_unpacks_without_end_is_refused():
    bomb = documents.unpacks_without_end()
    assert len(bomb) < LIMITS.most_bytes
    assert "« bombe.pdf »" in await refusal(Upload("bombe.pdf", bomb))


async def test_an_empty_file_is_refused():
    assert await refusal(Upload("avis.pdf", b"")) == "« avis.pdf » est vide."


async def test_a_file_too_heavy_is_refused():
    said = await refusal(Upload("avis.pdf", b"%PDF-" + bytes(5_000_000)))
    assert said == "« avis.pdf » est trop lourd : 5 Mo au plus par fichier."


async def test_too_many_files_are_refused():
    said = await refusal(*[Upload("avis.pdf", documents.pdf())] * 4)
    assert said == "3 fichiers au plus peuvent être joints."


async def test_a_form_that_wants_no_file_refuses_one():
    assert "n'accepte pas" in await refusal(Upload("avis.pdf", documents.pdf()), wanted=False)


# ---- names


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Avis d'impôt 2025.pdf", "Avis d'impôt 2025.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\moi\\avis.pdf", "avis.pdf"),
        ("avis.pdf\0.exe", "avis.pdf.pdf"),
        ("avis\r\nSet-Cookie: a=b.pdf", "avisSet-Cookie_ a=b.pdf".replace("=", "_")),
        ("\u202efdp.exe", "fdp.pdf"),
        ("<script>alert(1)</script>.pdf", "script_.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
        ("é" * 300 + ".pdf", "é" * 80 + ".pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
    ],
)
def test_a_name_is_made_harmless(given: str, name: str):
    assert clean_name(given, ".pdf") == name


# ---- antivirus


@asynccontextmanager
async def clamd(folder: Path, answer: bytes) -> AsyncIterator[tuple[Antivirus, list[bytes]]]:
    """Run what speaks as clamd does on a socket; yield also what it was given."""
    given: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        while length := int.from_bytes(await reader.readexactly(4), "big"):
            given.append(await reader.readexactly(length))
        writer.write(answer)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_unix_server(listen, folder / "clamd")
    async with server:
        yield Antivirus(f"unix://{folder / 'clamd'}"), given


async def test_the_antivirus_is_given_the_whole_file(tmp_path: Path):
    content = documents.pdf() + bytes(200_000)
    async with clamd(tmp_path, b"stream: OK\0") as (antivirus, given):
        assert await antivirus.passes(content)
    assert b"".join(given) == content


async def test_what_the_antivirus_finds_is_refused(tmp_path: Path):
    async with clamd(tmp_path, b"stream: Eicar-Test-Signature FOUND\0") as (antivirus, _):
        with pytest.raises(AttachmentRefused, match="refusé par l'antivirus"):
            await desk(antivirus).examine([Upload("avis.pdf", documents.pdf())], wanted=True)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b""])
async def test_an_antivirus_that_cannot_say_lets_nothing_pass(tmp_path: Path, answer: bytes):
    async with clamd(tmp_path, answer) as (antivirus, _):
        with pytest.raises(ApiError) as refused:
            await antivirus.passes(documents.pdf())
    assert (refused.value.status, refused.value.code) == (503, "attachments_unchecked")


async def test_an_antivirus_that_is_away_lets_nothing_pass(tmp_path: Path):
    with pytest.raises(ApiError) as refused:
        await Antivirus(f"unix://{tmp_path / 'none'}").passes(b"x")
    assert refused.value.code == "attachments_unchecked"
