"""Files joined to a form: kept in their order, or refused and told why."""

import json
from typing import Any

import documents
import pytest
from browser import Browser, error_code, mistakes
from companion.storage.database import Database
from filled_forms import PDF, joined, request, stored


async def test_files_are_kept_with_their_request_in_their_order(
    citizen: Browser, database: Database
):
    photo = ("photo.jpg", documents.image("JPEG"))
    sent = await citizen.send(PDF, photo, **request())
    assert (sent.status_code, sent.json()["attachments"]) == (201, ["avis.pdf", "photo.jpg"])
    assert [content[:3] for _, content in joined(database)] == [b"%PD", b"\xff\xd8\xff"]


async def test_a_file_that_is_refused_is_told_like_a_field(citizen: Browser, database: Database):
    refused = await citizen.send(("virus.pdf", b"MZ"), **request())
    assert list(mistakes(refused)) == ["attachments"]
    assert stored(database) == []


async def test_the_same_files_repeated_are_the_same_request_and_others_are_not(citizen: Browser):
    body = request()
    await citizen.send(PDF, **body)
    assert (await citizen.send(PDF, **body)).status_code == 200
    other = await citizen.send(("photo.png", documents.image("PNG")), **body)
    assert error_code(other) == "request_conflict"
    assert error_code(await citizen.send(**body)) == "request_conflict"


async def test_a_body_longer_than_any_is_given_up_on_the_way(citizen: Browser):
    read = 0

    async def endless() -> Any:
        nonlocal read
        yield b'--x\r\nContent-Disposition: form-data; name="attachments"; filename="a"\r\n\r\n'
        while True:
            read += 1_000_000
            yield bytes(1_000_000)

    headers = {"content-type": "multipart/form-data; boundary=x"}
    refused = await citizen.http.post("/api/v1/requests", content=endless(), headers=headers)
    assert (refused.status_code, error_code(refused)) == (413, "attachments_too_heavy")
    assert read < 30_000_000


@pytest.mark.parametrize(
    ("data", "files"),
    [
        ({}, [("attachments", PDF)]),
        ({"request": "{"}, [("attachments", PDF)]),
        ({"request": json.dumps(request()), "more": "x"}, [("attachments", PDF)]),
        ({"request": [json.dumps(request())] * 2}, [("attachments", PDF)]),
        ({}, [("request", ("request.json", b"{}"))]),
        ({"request": json.dumps(request()), "attachments": "text"}, [("attachments", PDF)]),
    ],
)
async def test_parts_in_another_shape_are_refused(
    citizen: Browser, database: Database, data: dict[str, Any], files: Any
):
    refused = await citizen.http.post("/api/v1/requests", data=data, files=files)
    assert (refused.status_code, error_code(refused)) == (422, "invalid")
    assert stored(database) == []


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=", "text/plain"]
)
async def test_a_broken_multipart_body_is_refused(citizen: Browser, content_type: str):
    headers = {"content-type": content_type}
    refused = await citizen.http.post("/api/v1/requests", content=b"--x", headers=headers)
    assert refused.status_code in {400, 422}
