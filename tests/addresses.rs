//! Every address of the service with real questions, for tests that go through all doors.

/// Address as the service describes it, with questions about the invented city that must be answered.
pub const EXAMPLES: [(&str, &[&str]); 29] = [
    ("/", &["/?f=json"]),
    ("/health", &["/health"]),
    ("/api", &["/api"]),
    ("/api.html", &["/api.html"]),
    ("/cities", &["/cities"]),
    (
        "/cities/{city}",
        &["/cities/musterstadt", "/cities/musterstadt?language=en"],
    ),
    (
        "/cities/{city}/locate",
        &[
            "/cities/musterstadt/locate?lon=9.95&lat=51.5",
            "/cities/musterstadt/locate?lon=9&lat=51",
        ],
    ),
    (
        "/cities/{city}/context/{layer}",
        &["/cities/musterstadt/context/gewaesser"],
    ),
    ("/cities/{city}/{level}/areas", &["/cities/musterstadt/ortsteil/areas"]),
    (
        "/cities/{city}/{level}/areas/{code}",
        &[
            "/cities/musterstadt/statistischer_bezirk/areas/1101",
            "/cities/musterstadt/statistischer_bezirk/areas/2101",
            "/cities/musterstadt/statistischer_bezirk/areas/3103?period=2015",
            "/cities/musterstadt/ortsteil/areas/31",
            "/cities/musterstadt/stadtbezirk/areas/3?language=en",
            "/cities/musterstadt/sozialraum/areas/SR09",
        ],
    ),
    (
        "/cities/{city}/{level}/values",
        &[
            "/cities/musterstadt/statistischer_bezirk/values?indicator=hilfen_zur_erziehung&period=2015",
            "/cities/musterstadt/statistischer_bezirk/values?indicator=hilfen_zur_erziehung&period=2018&earlier=2015",
            "/cities/musterstadt/ortsteil/values?indicator=hilfen_zur_erziehung&earlier=2015&smoothed=true",
            "/cities/musterstadt/statistischer_bezirk/values?indicator=hilfen_zur_erziehung&period=2015&smoothed=true",
            "/cities/musterstadt/ortsteil/values?indicator=miete&smoothed=true",
            "/cities/musterstadt/ortsteil/values?indicator=einwohner&method=manual&breaks=0,1000,100000",
            "/cities/musterstadt/sozialraum/values?language=en",
        ],
    ),
    (
        "/cities/{city}/{level}/selection",
        &[
            "/cities/musterstadt/ortsteil/selection?codes=01,02&indicator=kinderarmut&period=2024",
            "/cities/musterstadt/statistischer_bezirk/selection?codes=2101,3103",
        ],
    ),
    (
        "/cities/{city}/{level}/disparity",
        &[
            "/cities/musterstadt/statistischer_bezirk/disparity?indicator=hilfen_zur_erziehung&period=2015",
            "/cities/musterstadt/ortsteil/disparity?indicator=hilfen_zur_erziehung&period=2018",
            "/cities/musterstadt/statistischer_bezirk/disparity",
        ],
    ),
    (
        "/cities/{city}/{level}/priority",
        &[
            "/cities/musterstadt/statistischer_bezirk/priority",
            "/cities/musterstadt/statistischer_bezirk/priority?definition=status&language=en",
        ],
    ),
    (
        "/cities/{city}/{level}/tiles/{z}/{x}/{y}",
        &["/cities/musterstadt/ortsteil/tiles/10/540/340"],
    ),
    (
        "/cities/{city}/{level}/tiles.json",
        &["/cities/musterstadt/ortsteil/tiles.json"],
    ),
    (
        "/cities/{city}/{level}/style.json",
        &["/cities/musterstadt/ortsteil/style.json"],
    ),
    (
        "/cities/{city}/{level}/choropleth/{indicator}/{period}/tiles/{z}/{x}/{y}",
        &[
            "/cities/musterstadt/statistischer_bezirk/choropleth/hilfen_zur_erziehung/2015/tiles/9/270/170.mvt",
            "/cities/musterstadt/statistischer_bezirk/choropleth/hilfen_zur_erziehung/2018/tiles/9/270/170?smoothed=true",
        ],
    ),
    (
        "/cities/{city}/{level}/choropleth/{indicator}/{period}/tiles.json",
        &[
            "/cities/musterstadt/statistischer_bezirk/choropleth/hilfen_zur_erziehung/2015/tiles.json",
            "/cities/musterstadt/ortsteil/choropleth/sgb2_quote/2024/tiles.json?smoothed=true&language=en",
        ],
    ),
    (
        "/cities/{city}/{level}/choropleth/{indicator}/{period}/style.json",
        &[
            "/cities/musterstadt/statistischer_bezirk/choropleth/hilfen_zur_erziehung/2015/style.json",
            "/cities/musterstadt/ortsteil/choropleth/sgb2_quote/2024/style.json?smoothed=true",
        ],
    ),
    (
        "/cities/{city}/{level}/downloads/{file}",
        &[
            "/cities/musterstadt/statistischer_bezirk/downloads/hilfen_zur_erziehung.csv?period=all",
            "/cities/musterstadt/statistischer_bezirk/downloads/hilfen_zur_erziehung.geojson?period=2015",
        ],
    ),
    ("/cities/{city}/report", &["/cities/musterstadt/report"]),
    (
        "/cities/{city}/report.json",
        &["/cities/musterstadt/report.json?language=en"],
    ),
    ("/cities/{city}/report.html", &["/cities/musterstadt/report.html"]),
    ("/conformance", &["/conformance"]),
    ("/collections", &["/collections"]),
    (
        "/collections/{collection}",
        &["/collections/musterstadt.statistischer_bezirk"],
    ),
    (
        "/collections/{collection}/items",
        &[
            "/collections/musterstadt.statistischer_bezirk/items?period=2015",
            "/collections/musterstadt.statistischer_bezirk/items?properties=hilfen_zur_erziehung&period=2018&limit=20&offset=30",
            "/collections/musterstadt.statistischer_bezirk/items?bbox=9.9,51.4,10,51.6&limit=1",
        ],
    ),
    (
        "/collections/{collection}/items/{code}",
        &["/collections/musterstadt.statistischer_bezirk/items/3103?period=2015"],
    ),
];

/// Questions that are refused in words.
pub const REFUSED: [&str; 12] = [
    "/cities/musterstadt/statistischer_bezirk/values?indicator=hilfen_zur_erziehung&period=2015&classes=1",
    "/cities/musterstadt/statistischer_bezirk/values?indicator=hilfen_zur_erziehung&period=2015&method=quantiles&classes=99",
    "/cities/musterstadt/statistischer_bezirk/values?indicator=hilfen_zur_erziehung&period=1999",
    "/cities/musterstadt/statistischer_bezirk/values?indicator=hilfen_zur_erziehung&period=2015&earlier=1999",
    "/cities/musterstadt/statistischer_bezirk/areas/9999",
    "/cities/musterstadt/statistischer_bezirk/areas/3103?period=1999",
    "/cities/musterstadt/statistischer_bezirk/downloads/hilfen_zur_erziehung.xlsx",
    "/cities/musterstadt/statistischer_bezirk/choropleth/hilfen_zur_erziehung/1999/tiles.json",
    "/cities/musterstadt/ortsteil/choropleth/miete/2024/style.json?smoothed=true",
    "/collections/musterstadt.statistischer_bezirk/items?hilfen_zur_erziehung=3",
    "/collections/musterstadt.statistischer_bezirk/items?filter=hilfen_zur_erziehung%3D3",
    "/collections/musterstadt.statistischer_bezirk/items?limit=0",
];
