"""A drawing read back as a reader with a ruler would: its scales from the labels of their ticks, then each mark as numbers."""

import re
from typing import NamedTuple

import numpy as np
from bs4 import Tag

_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")
_NOT_DATA = re.compile(r"-(matplotlib\.axis|text)_\d+$")
_PLACE = re.compile(r"-?\d+(?:\.\d+)?")


class Scale(NamedTuple):
    """Numbers by places along an axis: number = slope × place + start."""

    slope: float
    start: float

    def __call__(self, place: float) -> float:
        return self.slope * place + self.start


def scale(drawing: Tag, axis: int) -> Scale | None:
    """The scale of the axis across (1) or up (2), None where its ticks are words; ValueError where they contradict each other."""
    ticks = _parts(drawing, f"{'x' if axis == 1 else 'y'}tick_")
    labels = [tick.find("text").get_text().replace("\N{MINUS SIGN}", "-") for tick in ticks]
    if not labels or not all(_NUMBER.fullmatch(label) for label in labels):
        return None
    numbers = [float(label.replace(",", "")) for label in labels]
    places = [float(tick.find("use")["x" if axis == 1 else "y"]) for tick in ticks]
    found = Scale(*np.polyfit(places, numbers, 1))
    if not np.allclose([found(place) for place in places], numbers, rtol=0, atol=1e-4 * abs(numbers[-1] - numbers[0])):
        raise ValueError(f"ticks labelled {', '.join(labels)} are not evenly spaced: labels are rounded")
    return found


def marks(drawing: Tag) -> list[tuple[float, float]]:
    """The places across and up of the middles of points and of the ends of bars; lines without points mark nothing."""
    points = [part for name in ("PathCollection_", "line2d_") for part in _parts(drawing, name)]
    repeated = [(float(use["x"]), float(use["y"])) for part in points for use in part("use")]
    drawn_out = [
        _corners(path)
        for part in points
        for path in part("path", recursive=False)
        if path.get("d", "").strip().endswith("z")
    ]
    bars = [
        _corners(part.path) for part in _parts(drawing, "patch_")[2:] if part.path.get("d", "").strip().endswith("z")
    ]
    return repeated + [tuple(corners.mean(axis=0)) for corners in drawn_out] + [tuple(bar[1]) for bar in bars]


def _corners(path: Tag) -> np.ndarray:
    """The least and the greatest places of an outline."""
    places = np.array([float(number) for number in _PLACE.findall(path["d"])]).reshape(-1, 2)
    return np.array([places.min(axis=0), places.max(axis=0)])


def _parts(drawing: Tag, name: str) -> list[Tag]:
    """The groups of a kind; ticks apart, those of an axis and the frames of texts are left out."""
    found = drawing.find_all("g", id=re.compile(rf"-{name}\d+$"))
    return [part for part in found if "tick" in name or part.find_parent("g", id=_NOT_DATA) is None]
