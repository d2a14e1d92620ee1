"""The figures hang together: every one has its words, and what stands behind one is a figure that counts items."""

from engine.domain.figures import FIGURES, ITEM_FIGURES
from tests.support.pages import FIGURES_PAGE, figures_page


def test_every_figure_opens_a_figure_that_counts_items() -> None:
    assert {one.items for one in FIGURES} <= set(ITEM_FIGURES)
    assert {one.part for one in FIGURES if one.measure == "share"} <= set(ITEM_FIGURES)


def test_the_page_of_figures_says_what_the_code_says() -> None:
    assert FIGURES_PAGE.read_text(encoding="utf-8") == figures_page(), "run: python -m tests.support.pages"
