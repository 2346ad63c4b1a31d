//! Pages without JavaScript say what the API says: the same numbers, the same reasons, nothing more.

use serde_json::Value;
use sozialraumatlas::text::{Language, number, sentence};

use crate::decisions::{add, neighbours, resolve, take};
use crate::support::{Service, TOKEN, embedded, entry, musterstadt, texts};

const LEVEL: &str = "/cities/musterstadt/statistischer_bezirk";

/// A page that must be there.
pub fn page(service: &Service, address: &str) -> String {
    let answer = service.get(address);
    let text = String::from_utf8(answer.body.clone()).unwrap();
    assert_eq!(answer.status, 200, "{address}: {text}");
    assert!(answer.header("content-type").starts_with("text/html"), "{address}");
    text
}

/// What a reader reads: no tags, no style, single spaces.
pub fn words(html: &str) -> String {
    let html = html.split("<body>").nth(1).unwrap_or(html);
    let mut text = String::new();
    for part in html.split('<') {
        text.push(' ');
        text.push_str(part.split_once('>').map_or(part, |(_, words)| words));
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn indicators(profile: &Value) -> impl Iterator<Item = &Value> {
    let themes = profile["themes"].as_array().unwrap().iter();
    themes.flat_map(|theme| theme["indicators"].as_array().unwrap())
}

/// The row of a profile that belongs to an indicator.
fn row<'p>(page: &'p str, id: &str) -> &'p str {
    let link = format!("/indicators/{id}/method.html");
    let rows = page.split("<tr").find(|row| row.contains(&link));
    rows.unwrap_or_else(|| panic!("no row for {id}"))
}

fn german(value: &Value, decimals: &Value) -> Option<String> {
    let decimals = u8::try_from(decimals.as_u64().unwrap()).unwrap();
    Some(number(Language::German, value.as_f64()?, decimals))
}

/// Every number, reason and sentence of an indicator stands in its row.
fn row_says(row: &str, own: &Value, place: &str) {
    let text = words(row);
    for value in [&own["value"], &own["lower"], &own["upper"], &own["city"]["value"]] {
        if let Some(number) = german(value, &own["decimals"]) {
            assert!(text.contains(&number), "{place}: {number} is not in {text}");
        }
    }
    if let Some(reason) = own["reason"].as_str() {
        let reason = sentence(Language::German, &format!("reason.{reason}"), &[]);
        assert!(text.contains(&reason), "{place}: {reason} is not in {text}");
        assert!(
            !row.contains("class=\"value\""),
            "{place}: a missing value has no number"
        );
    }
    for count in [&own["numerator"], &own["denominator"]] {
        if let Some(count) = count.as_f64() {
            let count = number(Language::German, count, sozialraumatlas::text::needed(count));
            assert!(text.contains(&count), "{place}: {count} is not in {text}");
        }
    }
    for part in ["difference", "position", "trend"] {
        if let Some(said) = own[part]["text"].as_str() {
            assert!(text.contains(said), "{place}: {said} is not in {text}");
        }
    }
}

#[test]
fn a_profile_page_says_what_the_profile_says() {
    let areas = embedded().json(&format!("{LEVEL}/areas"));
    let (mut numbers, mut reasons) = (0, 0);
    for code in texts(&areas["code"]).into_iter().step_by(11).chain(["2101"]) {
        let profile = embedded().json(&format!("{LEVEL}/areas/{code}"));
        let html = page(embedded(), &format!("{LEVEL}/areas/{code}/profile.html"));
        let text = words(&html);
        for own in indicators(&profile) {
            let id = own["id"].as_str().unwrap();
            row_says(row(&html, id), own, &format!("{id} of {code}"));
            numbers += usize::from(own["value"].is_number());
            reasons += usize::from(own["reason"].is_string());
        }
        for place in ["parents", "neighbours"] {
            for other in profile[place].as_array().unwrap() {
                assert!(text.contains(other["name"].as_str().unwrap()), "{code}: {other}");
            }
        }
        for hint in profile["hints"].as_array().unwrap() {
            assert!(text.contains(hint["hint"]["reason"].as_str().unwrap()), "{code}");
        }
        assert!(text.contains(profile["data_version"].as_str().unwrap()));
        assert!(html.contains("<svg class=\"locator\""), "{code} lies somewhere");
    }
    assert!(numbers > 50 && reasons > 10, "both occur: {numbers} {reasons}");
}

#[test]
fn a_table_page_lists_all_areas_by_name_with_their_values_and_reasons() {
    for question in [
        "indicator=hilfen_zur_erziehung&period=2018",
        "indicator=einwohner",
        "indicator=durchschnittsalter",
    ] {
        let values = embedded().json(&format!("{LEVEL}/values?{question}"));
        let areas = embedded().json(&format!("{LEVEL}/areas"));
        let html = page(embedded(), &format!("{LEVEL}/table.html?{question}"));
        let body = html.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
        let rows: Vec<&str> = body.split("<tr>").skip(1).collect();
        assert_eq!(rows.len(), texts(&areas["code"]).len());
        let mut names: Vec<String> = Vec::new();
        for row in rows {
            let code = row.split("/areas/").nth(1).unwrap().split('/').next().unwrap();
            let at = texts(&values["code"]).iter().position(|c| *c == code).unwrap();
            let text = words(row);
            names.push(texts(&areas["name"])[at].to_lowercase());
            assert!(text.starts_with(texts(&areas["name"])[at]), "{text}");
            for column in ["value", "lower", "upper"] {
                if let Some(number) = german(&values[column][at], &values["decimals"]) {
                    assert!(text.contains(&number), "{number} is not in {text}");
                }
            }
            if let Some(reason) = values["reason"][at].as_str() {
                assert!(
                    text.contains(&sentence(Language::German, &format!("reason.{reason}"), &[])),
                    "{text}"
                );
            }
        }
        let plain = |name: &String| {
            name.replace('ä', "a")
                .replace('ö', "o")
                .replace('ü', "u")
                .replace('ß', "ss")
        };
        let sorted: Vec<String> = names.iter().map(plain).collect();
        assert!(sorted.is_sorted(), "{sorted:?}");
        let city = german(&values["city"], &values["decimals"]).unwrap();
        assert!(words(html.split("<tfoot>").nth(1).unwrap()).contains(&city));
        let said = embedded().get(&format!("{LEVEL}/map.txt?{question}"));
        let said = String::from_utf8(said.body).unwrap();
        assert!(
            words(&html.replace("alt=\"", ">")).contains(said.split(',').next().unwrap()),
            "the picture is told"
        );
    }
}

#[test]
fn a_table_page_names_the_hints_that_its_picture_shows() {
    let priority = embedded().json(&format!("{LEVEL}/priority"));
    let html = page(embedded(), &format!("{LEVEL}/table.html"));
    let head = words(html.split("<thead>").nth(1).unwrap().split("</thead>").next().unwrap());
    assert!(
        head.contains(priority["name"].as_str().unwrap()),
        "{head} names the index, which has a period of its own"
    );
    let body = html.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    let mut flagged = 0;
    for row in body.split("<tr>").skip(1) {
        let code = row.split("/areas/").nth(1).unwrap().split('/').next().unwrap();
        let flag = entry(&priority["areas"], "code", code)["flag"] == true;
        assert_eq!(words(row).contains("rechnerisch auffällig"), flag, "{code}");
        flagged += usize::from(flag);
    }
    assert!(flagged > 3, "{flagged}");
}

#[test]
fn the_list_of_cities_says_what_there_is() {
    let text = words(&page(embedded(), "/cities.html"));
    for said in [
        "60 Statistische Bezirke",
        "2015 bis 2024",
        "Indikatoren 28",
        "Erfundene Stadt",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
}

#[test]
fn a_selection_page_says_what_the_selection_says() {
    let html = page(embedded(), &format!("{LEVEL}/selection.html?codes=1101&codes=1102"));
    assert_eq!(
        words(&html),
        words(&page(embedded(), &format!("{LEVEL}/selection.html?codes=1101,1102")))
            .replace("1101,1102", "1101&codes=1102")
    );
    let joined = embedded().json(&format!("{LEVEL}/selection/profile?codes=1101,1102"));
    assert!(indicators(&joined).count() > 15);
    for own in indicators(&joined) {
        row_says(row(&html, own["id"].as_str().unwrap()), own, "1101 and 1102");
    }
    // With a secret part the sum is secret too.
    let secret = page(embedded(), &format!("{LEVEL}/selection.html?codes=1101,2101"));
    let row = row(&secret, "sgb2_quote");
    assert!(
        words(row).contains("geheim zu halten") && !row.contains("class=\"value\""),
        "{row}"
    );
    let form = page(embedded(), &format!("{LEVEL}/selection.html"));
    assert_eq!(form.matches("type=\"checkbox\"").count(), 60);
}

#[test]
fn the_page_of_a_decided_area_names_committee_paper_and_term() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let [one, other] = neighbours(&service);
    let area = take(&service, &add(&[&one, &other], "Ortskenntnis"));
    let address = format!("/cities/musterstadt/schwerpunktraeume/areas/{area}/profile.html");
    assert_eq!(
        service.get(&address).status,
        404,
        "nobody may know of it before a decision"
    );
    take(&service, &resolve(&area));
    let html = page(&service, &address);
    let text = words(&html);
    for word in [
        "Jugendhilfeausschuss",
        "VII-DS-0123",
        "20.11.2026",
        "01.01.2027",
        "beschlossen",
        &one,
        &other,
    ] {
        assert!(text.contains(word), "{word} is not in {text}");
    }
    let profile = service.json(address.trim_end_matches("/profile.html"));
    for own in indicators(&profile) {
        row_says(row(&html, own["id"].as_str().unwrap()), own, &area);
    }
    let table = words(&page(&service, &format!("{LEVEL}/table.html")));
    assert!(
        table.contains("beschlossen"),
        "the areas that it is made of carry its status"
    );
}

#[test]
fn every_number_leads_to_its_formula_and_every_indicator_names_its_owner() {
    let city = embedded().json("/cities/musterstadt");
    for indicator in city["indicators"].as_array().unwrap() {
        let stem = format!("/cities/musterstadt/indicators/{}", indicator["id"].as_str().unwrap());
        let method = embedded().json(&stem);
        let text = words(&page(embedded(), &format!("{stem}/method.html")));
        assert!(text.contains(indicator["formula"].as_str().unwrap()), "{stem}");
        assert!(
            !texts(&method["owners"]).is_empty() && !texts(&method["update_cycles"]).is_empty(),
            "{stem}"
        );
        for said in ["owners", "update_cycles"].iter().flat_map(|key| texts(&method[*key])) {
            assert!(text.contains(said), "{stem}: {said}");
        }
        for key in ["numerator", "denominator"] {
            assert!(text.contains(method[key].as_str().unwrap_or_default()), "{stem}: {key}");
        }
        assert!(text.contains(method["interval"]["note"].as_str().unwrap()), "{stem}");
    }
    let index = embedded().json("/cities/musterstadt/definitions/status");
    let text = words(&page(embedded(), "/cities/musterstadt/definitions/status/method.html"));
    for rule in texts(&index["attention"]) {
        assert!(text.contains(rule), "{rule}");
    }
    assert!(text.contains("Industriehafen") && text.contains("−1; 1; 1,5"), "{text}");
}

#[test]
fn what_departments_see_is_stamped_and_kept_by_nobody() {
    let token = format!("Bearer {TOKEN}");
    let address = format!("{LEVEL}/areas/2101/profile.html");
    let internal = embedded().ask("GET", &address, &[("Authorization", &token)]);
    let text = words(&String::from_utf8(internal.body.clone()).unwrap());
    assert_eq!(internal.header("cache-control"), "private, no-store");
    assert!(
        !internal.headers.contains_key("etag") && text.contains("intern – nicht zur Veröffentlichung"),
        "{text}"
    );
    let public = embedded().get(&address);
    assert!(!words(&String::from_utf8(public.body.clone()).unwrap()).contains("intern – "));
    let tag = public.header("etag");
    assert_eq!(embedded().ask("GET", &address, &[("If-None-Match", tag)]).status, 304);
}
