"""Long texts and pages, to the plans in them; what is prose around a plan stays prose."""

from audioworkout.ground.lazy import lazy_modules

__getattr__ = lazy_modules(__name__, "page_tree")
