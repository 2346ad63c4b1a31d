// Cities as large as a test wants them.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A city of squares with two indicators in two years, each square with a value that looks random and is not. */
export function invent(folder, id, [columns, rows]) {
  const city = join(folder, "geodata", id);
  mkdirSync(join(city, "boundaries"), { recursive: true });
  mkdirSync(join(city, "indicators"), { recursive: true });
  const side = 0.3 / columns;
  const squares = [];
  const lines = ["Block;Jahr;Einwohner;Betroffene;Andere"];
  for (let number = 0; number < columns * rows; number += 1) {
    const code = String(number + 1).padStart(5, "0");
    const [x, y] = [9.6 + (number % columns) * side, 51.4 + Math.floor(number / columns) * side * 0.62];
    const [e, n] = [x + side, y + side * 0.62];
    const ring = [[x, y], [e, y], [e, n], [x, n], [x, y]];
    squares.push({ type: "Feature", properties: { NR: code, NAME: `Block ${code}` }, geometry: { type: "Polygon", coordinates: [ring] } });
    for (const year of [2023, 2024]) {
      const people = 400 + ((number * 7919 + year) % 900);
      lines.push(`${code};${year};${people};${20 + ((number * 104_729 + year * 31) % 300)};${25 + ((number * 15_485_863 + year * 17) % 330)}`);
    }
  }
  writeFileSync(join(city, "boundaries/bloecke.geojson"), JSON.stringify({ type: "FeatureCollection", features: squares }));
  writeFileSync(join(city, "indicators/zahlen.csv"), `${lines.join("\n")}\n`);
  const figure = (name, column) => `[[figure]]\nid = "${name}"\ntable = "zahlen"\ncolumn = "${column}"\n`;
  const share = (name, numerator) =>
    `[[indicator]]\nid = "${name}"\nname = "${name}"\ntheme = "Probe"\nunit = "%"\ndirection = "burden"\ndecimals = 1\nnumerator = "${numerator}"\ndenominator = "einwohner"\nfactor = 100\n`;
  writeFileSync(
    join(city, "city.toml"),
    [
      `[city]\nid = "${id}"\nname = "${id}"\ninvented = true\nboundary_year = 2024\ndefault_level = "block"\ndefault_indicator = "betroffene"\n`,
      '[[source]]\nid = "probe"\npublisher = "Probe"\nlicence = "CC0-1.0"\nas_of = "2024-12-31"\n[source.disclosure]\nthreshold = 0\n',
      '[[level]]\nid = "block"\nname = "Block"\nplural = "Blöcke"\nfile = "boundaries/bloecke.geojson"\nsource = "probe"\ncode = "NR"\nlabel = "NAME"\n',
      '[[table]]\nid = "zahlen"\nfile = "indicators/zahlen.csv"\nsource = "probe"\nlayout = "columns"\nperiod_column = "Jahr"\nlevel = "block"\nkey = "Block"\nby = "code"\n',
      figure("einwohner", "Einwohner"),
      figure("betroffene_zahl", "Betroffene"),
      figure("andere_zahl", "Andere"),
      share("betroffene", "betroffene_zahl"),
      share("andere", "andere_zahl"),
    ].join("\n"),
  );
}
