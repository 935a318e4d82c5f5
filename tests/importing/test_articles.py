"""Articles, answers, sheets and pages with a plan in them: the files, and each thing to do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import checkout
from audioworkout.importing import ImportRefusedError, convert_all
from audioworkout.importing.documents import page_tree
from audioworkout.language.document import parse
from unrolled import plans

ARTICLES = checkout.GOLDEN / "articles"
TEXTS = sorted(path for path in ARTICLES.iterdir() if path.suffix not in (".plans", ".html"))
PAGES = sorted(ARTICLES.glob("*.html"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_an_article_becomes_the_plans_that_it_means(
    path: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(path.with_name(f"{path.name}.plans"), plans(path))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_becomes_the_plans_that_it_means(
    path: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(path.with_name(f"{path.name}.plans"), plans(path))


def test_a_page_without_its_parser_is_told_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def absent(text: str) -> None:
        raise ModuleNotFoundError(text)

    monkeypatch.setattr(page_tree, "entries_of", absent)
    with pytest.raises(ImportRefusedError, match=r"pip install 'audioworkout\[pages\]'"):
        convert_all("<!doctype html><p>30s squats</p>")


TAGS = ("p", "ul", "ol", "li", "table", "tr", "td", "h1", "h2", "article", "nav", "script", "br")
PIECES = st.one_of(
    st.sampled_from([f"<{slash}{tag}>" for tag in TAGS for slash in ("", "/")]),
    st.sampled_from(["30s squats", "3 rounds", "10 push-ups, slowly.", "&nbsp;", "<!--", "-->"]),
    st.text(max_size=9),
)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=100, deadline=None)
def test_any_page_becomes_workouts_or_is_refused(source: str) -> None:
    try:
        made = convert_all(source, form="html")
    except ImportRefusedError:
        return
    for one in made:
        assert parse(one.text)[0] is not None
