"""Attachments of a request: known by their content, written anew, named without danger."""

import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import floor
from types import MappingProxyType

import anyio
import structlog

from companion.requests.antivirus import Antivirus
from companion.requests.examination import Verdict
from companion.requests.texts import RequestTexts

logger = structlog.get_logger()


@dataclass(frozen=True)
class FileType:
    """One kind of file: how it begins, and the ending that its name gets."""

    media_type: str
    label: str
    signature: bytes
    ending: str


FILE_TYPES: Mapping[str, FileType] = MappingProxyType(
    {
        "pdf": FileType("application/pdf", "PDF", b"%PDF-", ".pdf"),
        "jpeg": FileType("image/jpeg", "JPEG", b"\xff\xd8\xff", ".jpg"),
        "png": FileType("image/png", "PNG", b"\x89PNG\r\n\x1a\n", ".png"),
    }
)
_PATIENCE = 30.0  # seconds, for one file
_AT_ONCE = 2  # examinations: a flood of files waits, it does not fill the machine
_MEGABYTE = 1_000_000
_LONGEST_NAME = 80  # characters
_IN_NAMES = re.compile(r"[^\w .,()'’-]")


@dataclass(frozen=True)
class Upload:
    """A file as it came; its name is its sender's and means nothing."""

    name: str
    content: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """What tells this file from any other."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Attachment:
    """A file that may be kept; `source` is the digest of what was sent."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    source: str


@dataclass(frozen=True)
class AttachmentLimits:
    """How many files, of how many bytes each, of which types."""

    count: int
    most_bytes: int
    types: tuple[FileType, ...]


class AttachmentRefused(Exception):
    """A file cannot be taken; the first argument says so in French."""


class AttachmentDesk:
    """Examines what is attached."""

    def __init__(
        self, limits: AttachmentLimits, texts: RequestTexts, antivirus: Antivirus | None
    ) -> None:
        self.limits = limits
        self._texts = texts.attachments
        self._antivirus = antivirus
        self._at_once = anyio.CapacityLimiter(_AT_ONCE)

    async def examine(self, uploads: Sequence[Upload], *, wanted: bool) -> list[Attachment]:
        """Return what may be kept of each file.

        Raises `AttachmentRefused` for the first that may not, and a 503 error when the antivirus
        that the operator named does not answer.
        """
        if uploads and not wanted:
            raise AttachmentRefused(self._texts["none_wanted"])
        if len(uploads) > self.limits.count:
            raise self._refusal("too_many", most=self.limits.count)
        types = [self._type_of(upload) for upload in uploads]
        return [
            await self._examine(upload, found) for upload, found in zip(uploads, types, strict=True)
        ]

    def _type_of(self, upload: Upload) -> FileType:
        """Know a file by how it begins, before anything reads it."""
        name = clean_name(upload.name, "")
        if not upload.content:
            raise self._refusal("empty", name=name)
        if len(upload.content) > self.limits.most_bytes:
            most = floor(self.limits.most_bytes / _MEGABYTE)
            raise self._refusal("too_heavy", name=name, most=most)
        for known in self.limits.types:
            if upload.content.startswith(known.signature):
                return known
        types = ", ".join(known.label for known in self.limits.types)
        raise self._refusal("wrong_type", name=name, types=types)

    async def _examine(self, upload: Upload, found: FileType) -> Attachment:
        name = clean_name(upload.name, found.ending)
        if self._antivirus and not await self._antivirus.passes(upload.content):
            raise self._refusal("infected", name=name)
        async with self._at_once:
            verdict, clean = await _examined_apart(upload.content, found.media_type)
        if verdict != Verdict.CLEAN:
            raise self._refusal(Verdict(verdict).name.lower(), name=name)
        return Attachment(name, found.media_type, clean, upload.digest)

    def _refusal(self, code: str, **filled: object) -> AttachmentRefused:
        logger.info("attachment_refused", reason=code)
        return AttachmentRefused(self._texts[code].format(**filled))


async def _examined_apart(content: bytes, media_type: str) -> tuple[Verdict, bytes]:
    """Return what the examination says, and the file written anew; a broken one says unreadable."""
    command = [sys.executable, "-I", "-m", "companion.requests.examination", media_type]
    try:
        with anyio.fail_after(_PATIENCE):
            # Without our environment, whose secrets are none of a hostile file's business.
            done = await anyio.run_process(command, input=content, check=False, env={})
    except TimeoutError:
        return Verdict.UNREADABLE, b""
    if done.returncode not in set(Verdict):
        logger.warning("examination_broken", code=done.returncode)
        return Verdict.UNREADABLE, b""
    return Verdict(done.returncode), done.stdout


def clean_name(given: str, ending: str) -> str:
    """Return a name of letters, digits and a few signs, with the `ending` of what it is.

    >>> clean_name("../../etc/Avis d'impôt.exe", ".pdf")
    "Avis d'impôt.pdf"
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(sign for sign in last if not unicodedata.category(sign).startswith("C"))
    stem = seen.rpartition(".")[0] or seen if ending else seen
    safe = " ".join(_IN_NAMES.sub("_", stem).split()).strip(". ")
    return (safe[:_LONGEST_NAME] or "document") + ending
