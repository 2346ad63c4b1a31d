//! The plan of the invented city: districts, groupings, river and railway.
//!
//! # Units and CRS
//! All positions are metres east and north of [`ORIGIN`] in EPSG:25832.

/// South-western corner of the plan in EPSG:25832.
pub const ORIGIN: [f64; 2] = [554_000.0, 5_700_000.0];

/// First year of the series.
pub const FIRST_YEAR: i32 = 2015;

/// Number of years in the series.
pub const YEARS: usize = 10;

/// Kind of building and settlement that shapes a district.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fabric {
    /// Old town with shops and offices.
    Core,
    /// Sought-after perimeter blocks of the nineteenth century.
    Blocks,
    /// Former workers' quarters.
    Workers,
    /// High-rise estate.
    Estate,
    /// Terraces and rows of the 1920s to 1960s.
    Terraces,
    /// Detached houses.
    Houses,
    /// Wealthy villa quarter.
    Villa,
    /// Incorporated village.
    Village,
    /// Port and industry, almost nobody lives there.
    Harbour,
    /// New development on a former barracks or dock.
    Fresh,
}

/// One statistical district.
pub struct District {
    /// Four-digit key; one digit names the Stadtbezirk, two the Ortsteil.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// Seed of the cell.
    pub seed: [f64; 2],
    /// Settlement type.
    pub fabric: Fabric,
    /// Inhabitants in the first year.
    pub people: i32,
    /// Position in [`SOCIAL_SPACES`], counted from one.
    pub social_space: usize,
}

const fn d(
    code: &'static str,
    name: &'static str,
    seed: [f64; 2],
    fabric: Fabric,
    people: i32,
    social_space: usize,
) -> District {
    District {
        code,
        name,
        seed,
        fabric,
        people,
        social_space,
    }
}

use Fabric::{Blocks, Core, Estate, Fresh, Harbour, Houses, Terraces, Villa, Village, Workers};

/// The statistical districts, ordered by key.
pub const DISTRICTS: [District; 60] = [
    d("0101", "Marktviertel", [6350., 5300.], Core, 2310, 1),
    d("0102", "Klosterviertel", [5750., 5750.], Core, 2740, 1),
    d("0103", "Am Brühltor", [7150., 5250.], Core, 3020, 1),
    d("0104", "Gerberufer", [5250., 6350.], Blocks, 3480, 1),
    d("0105", "Nordwall", [6350., 6100.], Core, 2890, 1),
    d("0201", "Brückenkopf", [6500., 4150.], Blocks, 4270, 8),
    d("0202", "Musikantenviertel", [5550., 4350.], Blocks, 4630, 8),
    d("0203", "Südplatz", [7400., 3700.], Blocks, 4910, 8),
    d("0204", "Floßwiesen", [4750., 4750.], Blocks, 3760, 10),
    d("0205", "Rosenhöfe", [6500., 3250.], Blocks, 3940, 8),
    d("0301", "Bahnhofsplatz", [7250., 6200.], Core, 2560, 2),
    d("0302", "Gleisdreieck", [7800., 6800.], Workers, 3870, 2),
    d("0303", "Ostbahnstraße", [8100., 5650.], Blocks, 4120, 2),
    d("0304", "Güterring", [6900., 7050.], Terraces, 2230, 2),
    d("1101", "Angerplatz", [8450., 7650.], Workers, 4350, 3),
    d("1102", "Angerfeld", [9050., 7000.], Workers, 3980, 3),
    d("1103", "Färberstraße", [8900., 8450.], Workers, 3640, 3),
    d("1104", "Alte Gießerei", [7650., 7750.], Workers, 2950, 2),
    d("1105", "Nordfriedhof", [7950., 8750.], Terraces, 2120, 3),
    d("1201", "Ziegelwiesen-Mitte", [10050., 7750.], Estate, 5680, 4),
    d("1202", "Ziegelwiesen-Süd", [10150., 6950.], Estate, 5140, 4),
    d("1203", "Ziegelwiesen-Ost", [10950., 7400.], Estate, 4470, 4),
    d("1204", "Am Tonteich", [9900., 8500.], Terraces, 2380, 4),
    d("1301", "Löbenau-Dorf", [9250., 6050.], Terraces, 2670, 5),
    d("1302", "Textilviertel", [8750., 5050.], Workers, 3720, 2),
    d("1303", "Spinnereistraße", [9650., 5300.], Workers, 3310, 5),
    d("1304", "Löbenau-Ost", [10500., 6000.], Terraces, 2840, 5),
    d("1305", "Alte Ziegelei", [10570., 6020.], Terraces, 208, 5),
    d("1401", "Hüttendorf", [10350., 4350.], Village, 1980, 5),
    d("1402", "Sandgrube", [11150., 5050.], Houses, 1450, 5),
    d("1403", "Auenrand", [9350., 4150.], Houses, 2060, 5),
    d("2101", "Industriehafen", [3000., 8000.], Harbour, 14, 6),
    d("2102", "Hafenstraße", [4000., 7650.], Terraces, 2480, 6),
    d("2103", "Speicherhof", [4700., 7150.], Fresh, 1370, 1),
    d("2104", "Werftsiedlung", [3850., 8500.], Terraces, 2910, 6),
    d("2201", "Obermühle", [5750., 7150.], Terraces, 3250, 7),
    d("2202", "Untermühle", [5150., 7950.], Terraces, 2780, 7),
    d("2203", "Gartenstadt", [6150., 8000.], Houses, 2640, 7),
    d("2204", "Wiesengrund", [5800., 9000.], Houses, 2190, 7),
    d("2205", "Am Wasserturm", [6900., 8450.], Terraces, 2950, 3),
    d("2301", "Fährdorf", [1650., 8600.], Village, 1320, 6),
    d("2302", "Kiebitzwiesen", [2450., 8950.], Village, 1090, 6),
    d("2303", "Heidekrug", [3350., 9250.], Houses, 1560, 6),
    d("2304", "Birkenhain", [4600., 9100.], Houses, 2020, 6),
    d("3101", "Lindenhöhe", [8350., 2700.], Villa, 3080, 9),
    d("3102", "Am Weinberg", [7650., 1850.], Villa, 2440, 9),
    d("3103", "Sternwarte", [9050., 1700.], Villa, 2260, 9),
    d("3104", "Schäferhof", [10250., 2000.], Village, 1540, 9),
    d("3201", "Königsaue", [5500., 3250.], Houses, 3350, 8),
    d("3202", "Seeufer", [4350., 2650.], Villa, 1870, 9),
    d("3203", "Schlossgarten", [6500., 2250.], Villa, 2590, 9),
    d("3204", "Süßkirschenberg", [5500., 1500.], Houses, 2310, 9),
    d("3205", "Fuchsbau", [6750., 1050.], Village, 1170, 9),
    d("3301", "Röthen-Park", [2650., 5700.], Estate, 4890, 10),
    d("3302", "Röthen-Dorf", [3450., 4750.], Terraces, 2710, 10),
    d("3303", "Westbahn", [4000., 5650.], Terraces, 3420, 10),
    d("3304", "Alte Kaserne", [3550., 6500.], Fresh, 1680, 10),
    d("3401", "Krähenholz", [1900., 4000.], Village, 1760, 10),
    d("3402", "Moorwiesen", [1350., 6350.], Village, 1240, 10),
    d("3403", "Eichgrund", [2850., 3100.], Houses, 1930, 10),
];

/// Key and name of the Ortsteile.
pub const QUARTERS: [(&str, &str); 14] = [
    ("01", "Altstadt"),
    ("02", "Südvorstadt"),
    ("03", "Bahnhofsviertel"),
    ("11", "Großer Anger"),
    ("12", "Ziegelwiesen"),
    ("13", "Löbenau"),
    ("14", "Hüttendorf"),
    ("21", "Alter Hafen"),
    ("22", "Am Mühlgraben"),
    ("23", "Fährdorf"),
    ("31", "Lindenhöhe"),
    ("32", "Königsaue"),
    ("33", "Röthen"),
    ("34", "Krähenholz"),
];

/// Key and name of the Stadtbezirke.
pub const BOROUGHS: [(&str, &str); 4] = [("0", "Mitte"), ("1", "Nordost"), ("2", "Nordwest"), ("3", "Süd")];

/// Key and name of the Sozialräume.
pub const SOCIAL_SPACES: [(&str, &str); 10] = [
    ("SR01", "Innenstadt und Speicherhof"),
    ("SR02", "Gleisdreieck und Textilviertel"),
    ("SR03", "Anger und Wasserturm"),
    ("SR04", "Ziegelwiesen"),
    ("SR05", "Löbenau und Hüttendorf"),
    ("SR06", "Hafen und Fährdorf"),
    ("SR07", "Mühlgraben"),
    ("SR08", "Südvorstadt und Königsaue"),
    ("SR09", "Lindenhöhe und Seeufer"),
    ("SR10", "Röthen, Floßwiesen und Krähenholz"),
];

/// Control points of the river, downstream from south-east to north-west.
pub const RIVER: [[f64; 2]; 14] = [
    [14200., 2500.],
    [12900., 2950.],
    [11700., 2700.],
    [10400., 3050.],
    [9200., 2950.],
    [8250., 3750.],
    [7450., 4600.],
    [6350., 4650.],
    [5350., 5150.],
    [4850., 6150.],
    [3850., 6950.],
    [2450., 7250.],
    [1000., 7950.],
    [-1500., 8250.],
];

/// Control points of the mill stream that joins the river in the old town.
pub const STREAM: [[f64; 2]; 8] = [
    [5250., 10900.],
    [5350., 9700.],
    [5200., 8900.],
    [5600., 8400.],
    [5550., 7650.],
    [5200., 7150.],
    [5150., 6600.],
    [4880., 6130.],
];

/// Centre of the lake; the island lies in it.
pub const LAKE: [f64; 2] = [4380., 2560.];

/// Half axes of the lake.
pub const LAKE_RADII: [f64; 2] = [560., 400.];

/// Centre and radius of the island.
pub const ISLAND: ([f64; 2], f64) = ([4430., 2580.], 185.0);

/// District that owns the island, although the lake belongs to [`LAKE_OWNER`].
pub const ISLAND_OWNER: &str = "3403";

/// District in which the lake lies.
pub const LAKE_OWNER: &str = "3202";

/// District that is enclosed by a single other one, and its radius.
pub const ENCLAVE: (&str, f64) = ("1305", 300.0);

/// Basins of the port: corner rings, the first edge lies at the river.
pub const DOCKS: [[[f64; 2]; 4]; 2] = [
    [[2500., 7270.], [2600., 7250.], [2720., 7690.], [2620., 7720.]],
    [[2960., 7180.], [3070., 7150.], [3220., 7680.], [3110., 7710.]],
];

/// Name and control points of the railway lines.
pub const RAILWAYS: [(&str, &[[f64; 2]]); 4] = [
    (
        "Hauptstrecke Ost–West",
        &[
            [14000., 7000.],
            [12200., 6700.],
            [10600., 6480.],
            [9200., 6500.],
            [8200., 6380.],
            [7200., 6500.],
            [6300., 6620.],
            [5500., 6420.],
            [4700., 5600.],
            [3600., 5250.],
            [2200., 5100.],
            [700., 4800.],
            [-1300., 4900.],
        ],
    ),
    (
        "Nordbahn",
        &[
            [7200., 6500.],
            [7480., 7150.],
            [7300., 8000.],
            [7450., 9000.],
            [7800., 10000.],
            [7900., 11200.],
        ],
    ),
    (
        "Südbahn",
        &[
            [9200., 6500.],
            [8450., 6150.],
            [8350., 5300.],
            [8000., 4500.],
            [7850., 3400.],
            [7250., 2700.],
            [7050., 1700.],
            [7400., 600.],
            [7300., -900.],
        ],
    ),
    (
        "Hafenbahn",
        &[
            [6300., 6620.],
            [5750., 6660.],
            [5050., 7000.],
            [4450., 7350.],
            [3650., 7950.],
            [2950., 8000.],
            [2400., 7950.],
        ],
    ),
];
