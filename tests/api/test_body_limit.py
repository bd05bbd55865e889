"""What may come in: JSON, of a bounded size, however it is sent."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

from support.http_service import Service, is_problem
from support.tables import each_row

from app.api.body_limit import MAX_BYTES, MAX_DRAINED

JSON = {"content-type": "application/json"}
BLOCK = b" " * 65_536


@each_row(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "json"]
)
async def test_a_body_that_is_no_json_by_its_name_is_a_415(shared: Service, content_type: str) -> None:
    answer = await shared.http.put(f"/v1/patients/{uuid4()}", content="{}", headers={"content-type": content_type})
    is_problem(answer, 415, "unsupported_media_type")


@each_row("content_type", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/a+json"])
async def test_every_name_of_json_will_do(shared: Service, content_type: str) -> None:
    answer = await shared.http.put(f"/v1/patients/{uuid4()}", content="{}", headers={"content-type": content_type})
    assert answer.status_code == 201


async def test_no_body_needs_no_content_type(shared: Service) -> None:
    assert (await shared.http.put(f"/v1/patients/{uuid4()}")).status_code == 201


@each_row("size", [MAX_BYTES + 1, MAX_DRAINED])
async def test_a_body_too_large_is_a_413_that_arrives(shared: Service, size: int) -> None:
    answer = await shared.http.put(f"/v1/patients/{uuid4()}", content=b" " * size, headers=JSON)
    is_problem(answer, 413, "too_large")


async def test_a_body_in_chunks_is_counted_as_it_comes(shared: Service) -> None:
    async def chunks(count: int) -> AsyncIterator[bytes]:
        for _ in range(count):
            yield BLOCK
        yield b"{}"

    fits = await shared.http.put(f"/v1/patients/{uuid4()}", content=chunks(31), headers=JSON)
    too_large = await shared.http.put(f"/v1/patients/{uuid4()}", content=chunks(33), headers=JSON)

    assert fits.status_code == 201
    is_problem(too_large, 413, "too_large")


async def spoken(service: Service, raw: bytes) -> bytes:
    """What the server says to bytes on a connection that then says no more."""
    reader, writer = await asyncio.open_connection(service.http.base_url.host, service.http.base_url.port)
    writer.write(raw)
    await writer.drain()
    writer.write_eof()
    said = await reader.read()
    writer.close()
    await writer.wait_closed()
    return said


@each_row(
    "length", [b"Content-Length: 99999", b"Content-Length: -1", b"Content-Length: x", b"Transfer-Encoding: chunked"]
)
async def test_a_length_that_lies_stores_nothing_and_the_service_lives_on(shared: Service, length: bytes) -> None:
    patient = str(uuid4())

    said = await spoken(
        shared,
        f"PUT /v1/patients/{patient} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n".encode()
        + length
        + b"\r\n\r\n{}",
    )

    assert b" 500 " not in said
    assert (await shared.http.get(f"/v1/patients/{patient}")).status_code == 404
