"""Settings of Sphinx for the documentation site; ``build.py`` beside it lays the sources out and calls it."""

from __future__ import annotations

from eastup.io.version import __version__

project = "eastup"
author = "The eastup authors"
copyright = "the eastup authors"
version = release = __version__
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "docs/index"
exclude_patterns = ["README.md"]

myst_heading_anchors = 4
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
# Notebooks run while the site is built; one that fails fails the build.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True

autodoc_typehints = "none"  # docstrings tell types, shapes and units
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_preprocess_types = False

html_theme = "furo"
html_title = f"eastup {__version__}"
html_show_sourcelink = False
html_copy_source = False
html_last_updated_fmt = None
html_static_path = ["_static"]
html_css_files = ["eastup.css"]
# A page that is opened from a disk may not fetch others, so results are shown without a summary.
html_show_search_summary = False
pygments_style = "friendly"
# Types in docstrings are words for people: some of them, such as straits, are names of attributes as well.
suppress_warnings = ["ref.python"]
