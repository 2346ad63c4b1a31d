"""Recomputes the status and dynamics index of the Berlin monitoring (MSS 2021).

Independent of the Rust code: standard library only, written from the published method.

    z_ij    = (x_ij - mean_j) / sd_j          population standard deviation (divide by n)
    sum_i   = z_i1 + z_i2 + z_i3
    index_i = (sum_i - mean(sum)) / sd(sum)   standardised again
    classes   status   hoch < -1 <= mittel <= 1 < niedrig <= 1.5 < sehr niedrig
              dynamics positiv < -1 <= stabil <= 1 < negativ

Areas under 300 inhabitants and the declared outlier are left out before mean and deviation.

Usage: SOZIALRAUMATLAS_TEST_DATA=DIR python3 berlin_mss2021.py
Writes berlin_mss2021.json beside itself: counts, checksums and a few example areas, no table of the publisher.
"""

import csv
import hashlib
import json
import math
import os
import pathlib
import platform
import sys

STATUS = (["S1", "S3", "S4"], [-1.0, 1.0, 1.5], ["hoch", "mittel", "niedrig", "sehr niedrig"])
DYNAMICS = (["D1", "D3", "D4"], [-1.0, 1.0], ["positiv", "stabil", "negativ"])
FLOOR = 300
OUTLIER = "10100205"


def rows(path, delimiter):
    with open(path, encoding="utf-8-sig", newline="") as handle:
        return [{k.strip(): v.strip() for k, v in row.items()} for row in csv.DictReader(handle, delimiter=delimiter)]


def mean(values):
    return math.fsum(values) / len(values)


def deviation(values):
    centre = mean(values)
    return math.sqrt(math.fsum((v - centre) ** 2 for v in values) / len(values))


def standardise(values):
    centre, spread = mean(values), deviation(values)
    return [(v - centre) / spread for v in values]


def class_of(index, cuts, names):
    """Below the first cut strictly; every other interval is closed above."""
    if index < cuts[0]:
        return names[0]
    for cut, name in zip(cuts[1:], names[1:]):
        if index <= cut:
            return name
    return names[-1]


def composite(table, columns):
    zs = [standardise([float(row[c]) for row in table]) for c in columns]
    sums = [math.fsum(parts) for parts in zip(*zs)]
    return zs, sums, standardise(sums)


def checksum(pairs):
    """SHA-256 of the lines "code;text" in the order of the codes."""
    text = "".join(f"{code};{value}\n" for code, value in sorted(pairs))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def compare(index, published):
    """How many indices agree with the published two decimals, and the largest distance."""
    distance = [abs(i - float(p.replace(",", "."))) for i, p in zip(index, published)]
    return {"within_rounding": sum(d <= 0.005 + 1e-9 for d in distance), "largest_distance": round(max(distance), 6)}


def describe(table, published, definition, official_column, index_column, z_columns):
    columns, cuts, names = definition
    zs, sums, index = composite(table, columns)
    classes = [class_of(i, cuts, names) for i in index]
    codes = [row["PLR_ID"] for row in table]
    order = sorted(range(len(codes)), key=lambda k: (index[k], codes[k]))
    shown = order[:3] + order[len(order) // 2 : len(order) // 2 + 2] + order[-3:]
    near = [k for k in range(len(codes)) if any(abs(index[k] - cut) <= 0.05 for cut in cuts)]
    return {
        "indicators": columns,
        "cuts": cuts,
        "mean": {c: mean([float(r[c]) for r in table]) for c in columns},
        "sd_population": {c: deviation([float(r[c]) for r in table]) for c in columns},
        "sum_mean": mean(sums),
        "sum_sd_population": deviation(sums),
        "counts": {name: classes.count(name) for name in names},
        "agree_with_official_class": sum(c == row[official_column] for c, row in zip(classes, table)),
        "index_against_published": compare(index, [published[c][index_column] for c in codes]),
        "z_against_published": {
            z: compare(values, [published[c][z] for c in codes]) for z, values in zip(z_columns, zs)
        },
        "within_0_05_of_a_cut": len(near),
        "sha256_class": checksum(zip(codes, classes)),
        "sha256_index_6_decimals": checksum((c, f"{i:.6f}") for c, i in zip(codes, index)),
        "examples": {
            codes[k]: {"z": [zs[j][k] for j in range(len(columns))], "sum": sums[k], "index": index[k], "class": classes[k]}
            for k in shown
        },
    }, dict(zip(codes, classes))


def main():
    base = os.environ.get("SOZIALRAUMATLAS_TEST_DATA")
    if not base:
        sys.exit("SOZIALRAUMATLAS_TEST_DATA is not set: nothing computed")
    folder = pathlib.Path(base) / "berlin2021" / "indicators"
    table = rows(folder / "mss_2021.csv", ",")
    published = {r["PLR-ID"]: r for r in rows(folder / "mss_2021_index-indikatoren_z-werte_plr.csv", ";")}
    inhabitants = {code: int(r["EW 31.12.2020"] or 0) for code, r in published.items()}
    under_floor = sorted(code for code, n in inhabitants.items() if n < FLOOR)
    valid = [r for r in table if r["PLR_ID"] not in under_floor and r["PLR_ID"] != OUTLIER]
    status, status_class = describe(
        valid, published, STATUS, "SI_V", "Status-Index (standardisierte Statussumme)", ["zS1", "zS3", "zS4"]
    )
    dynamics, dynamics_class = describe(
        valid, published, DYNAMICS, "DI_V", "Dynamik-Index (standardisierte Dynamik-summe)", ["zD1", "zD3", "zD4"]
    )
    pairs = {s: {d: 0 for d in DYNAMICS[2]} for s in STATUS[2]}
    for code, name in status_class.items():
        pairs[name][dynamics_class[code]] += 1
    attention = [
        c for c, s in status_class.items() if s == "sehr niedrig" or (s == "niedrig" and dynamics_class[c] == "negativ")
    ]
    lowest = [c for c, s in status_class.items() if s == "sehr niedrig"]
    result = {
        "made_with": {"script": pathlib.Path(__file__).name, "python": platform.python_version()},
        "areas": len(table),
        "valid": len(valid),
        "under_floor": under_floor,
        "outlier": OUTLIER,
        "inhabitants_all": sum(inhabitants.values()),
        "inhabitants_valid": sum(inhabitants[r["PLR_ID"]] for r in valid),
        "status": status,
        "dynamics": dynamics,
        "status_by_dynamics": pairs,
        "very_low_status": {
            "areas": len(lowest),
            "inhabitants": sum(inhabitants[c] for c in lowest),
            "sha256_codes": checksum((c, "") for c in lowest),
        },
        "very_low_or_low_and_worsening": {
            "areas": len(attention),
            "inhabitants": sum(inhabitants[c] for c in attention),
            "sha256_codes": checksum((c, "") for c in attention),
        },
    }
    target = pathlib.Path(__file__).with_suffix(".json")
    target.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"status {status['agree_with_official_class']}/{len(valid)}, dynamics {dynamics['agree_with_official_class']}/{len(valid)}")


if __name__ == "__main__":
    main()
