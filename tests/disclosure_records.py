"""Results of a partnership whose records are invented, counted as real ones are: what the attack on the catalogue reads."""

from pathlib import Path

import pandas as pd

from needs.choices import Choices
from needs.ingest.ndtms import read_extract
from needs.ingest.pseudonyms import Key
from needs.measure.count import count
from needs.measure.counted_results import Origin, results_of
from needs.measure.indicators import BY_NAME, INDICATORS
from needs.measure.records import records
from needs.quarter import Period, Quarter
from needs.synthetic import Partnership, synthesise

KEY = Key(b"a key of thirty-two bytes, no less", "of a test")
SUBSTANCES = ("alcohol", "opiates", "crack", "cocaine", "amphetamines", "cannabis", "injecting")
CHOICES = Choices(reliable_change_days=tuple((name, 8) for name in sorted(SUBSTANCES)))


def counted(partnership: Partnership, quarters: int, folder: Path, first: str = "2006-07 Q1") -> pd.DataFrame:
    """All results of so many quarters, with nothing hidden."""
    begins = Quarter.parse(first)
    asked = [begins + number for number in range(quarters)]
    synthesise(folder, 1, [partnership], first, str(asked[-1]))
    extract = read_extract(folder / "ndtms" / partnership.slug, KEY)
    tables = records(extract.episodes, extract.interventions, extract.outcomes_profiles, CHOICES)
    counts = count(tables, asked, INDICATORS, CHOICES)
    origin = Origin(area_code="E10000016", days=Period(asked[0].start, asked[-1].end), is_invented=True)
    return results_of(counts, BY_NAME, origin)
