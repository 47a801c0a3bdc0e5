"""What the band of a document of an invented place says, once for all its sentences, cells, pictures and files."""

import pandas as pd

from needs.areas import Area, area_of

INVENTED_PLACE = "Invented place{after}: nobody in these figures exists."


def invented_place(area: Area, areas: pd.DataFrame) -> str:
    """That the place is invented, and which real one it resembles, if any; empty for a real place."""
    if not area.is_invented:
        return ""
    after = f", after {area_of(area.made_after, areas).name}" if area.made_after else ""
    return INVENTED_PLACE.format(after=after)
