"""The header that names a download: one line whatever the name, and the name comes back as it was."""

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from api.downloads import download_headers
from engine.domain.file_names import clean_name


@given(st.text(max_size=200))
def test_every_name_is_one_harmless_header(text: str) -> None:
    name = clean_name(text)
    header = download_headers(name)["Content-Disposition"]
    assert header.isascii()
    assert header.isprintable()
    kind, plain, encoded = header.split("; ")
    assert (kind, plain.count('"'), plain[:10]) == ("attachment", 2, 'filename="')
    assert unquote(encoded.removeprefix("filename*=UTF-8''")) == name
