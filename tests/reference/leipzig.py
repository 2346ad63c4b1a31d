"""Recomputes population sums, the priority index and sample indicators of Leipzig.

Independent of the Rust code: standard library only (tomllib, so Python 3.11 or newer).
The definition of the index is read from geodata/leipzig/city.toml, so that both sides use the same one.

Usage: SOZIALRAUMATLAS_TEST_DATA=DIR python3 leipzig.py
Writes leipzig.json beside itself: sums, indices, classes and rates computed here, no table of the publisher.
"""

import csv
import json
import math
import os
import pathlib
import platform
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
CITY = HERE.parent.parent / "geodata" / "leipzig" / "city.toml"
FILES = {
    "einwohner": "Bevölkerungsbestand_Einwohner.csv",
    "migration": "Bevölkerungsbestand_Einwohner mit Migrationshintergrund.csv",
    "arbeitslose": "Arbeitsmarkt_Arbeitslose.csv",
    "sgb2": "Soziales_SGB II.csv",
    "flaeche": "Gebiet_Fläche.csv",
    "wohnungen": "Bautätigkeit und Wohnen_Wohnungsbestand.csv",
    "straftaten": "Sicherheit_Straftaten.csv",
}


def number(text):
    return float(text.replace(",", "."))


def wide(path):
    """{(area, figure, year): text} of a table with one column per year."""
    with open(path, encoding="utf-8-sig", newline="") as handle:
        header, *body = list(csv.reader(handle))
    return {(r[0], r[1].strip(), year): value.strip() for r in body for year, value in zip(header[2:], r[2:])}


def api(path):
    """{(level, name or None, figure, year): number} of the answer of the interface."""
    records = json.loads(path.read_text(encoding="utf-8"))["daten"]
    result = {}
    for r in records:
        level = "ortsteil" if r["ortsteil"] else "stadtbezirk" if r["stadtbezirk"] else "city"
        result[level, r["ortsteil"] or r["stadtbezirk"], r["name"].strip(), r["jahr"]] = number(r["wert"])
    return result


def areas(path, key):
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {f["properties"]["Name"]: f["properties"][key] for f in features}


def standardise(values):
    centre = math.fsum(values) / len(values)
    spread = math.sqrt(math.fsum((v - centre) ** 2 for v in values) / len(values))
    return [(v - centre) / spread for v in values]


def class_of(index, cuts, names):
    if index < cuts[0]:
        return names[0]
    for cut, name in zip(cuts[1:], names[1:]):
        if index <= cut:
            return name
    return names[-1]


def population(records, tables):
    years = sorted({key[3] for key in records})
    sums = {
        level: {
            y: int(math.fsum(v for k, v in records.items() if k[0] == level and k[2] == "Einwohner insgesamt" and k[3] == y))
            for y in years
        }
        for level in ("city", "stadtbezirk", "ortsteil")
    }
    table = tables["einwohner"]
    sums["ortsteil_table"] = {
        y: int(math.fsum(number(v) for k, v in table.items() if k[1] == "Einwohner insgesamt" and k[2] == y))
        for y in sorted({k[2] for k in table})
    }
    return sums


def priority(definition, city, records, tables, codes):
    """The composite index as `[[priority]]` declares it, from published rates."""
    indicators = {i["id"]: i for i in city["indicator"]}
    figures = {f["id"]: f for f in city["figure"]}
    period, signs = definition["period"], {"burden": 1.0, "resource": -1.0}
    floor = definition["floor"]["min"]
    valid = [n for n in sorted(codes, key=codes.get) if records["ortsteil", n, "Einwohner insgesamt", period] >= floor]
    columns = []
    for part in definition["indicators"]:
        indicator = indicators[part["id"]]
        figure = figures[indicator["value"]]
        values = [number(tables[figure["table"]][n, figure["column"], period]) for n in valid]
        weight = part.get("weight", 1.0) * signs[indicator["direction"]]
        columns.append((weight, values, standardise(values)))
    sums = [math.fsum(weight * z[k] for weight, _, z in columns) for k in range(len(valid))]
    index = standardise(sums)
    classes = [class_of(i, definition["cuts"], definition["classes"]) for i in index]
    found = [
        {"code": codes[n], "name": n, "index": index[k], "class": classes[k]}
        for k, n in enumerate(valid)
    ]
    return {
        "period": period,
        "indicators": [p["id"] for p in definition["indicators"]],
        "valid": len(valid),
        "counts": {name: classes.count(name) for name in definition["classes"]},
        "flagged": [a["code"] for a in found if a["class"] in definition["flag"]],
        "within_0_05_of_a_cut": [a["code"] for a in found if any(abs(a["index"] - c) <= 0.05 for c in definition["cuts"])],
        "areas": found,
    }


def ratio(numerators, denominators, factor):
    return factor * math.fsum(numerators) / math.fsum(denominators)


def samples(records, tables, codes, districts):
    """A few computed indicators for the Stadtbezirke (sums of numerators over sums of denominators)."""
    members = {d: [n for n, c in codes.items() if c[0] == code] for d, code in districts.items()}
    plain = [
        ("auslaenderanteil", "2023", ("einwohner", "Ausländer"), ("einwohner", "Einwohner insgesamt"), 100),
        ("migrantenanteil", "2023", ("migration", "Migranten"), ("einwohner", "Einwohner insgesamt"), 100),
        ("arbeitslose_je_1000", "2022", ("arbeitslose", "Arbeitslose insgesamt"), ("einwohner", "Einwohner insgesamt"), 1000),
        ("langzeitarbeitslosenanteil", "2017", ("arbeitslose", "Langzeitarbeitslose"), ("arbeitslose", "Arbeitslose insgesamt"), 100),
        ("sgb2_personenanteil", "2022", ("sgb2", "Personen in Bedarfsgemeinschaften"), ("einwohner", "Einwohner insgesamt"), 100),
        ("einwohnerdichte", "2020", ("einwohner", "Einwohner insgesamt"), ("flaeche", "Gesamtfläche"), 100),
        ("straftaten_je_1000", "2022", ("straftaten", "Straftaten insgesamt"), ("einwohner", "Einwohner insgesamt"), 1000),
    ]
    result = {}
    for name, year, top, bottom, factor in plain:
        result[f"{name} {year}"] = {
            districts[d]: ratio(
                (number(tables[top[0]][n, top[1], year]) for n in names),
                (number(tables[bottom[0]][n, bottom[1], year]) for n in names),
                factor,
            )
            for d, names in sorted(members.items(), key=lambda item: districts[item[0]])
        }
    homes = tables["wohnungen"]
    result["wohnflaeche_je_einwohner 2024"] = {
        code: 1000 * number(homes[d, "Wohnfläche insgesamt", "2024"]) / records["stadtbezirk", d, "Einwohner insgesamt", "2024"]
        for d, code in sorted(districts.items(), key=lambda item: item[1])
    }
    return result


def small_counts(tables):
    """How many counts of 1 or 2 the publisher shows, by table and in all years."""
    rates = ("Anteil", "Quote", "quote", "anteil", "Leistungen", "Personen je", "Durchschnitt", "je Einwohner")
    tell = {}
    for name in ("einwohner", "migration", "arbeitslose", "sgb2", "straftaten"):
        tell[name] = sum(
            value in ("1", "2") for key, value in tables[name].items() if not any(word in key[1] for word in rates)
        )
    return tell


def main():
    base = os.environ.get("SOZIALRAUMATLAS_TEST_DATA")
    if not base:
        sys.exit("SOZIALRAUMATLAS_TEST_DATA is not set: nothing computed")
    folder = pathlib.Path(base) / "leipzig"
    city = tomllib.loads(CITY.read_text(encoding="utf-8"))
    tables = {name: wide(folder / "indicators" / file) for name, file in FILES.items()}
    records = api(folder / "indicators" / "kdvalues_einwohner_api.json")
    codes = areas(folder / "boundaries" / "ortsteile.geojson", "OT")
    districts = areas(folder / "boundaries" / "stadtbezirke.geojson", "SBZ")
    result = {
        "made_with": {"script": pathlib.Path(__file__).name, "python": platform.python_version()},
        "population": population(records, tables),
        "priority": {p["id"]: priority(p, city, records, tables, codes) for p in city["priority"]},
        "stadtbezirk": samples(records, tables, codes, districts),
        "counts_of_1_or_2": small_counts(tables),
    }
    target = pathlib.Path(__file__).with_suffix(".json")
    target.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for definition, found in result["priority"].items():
        print(definition, found["counts"], "flagged", found["flagged"])


if __name__ == "__main__":
    main()
