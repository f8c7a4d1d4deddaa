"""The examination of one file: what it writes anew, and what it refuses."""

from collections.abc import Callable

import documents
import pikepdf
import pytest
from companion.requests.examination import Refused, Verdict, redraw_image, rewrite_pdf


def verdict(examine: Callable[..., bytes], *given: object) -> Verdict:
    with pytest.raises(Refused) as refused:
        examine(*given)
    return Verdict(refused.value.args[0])


@pytest.mark.parametrize("change", [documents.opens_at_its_first_page, documents.links_to_a_page])
def test_a_harmless_pdf_is_written_anew(change: Callable[[pikepdf.Pdf], None]):
    assert rewrite_pdf(documents.pdf(change)).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "change",
    [
        documents.runs_a_script,
        documents.runs_a_script_deep_inside,
        documents.starts_a_program,
        documents.holds_a_file,
    ],
)
@pytest.mark.parametrize("mode", pikepdf.ObjectStreamMode.__members__.values())
def test_a_pdf_that_does_something_is_refused(
    change: Callable[[pikepdf.Pdf], None], mode: pikepdf.ObjectStreamMode
):
    content = documents.pdf(change, object_stream_mode=mode)
    assert verdict(rewrite_pdf, content) is Verdict.ACTIVE


def test_a_disguised_name_of_an_action_is_known():
    plain = documents.pdf(documents.starts_a_program, compress_streams=False)
    disguised = plain.replace(b"/Launch", b"/L#61unch")
    assert disguised != plain
    assert verdict(rewrite_pdf, disguised) is Verdict.ACTIVE


@pytest.mark.parametrize("content", [b"%PDF-1.7 and nothing else", b"%PDF-"])
def test_a_broken_pdf_is_refused(content: bytes):
    assert verdict(rewrite_pdf, content) is Verdict.UNREADABLE


def test_what_is_hidden_around_a_pdf_is_left_out():
    content = documents.pdf() + b"PK\x03\x04 <script>zyxwvut</script>"
    assert b"zyxwvut" not in rewrite_pdf(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_is_hidden_in_or_behind_an_image_is_left_out(kind: str):
    content = documents.image(kind, comment="zyxwvut") + b"PK\x03\x04 zyxwvut"
    assert b"zyxwvut" not in redraw_image(content, kind)


def test_a_photograph_no_longer_tells_where_it_was_taken_and_stands_upright():
    drawn = documents.opened(redraw_image(documents.located(), "JPEG"))
    assert len(drawn.getexif()) == 0
    assert drawn.size == (30, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_the_colours_of_an_image_stay(mode: str):
    drawn = documents.opened(redraw_image(documents.in_mode(mode), "PNG"))
    assert drawn.convert("L").getpixel((1, 1)) == documents.grey_of(mode)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_broken_image_is_refused(kind: str):
    assert (
        verdict(redraw_image, documents.image(kind, (400, 300))[:100], kind) is Verdict.UNREADABLE
    )


def test_an_image_of_another_format_than_announced_is_refused():
    assert verdict(redraw_image, documents.image("PNG"), "JPEG") is Verdict.UNREADABLE


def test_an_image_of_too_many_points_is_refused_before_it_opens():
    assert verdict(redraw_image, documents.bomb(), "PNG") is Verdict.TOO_LARGE
