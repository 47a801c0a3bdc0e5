"""What the figures of a plan come to: points as people, money for each person, and what a change in money would pay for."""

import math


def people_in_points(points: float, of_people: float) -> float:
    """How many people a difference in percentage points is, of so many people; not a number where either is not known."""
    return abs(points) / 100 * of_people


def for_each_person(pounds: float, people: float) -> float:
    """Pounds for each person; not a number where either is not known or there is nobody."""
    return pounds / people if people > 0 else math.nan


def changed(amount: float, percent: float) -> float:
    """By how much an amount changes that changes by so many percent."""
    return amount * percent / 100
