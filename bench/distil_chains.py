"""Distils the chains of our countries from the npm package name-suggestion-index.

Run: npm pack name-suggestion-index && tar xzf name-suggestion-index-*.tgz
     python -m bench.distil_chains package
Writes bot/listening/chains.tsv.gz (one brand a line: names, what it sells, where) and its licence.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from bot.listening.chains import COUNTRIES, WORLD

HERE = Path(__file__).parent.parent / "bot" / "listening"
SELLING = ("brands/shop/", "brands/craft/")
SERVING = ("cafe", "restaurant", "fast_food", "ice_cream", "pharmacy", "bar", "pub")


def where(locations: dict[str, Any]) -> str:
    """Our countries a brand is found in, as one word each; the world less what it excludes."""
    included = {str(c).lower() for c in locations.get("include", ())}
    excluded = {str(c).lower() for c in locations.get("exclude", ())} & COUNTRIES
    if WORLD in included:
        return " ".join(sorted(COUNTRIES - excluded)) if excluded else WORLD
    return " ".join(sorted(included & COUNTRIES))


def lines(index: dict[str, Any]) -> list[str]:
    """One line a brand that sells something in one of our countries."""
    out = set()
    for path, tree in index.items():
        kind = path.rsplit("/", 1)[1]
        if not path.startswith(SELLING) and not (
            path.startswith("brands/amenity/") and kind in SERVING
        ):
            continue
        for item in tree.get("items", ()):
            tags = item["tags"]
            names = [tags[k] for k in ("name", "brand", "name:en") if k in tags]
            names += [item["displayName"], *item.get("matchNames", ())]
            countries = where(item["locationSet"])
            if countries:
                out.add("\t".join(("|".join(dict.fromkeys(names)), kind, countries)))
    return sorted(out)


def main(package: Path) -> None:
    """Write the list and the licence beside the module that reads them."""
    index = json.loads((package / "dist/json/nsi.min.json").read_text(encoding="utf-8"))["nsi"]
    text = "\n".join(lines(index)).encode()
    (HERE / "chains.tsv.gz").write_bytes(gzip.compress(text, 9, mtime=0))
    (HERE / "chains.LICENSE.md").write_bytes((package / "LICENSE.md").read_bytes())
    print(f"{len(text.splitlines())} brands, {(HERE / 'chains.tsv.gz').stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
