"""The matplotlib backend of notebooks that become documents: a picture that nobody publishes is told, and not lost.

Files are drawn as by `agg`. What a cell has drawn and left open is closed when the cell ends, with a printed line, and
printed text fails the render.
"""

import sys

from matplotlib._pylab_helpers import Gcf
from matplotlib.backends.backend_agg import FigureCanvasAgg as FigureCanvas

from needs.publish.kernels import UNPUBLISHED

__all__ = ["FigureCanvas", "show"]


def show(*_: object, **__: object) -> None:
    """Close every open figure, and say that it is not published if there is one."""
    if Gcf.get_all_fig_managers():
        Gcf.destroy_all()
        print(UNPUBLISHED)


if "IPython" in sys.modules and (shell := sys.modules["IPython"].get_ipython()):
    shell.events.register("post_execute", show)
