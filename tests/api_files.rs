//! Downloads, conditional questions and limits.

use crate::support::{TOKEN, embedded, run, texts};

const LEVEL: &str = "/cities/musterstadt/statistischer_bezirk";

#[test]
fn a_download_is_the_file_that_the_command_line_writes() {
    let answer = embedded().get(&format!("{LEVEL}/downloads/sgb2_quote.csv?period=2023"));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"musterstadt_statistischer_bezirk_sgb2_quote_2023.csv\""
    );
    let export = run(&[
        "export",
        "--format",
        "csv",
        "--indicators",
        "sgb2_quote",
        "--period",
        "2023",
    ]);
    assert_eq!(String::from_utf8(answer.body).unwrap(), export.stdout);
    let geojson = embedded().json(&format!("{LEVEL}/downloads/sgb2_quote.geojson"));
    assert_eq!(geojson["features"][0]["properties"]["sgb2_quote_period"], "2024");
}

#[test]
fn all_periods_stand_beside_each_other() {
    let answer = embedded().json(&format!("{LEVEL}/downloads/sgb2_quote.geojson?period=all"));
    let export = run(&["export", "--indicators", "sgb2_quote", "--all-periods"]);
    assert_eq!(export.code, 0, "{}", export.stderr);
    assert_eq!(export.json()["features"], answer["features"]);
    let at = |period: &str| embedded().json(&format!("{LEVEL}/values?indicator=sgb2_quote&period={period}"));
    for period in ["2015", "2024"] {
        let values = at(period);
        for (i, code) in texts(&values["code"]).into_iter().enumerate() {
            let properties = &answer["features"][i]["properties"];
            assert_eq!(properties["code"], code);
            for (property, column) in [("", "value"), ("_lower", "lower"), ("_numerator", "numerator")] {
                assert_eq!(
                    properties[format!("sgb2_quote_{period}{property}")],
                    values[column][i],
                    "{code}"
                );
            }
        }
    }
    let csv = embedded().get(&format!("{LEVEL}/downloads/sgb2_quote.csv?period=all"));
    let header = String::from_utf8(csv.body).unwrap().lines().next().unwrap().to_owned();
    for period in 2015..=2024 {
        assert!(header.contains(&format!("SGB-II-Quote in % ({period})")), "{header}");
    }
    assert_eq!(run(&["export", "--all-periods", "--period", "2024"]).code, 2);
}

#[test]
fn a_download_of_what_is_not_there_is_a_problem() {
    for (file, status) in [
        ("glueck.csv", 404),
        ("sgb2_quote.dxf", 404),
        ("sgb2_quote", 404),
        ("sgb2_quote.csv?period=1999", 404),
    ] {
        let answer = embedded().get(&format!("{LEVEL}/downloads/{file}"));
        assert_eq!(answer.status, status, "{file}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{file}");
    }
}

#[test]
fn any_current_answer_is_held_only_where_there_is_one() {
    let tile = "choropleth/sgb2_quote/2024/tiles/10/540/340";
    for address in ["values", "areas", tile, "downloads/sgb2_quote.csv"] {
        let held = embedded().ask("GET", &format!("{LEVEL}/{address}"), &[("If-None-Match", "*")]);
        assert_eq!((held.status.as_u16(), held.body.len()), (304, 0), "{address}");
    }
    let tag = embedded().get(&format!("{LEVEL}/{tile}")).header("etag").to_owned();
    for missing in [
        "choropleth/glueck/2024/tiles/10/540/340",
        "choropleth/sgb2_quote/1999/tiles/10/540/340",
    ] {
        for held in ["*", &tag] {
            let answer = embedded().ask("GET", &format!("{LEVEL}/{missing}"), &[("If-None-Match", held)]);
            assert_eq!(answer.status, 404, "{missing} {held}");
        }
    }
    for list in [format!("\"a\", {tag}"), tag.trim_start_matches("W/").to_owned()] {
        let answer = embedded().ask("GET", &format!("{LEVEL}/values"), &[("If-None-Match", &list)]);
        assert_eq!(answer.status, 304, "{list}");
    }
    let authorized = format!("Bearer {TOKEN}");
    let internal = [("Authorization", authorized.as_str()), ("If-None-Match", "*")];
    assert_eq!(embedded().ask("GET", &format!("{LEVEL}/values"), &internal).status, 200);
    let page = embedded().get("/").header("etag").to_owned();
    for held in ["*", &page, &format!("\"x\", {page}")] {
        assert_eq!(
            embedded().ask("GET", "/", &[("If-None-Match", held)]).status,
            304,
            "{held}"
        );
    }
}

#[test]
fn the_forms_of_a_report_are_not_taken_for_each_other() {
    let report = "/cities/musterstadt/report";
    let html = embedded().ask("GET", report, &[("Accept", "text/html")]);
    let json = embedded().get(report);
    assert_ne!(html.header("etag"), json.header("etag"));
    let held = html.header("etag");
    assert_eq!(embedded().ask("GET", report, &[("If-None-Match", held)]).status, 200);
    let again = embedded().ask("GET", report, &[("Accept", "text/html"), ("If-None-Match", held)]);
    assert_eq!(again.status, 304);
}

#[test]
fn a_limit_of_zero_is_refused() {
    let items = "/collections/musterstadt.ortsteil/items";
    assert_eq!(embedded().get(&format!("{items}?limit=0")).status, 400);
    let one = embedded().json(&format!("{items}?limit=1"));
    assert_eq!(one["numberReturned"], 1);
    assert_eq!(embedded().json(&format!("{items}?limit=999999"))["numberReturned"], 14);
}
