"""Settings of the documentation site: `make docs` builds it, without the internet, into site/."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

import _reference  # noqa: E402
from _reference.project import for_the_site, with_client  # noqa: E402
from sphinx.application import Sphinx  # noqa: E402

from trunkline.about import __version__  # noqa: E402

project = "Trunkline"
author = "the Trunkline contributors"
copyright = f"2026, {author}"
release = version = __version__

extensions = ["myst_parser", "sphinx_copybutton", "_reference.linking"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 4
exclude_patterns = ["_reference", "_static"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
default_role = "py:obj"
smartquotes_action = "D"  # dashes; quotes stay as they are
python_maximum_signature_line_length = 88
python_use_unqualified_type_names = True
toc_object_entries_show_parents = "hide"

# A network is needed for these two, so that they are off by default.
if os.environ.get("DOCS_ONLINE"):
    extensions.append("sphinx.ext.intersphinx")
    intersphinx_mapping = {"python": ("https://docs.python.org/3", None)}
linkcheck_anchors = False
linkcheck_ignore = [r"http://127\.0\.0\.1", r"https://[\w.]*\.?example(?:\.\w+)?\b"]

html_theme = "furo"
html_title = f"Trunkline {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_extra_path = ["../llms.txt"]
html_copy_source = False
html_search_scorer = str(HERE / "_reference" / "scorer.js")
html_show_sphinx = False
html_theme_options: dict[str, Any] = {"navigation_with_keys": True}
# The links "edit this page" need to know where the repository is.
if repository := os.environ.get("DOCS_REPOSITORY"):
    html_theme_options |= {"source_repository": repository, "source_branch": "main", "source_directory": "docs/"}
copybutton_prompt_text = r"\$ |>>> |\.\.\. "
copybutton_prompt_is_regexp = True
copybutton_only_copy_prompt_lines = True


def _write_reference(app: Sphinx) -> None:
    _reference.write(Path(app.srcdir))


def _complete(app: Sphinx, name: str, source: list[str]) -> None:
    """Let links to files at the root of the repository lead to their pages, and say what `mastodon` is."""
    source[0] = with_client(name, for_the_site(source[0]))


def _no_edit_link(app: Sphinx, name: str, template: str, context: dict[str, Any], tree: object) -> None:
    """Leave out the link on pages that are written from the code."""
    if name.startswith(_reference.FOLDERS):
        context["page_source_suffix"] = ""


def setup(app: Sphinx) -> None:
    """Connect with Sphinx."""
    app.connect("builder-inited", _write_reference)
    app.connect("source-read", _complete)
    app.connect("html-page-context", _no_edit_link)
