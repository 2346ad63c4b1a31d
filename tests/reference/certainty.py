"""Recomputes means, Gini, totals, intervals, differences, smoothed rates and trends of two cities.

Independent of the Rust code: the tables are read here, intervals come from statsmodels, trends from scipy, Gini from its
double sum. Bounds are written for some areas only, no table of the publisher.

    share     Wilson; differences by Newcombe's hybrid score interval
    rate      exact Poisson interval; differences by MOVER from exact intervals
    to_city   area against the other areas, times their part of the city
    smoothed  empirical Bayes with a global mean (Marshall 1991)
    trend     Theil-Sen slope, p of Kendall's S: exact without ties, else normal with continuity

Usage: SOZIALRAUMATLAS_TEST_DATA=DIR python3 certainty.py   (needs numpy, scipy and statsmodels)
Writes certainty.json beside itself.
"""

import csv
import json
import math
import os
import pathlib
import platform
import sys

import numpy
import scipy
import scipy.stats
import statsmodels
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.rates import confint_poisson

LEIPZIG = [
    # indicator, (table, row) above and below, factor, share, period, earlier
    ("migrantenanteil", ("migration", "Migranten"), ("einwohner", "Einwohner insgesamt"), 100, True, "2023", "2013"),
    ("arbeitslose_je_1000", ("arbeitslose", "Arbeitslose insgesamt"), ("einwohner", "Einwohner insgesamt"), 1000, True, "2022", "2012"),
    ("straftaten_je_1000", ("straftaten", "Straftaten insgesamt"), ("einwohner", "Einwohner insgesamt"), 1000, False, "2022", "2017"),
]  # fmt: skip
FILES = {
    "einwohner": "Bevölkerungsbestand_Einwohner.csv",
    "migration": "Bevölkerungsbestand_Einwohner mit Migrationshintergrund.csv",
    "arbeitslose": "Arbeitsmarkt_Arbeitslose.csv",
    "straftaten": "Sicherheit_Straftaten.csv",
}
WORKING_AGE = ["18-27", "27-45", "45-55", "55-65"]


def number(text):
    return float(text.replace(",", "."))


def wide(path):
    with open(path, encoding="utf-8-sig", newline="") as handle:
        header, *body = list(csv.reader(handle))
    return {(r[0], r[1].strip(), year): value.strip() for r in body for year, value in zip(header[2:], r[2:])}


def gini(values, weights):
    x, w = numpy.asarray(values, float), numpy.asarray(weights, float)
    differences = numpy.abs(x[:, None] - x[None, :])
    mean = (x * w).sum() / w.sum()
    return float((w[:, None] * w[None, :] * differences).sum() / (2 * w.sum() ** 2 * mean))


def segregation(counts):
    e, t = (numpy.array(c, float) for c in zip(*counts))
    p, share = e / t, e.sum() / t.sum()
    differences = numpy.abs(p[:, None] - p[None, :])
    return float((t[:, None] * t[None, :] * differences).sum() / (2 * t.sum() ** 2 * share * (1 - share)))


def bounds(share, e, b):
    if share:
        return proportion_confint(e, b, method="wilson")
    low, high = confint_poisson(e, b, method="exact-c")
    return (0.0 if e == 0 else float(low)), float(high)


def difference(share, a, b):
    if share:
        return confint_proportions_2indep(a[0], a[1], b[0], b[1], method="newcomb", compare="diff")
    (p, (lp, up)), (q, (lq, uq)) = ((c[0] / c[1], bounds(False, *c)) for c in (a, b))
    return p - q - math.hypot(p - lp, uq - q), p - q + math.hypot(up - p, q - lq)


def to_city(share, area, city):
    rest = (city[0] - area[0], city[1] - area[1])
    return [x * rest[1] / city[1] for x in difference(share, area, rest)]


def marshall(counts):
    e, b = (numpy.array(c, float) for c in zip(*counts))
    m, r = e.sum() / b.sum(), e / b
    a = max((b * (r - m) ** 2).sum() / b.sum() - m / b.mean(), 0.0)
    w = a / (a + m / b)
    return w * r + (1 - w) * m


def trend(years, values):
    slope = scipy.stats.theilslopes(values, years).slope
    n, signs = len(values), numpy.sign(numpy.subtract.outer(values, values))
    s = int(signs[numpy.tril_indices(n, -1)].sum())
    if len(set(values)) == n:
        return slope, float(scipy.stats.kendalltau(years, values, method="exact").pvalue)
    term = lambda k: k * (k - 1) * (2 * k + 5)
    ties = numpy.unique(values, return_counts=True)[1]
    sd = math.sqrt((term(n) - sum(term(int(t)) for t in ties)) / 18)
    return slope, float(min(1.0, 2 * scipy.stats.norm.sf(max(abs(s) - 1, 0) / sd)))


def describe(counts, factor, share, every):
    """`counts` by area code; areas without a denominator have no value."""
    known = {code: c for code, c in sorted(counts.items()) if c[1] > 0}
    city = tuple(math.fsum(c[i] for c in known.values()) for i in (0, 1))
    values = numpy.array([factor * e / b for e, b in known.values()])
    people = [b for _, b in known.values()]
    smoothed = factor * marshall(list(known.values()))
    areas = {}
    for at, (code, c) in list(enumerate(known.items()))[::every]:
        areas[code] = {
            "interval": [factor * x for x in bounds(share, *c)],
            "to_city": [factor * x for x in to_city(share, c, city)],
            "smoothed": float(smoothed[at]),
        }
    return {
        "areas": len(known),
        "left_out": len(counts) - len(known),
        "numerator": city[0],
        "denominator": city[1],
        "min": float(values.min()),
        "max": float(values.max()),
        "mean": float(values.mean()),
        "weighted_mean": factor * city[0] / city[1],
        "median": float(numpy.median(values)),
        "coefficient_of_variation": float(values.std() / values.mean()),
        "gini": gini(values, people),
        "segregation_gini": segregation(list(known.values())) if share else None,
        "by_area": areas,
    }


def leipzig(folder):
    tables = {name: wide(folder / "indicators" / file) for name, file in FILES.items()}
    shapes = json.loads((folder / "boundaries" / "ortsteile.geojson").read_text(encoding="utf-8"))
    codes = {f["properties"]["Name"]: f["properties"]["OT"] for f in shapes["features"]}
    result = []
    for indicator, above, below, factor, share, period, earlier in LEIPZIG:
        cell = lambda name, part, year: number(tables[part[0]][name, part[1], year])
        counts = lambda year: {code: (cell(n, above, year), cell(n, below, year)) for n, code in codes.items()}
        found = describe(counts(period), factor, share, 5)
        then, now = counts(earlier), counts(period)
        years = [str(y) for y in range(int(earlier), int(period) + 1)]
        series = {y: counts(y) for y in years}
        for code, area in found["by_area"].items():
            area["change"] = [factor * x for x in difference(share, now[code], then[code])]
            values = [factor * series[y][code][0] / series[y][code][1] for y in years]
            area["per_year"], area["p"] = trend([int(y) for y in years], values)
        chosen = {"level": "ortsteil", "indicator": indicator, "period": period, "earlier": earlier, "share": share}
        result.append({**chosen, **found})
    return result


def berlin(folder):
    with open(folder / "indicators" / "einwohnerbestand_06-2022_plr.csv", encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";"))
    count = lambda row, column: 0.0 if row[column].strip() == "–" else number(row[column])
    total = lambda row, columns: sum(count(row, c) for c in columns)
    chosen = {"level": "planungsraum", "period": "2022-06-30", "earlier": None}
    foreign = {r["PLR-ID"]: (count(r, "ausländer"), count(r, "Gesamt")) for r in rows}
    young = {r["PLR-ID"]: (total(r, ["unter6", "6-15", "15-18"]), total(r, WORKING_AGE)) for r in rows}
    return [
        {**chosen, "indicator": "auslaenderanteil", "share": True, **describe(foreign, 100, True, 40)},
        {**chosen, "indicator": "jugendquotient", "share": False, **describe(young, 100, False, 40)},
    ]


def main():
    base = os.environ.get("SOZIALRAUMATLAS_TEST_DATA")
    if not base:
        sys.exit("SOZIALRAUMATLAS_TEST_DATA is not set: nothing computed")
    base = pathlib.Path(base)
    result = {
        "made_with": {
            "script": pathlib.Path(__file__).name,
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scipy": scipy.__version__,
            "statsmodels": statsmodels.__version__,
        },
        "leipzig": leipzig(base / "leipzig"),
        "berlin": berlin(base / "berlin2021"),
    }
    target = pathlib.Path(__file__).with_suffix(".json")
    target.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for entry in result["leipzig"] + result["berlin"]:
        print(entry["indicator"], entry["areas"], entry["mean"], entry["gini"], entry["segregation_gini"])


if __name__ == "__main__":
    main()
