"""Class breaks of mapclassify as references for equal interval, quantiles, Fisher-Jenks, standard deviation and head/tail.

Series: the published two-decimal status index of the Berlin monitoring (MSS 2021; only breaks and counts are
written, not the series) and two invented series with ties, which are written in full.

Usage: SOZIALRAUMATLAS_TEST_DATA=DIR python3 classification.py   (needs mapclassify and numpy)
Writes classification.json beside itself. Intervals are (lower, upper], the first is closed below.
"gadf" is the goodness of absolute deviation fit around class medians, "sse" the sum of squared deviations from class
means: where ties allow several optimal Fisher-Jenks partitions, sse is what must agree.

Standard deviation: mapclassify divides by n - 1, the program by n, so its multiples are scaled; breaks beyond the values
are left out. Head/tail: mapclassify cuts until one value is left; of its breaks those are taken before which less than
40 per cent lie above the mean, as the method was published (Jiang 2013).
"""

import csv
import json
import os
import pathlib
import platform
import sys
import warnings

import mapclassify
import numpy

METHODS = {
    "equal_interval": mapclassify.EqualInterval,
    "quantiles": mapclassify.Quantiles,
    "fisher_jenks": mapclassify.FisherJenks,
}

# Invented. "steps" repeats few values unevenly; "skewed" has ties at the low end and a long tail.
INVENTED = {
    "steps": [2, 2, 2, 2, 3, 3, 3, 5, 5, 5, 5, 5, 5, 8, 8, 9, 9, 9, 9, 14, 14, 15, 15, 15, 21],
    "skewed": [
        0.5, 0.5, 0.5, 0.5, 0.5, 1.25, 1.25, 1.5, 1.75, 2.0, 2.0, 2.0, 2.5, 3.0, 3.0,
        3.75, 4.5, 4.5, 6.0, 7.25, 9.0, 9.0, 12.5, 18.0, 18.0, 31.0, 31.0, 44.5, 71.0,
    ],
}  # fmt: skip


def published_index(base):
    path = pathlib.Path(base) / "berlin2021" / "indicators" / "mss_2021_index-indikatoren_z-werte_plr.csv"
    with open(path, encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";"))
    texts = [row["Status-Index (standardisierte Statussumme)"].strip().replace(",", ".") for row in rows]
    return [float(text) for text in texts if text]


def squared_error(values, labels):
    return float(sum(((values[labels == k] - values[labels == k].mean()) ** 2).sum() for k in numpy.unique(labels)))


def classify(series, name, k):
    values = numpy.asarray(series, dtype=float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # quantiles say so when ties leave fewer classes
        found = METHODS[name](values, k=k)
    bins = [float(b) for b in found.bins]
    labels = numpy.searchsorted(numpy.asarray(bins), values, side="left")
    counts = [int((labels == j).sum()) for j in range(len(bins))]
    return {
        "asked": k,
        "classes": len(bins),
        "breaks": [float(values.min()), *bins],
        "counts": counts,
        "gadf": float(found.get_gadf()),
        "sse": squared_error(values, labels),
    }


def standard_deviation(series, k):
    values = numpy.asarray(series, dtype=float)
    n = len(values)
    multiples = [(i - k / 2) * ((n - 1) / n) ** 0.5 for i in range(1, k)]
    bins = [float(b) for b in mapclassify.StdMean(values, multiples=multiples).bins]
    inner = [b for b in bins if values.min() <= b < values.max()]
    breaks = [float(values.min()), *inner, float(values.max())]
    labels = numpy.searchsorted(numpy.asarray(breaks[1:]), values, side="left")
    return {"asked": k, "breaks": breaks, "counts": [int((labels == j).sum()) for j in range(len(breaks) - 1)]}


def head_tail(series):
    values = numpy.asarray(series, dtype=float)
    kept, rest = [], values
    for cut in (float(b) for b in mapclassify.HeadTailBreaks(values).bins):
        head = rest[rest > cut]
        if len(head) == 0 or not len(head) < 0.4 * len(rest):
            break
        kept.append(cut)
        rest = head
    if not kept:
        above = int((values > values.mean()).sum())
        return {"refused": {"above": above, "of": len(values)}}
    breaks = [float(values.min()), *kept, float(values.max())]
    labels = numpy.searchsorted(numpy.asarray(breaks[1:]), values, side="left")
    return {"breaks": breaks, "counts": [int((labels == j).sum()) for j in range(len(breaks) - 1)]}


def describe(series, classes):
    distinct = len(set(series))
    return {
        "n": len(series),
        "distinct": distinct,
        "min": min(series),
        "max": max(series),
        "methods": {name: [classify(series, name, k) for k in classes if k <= distinct] for name in METHODS},
        "standard_deviation": [standard_deviation(series, k) for k in classes if k <= distinct],
        "head_tail": head_tail(series),
    }


def main():
    base = os.environ.get("SOZIALRAUMATLAS_TEST_DATA")
    if not base:
        sys.exit("SOZIALRAUMATLAS_TEST_DATA is not set: nothing computed")
    result = {
        "made_with": {
            "script": pathlib.Path(__file__).name,
            "python": platform.python_version(),
            "mapclassify": mapclassify.__version__,
            "numpy": numpy.__version__,
        },
        "berlin_status_index_two_decimals": describe(published_index(base), [3, 4, 5, 6, 7]),
    }
    for name, series in INVENTED.items():
        result[name] = {"values": series, **describe(series, [2, 3, 4, 5, 6, 7])}
    target = pathlib.Path(__file__).with_suffix(".json")
    target.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for name, found in result["berlin_status_index_two_decimals"]["methods"].items():
        five = next(f for f in found if f["asked"] == 5)
        print(name, [round(b, 3) for b in five["breaks"][1:]], five["counts"], round(five["gadf"], 4))


if __name__ == "__main__":
    main()
