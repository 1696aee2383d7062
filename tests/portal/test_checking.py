"""The page that checks a policy's text: what it takes, from whom, and that it keeps nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seiyaku.check.showing.sayings import NO_ADVICE

TEXT = """\
1 個人情報の定義
個人情報とは、氏名などで<b>個人</b>が分かる情報をいいます。
2 利用目的
提供のため。
3 変更
お知らせします。
"""
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(params=["instance", "alone"])
def client(request: pytest.FixtureRequest) -> Iterator[Client]:
    """A browser at the page: of an instance, and of the site that has no other page and no instance."""
    if request.param == "instance":
        yield Client()
        return
    from seiyaku.config import checkroom

    urlconf = {"ROOT_URLCONF": checkroom.__name__}
    from django.test import override_settings

    with override_settings(**urlconf):
        yield Client()


def post(client: Client, path: str = "/check", headers: dict[str, str] = OURS, **fields: Any) -> Any:
    return client.post(path, fields, headers=headers)


@pytest.mark.parametrize(("path", "language"), [("/check", "ja"), ("/en/check", "en")])
def test_the_form_says_what_a_check_is_worth_and_that_nothing_is_kept(client: Client, path: str, language: str) -> None:
    response = client.get(path)

    shown = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in shown
    assert (NO_ADVICE.ja if language == "ja" else NO_ADVICE.en) in shown
    assert ("保存せず" if language == "ja" else "neither stored") in shown


@pytest.mark.promise("11-1")
@pytest.mark.parametrize("path", ["/check", "/en/check"])
def test_what_is_pasted_comes_back_marked_and_escaped(client: Client, path: str) -> None:
    response = post(client, path, text=TEXT)

    shown = response.content.decode()
    assert response.status_code == 200
    assert "L01" in shown
    assert '<mark class="error">' in shown
    assert "&lt;b&gt;個人" in shown
    assert "<b>" not in shown


def test_a_file_is_read_in_its_own_encoding(client: Client) -> None:
    response = post(client, file=SimpleUploadedFile("方針.txt", TEXT.encode("cp932")))

    assert "方針.txt" in response.content.decode()
    assert "氏名などで" in response.content.decode()


def test_no_answer_may_be_kept_and_no_cookie_is_set(client: Client) -> None:
    for response in (client.get("/check"), post(client, text=TEXT)):
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
        assert "Set-Cookie" not in response
        assert "script-src 'self'" in response["Content-Security-Policy"]


def test_nothing_that_was_handed_in_is_written_down(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)

    post(client, file=SimpleUploadedFile("a.txt", (TEXT * 2000).encode()))
    post(client, text=TEXT)
    post(client, file=SimpleUploadedFile("a.pdf", b"%PDF-1.7 nothing of the kind"))

    assert list(tmp_path.iterdir()) == []
    assert "個人情報" not in caplog.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://testserver.elsewhere.example"},
    ],
)
def test_a_page_elsewhere_cannot_have_us_show_its_words(client: Client, headers: dict[str, str]) -> None:
    response = post(client, headers=headers, text="よその言葉")

    assert response.status_code == 403
    assert "よその言葉" not in response.content.decode()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "none"}, {"Origin": "http://testserver"}, {"Origin": "null"}, {}]
)
def test_our_own_page_and_no_page_at_all_are_answered(client: Client, headers: dict[str, str]) -> None:
    assert post(client, headers=headers, text=TEXT).status_code == 200


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"text": "  \n "}, 422),
        ({"file": ("x.pdf", b"%PDF-1.7 broken"), "text": "<typed> & kept"}, 422),
        ({"file": ("x.png", b"\x89PNG\r\n\x1a\n....")}, 422),
        ({"file": ("x.docx", b"PK\x03\x04broken")}, 422),
        ({"file": ("x.txt", b"\x00" * 64)}, 422),
        ({"file": ("x.txt", b"a" * (5 << 20))}, 413),
        ({"text": "あ" * 400_000}, 413),
    ],
    ids=["nothing", "blank", "pdf", "picture", "docx", "nul", "big file", "big text"],
)
def test_what_cannot_be_checked_is_said_and_the_form_stays(client: Client, fields: dict[str, Any], status: int) -> None:
    handed: Any = {
        key: SimpleUploadedFile(*value) if isinstance(value, tuple) else value for key, value in fields.items()
    }

    response = post(client, "/en/check", **handed)

    shown = response.content.decode()
    assert response.status_code == status
    assert 'role="alert"' in shown
    assert "<textarea" in shown
    assert ("&lt;typed&gt; &amp; kept</textarea>" in shown) == ("&" in fields.get("text", ""))
    assert ("choose it again" in shown) == (status == 422 and "file" in fields)


def test_a_broken_upload_is_said(client: Client) -> None:
    response = client.post("/check", b"--x\r\nnonsense", content_type="multipart/form-data; boundary=", headers=OURS)

    assert response.status_code == 400


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_taken(client: Client, method: str) -> None:
    assert getattr(client, method)("/check").status_code == 405


def test_an_instance_that_serves_others_has_no_such_page(instance: Path, settings: LazySettings) -> None:
    settings.LOOPBACK_ONLY = False

    assert Client().get("/check").status_code == 404
    assert post(Client(), text=TEXT).status_code == 404


def test_the_site_of_its_own_has_no_other_page() -> None:
    from django.test import override_settings

    with override_settings(ROOT_URLCONF="seiyaku.config.checkroom"):
        pages = [Client().get(path).status_code for path in ("/policy/", "/api/v1/health", "/refusals/x", "/feed.atom")]
        home = Client().get("/")

    assert pages == [404] * 4
    assert (home.status_code, home["Location"]) == (302, "/check")


def test_too_many_at_once_are_asked_to_come_back(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    from seiyaku.portal import checking

    monkeypatch.setattr(checking, "_WAIT", 0.01)
    for _ in range(2):
        checking._AT_ONCE.acquire()
    try:
        response = post(client, text=TEXT)
    finally:
        for _ in range(2):
            checking._AT_ONCE.release()

    assert response.status_code == 503
    assert response["Retry-After"]
