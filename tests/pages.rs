//! Pages without JavaScript say what the API says: the same numbers, the same reasons, nothing more.

use serde_json::Value;
use sozialraumatlas::api::{Atlas, CitySlot, Options, router};
use sozialraumatlas::output::page::plain::{Accessibility, Conformance, Operator, Privacy};
use sozialraumatlas::text::{Language, number, sentence};

use crate::decisions::{add, neighbours, resolve, take};
use crate::support::{Answer, Service, TOKEN, embedded, musterstadt, texts};

const LEVEL: &str = "/cities/musterstadt/statistischer_bezirk";

/// A page that must be there.
fn page(service: &Service, address: &str) -> String {
    let answer = service.get(address);
    let text = String::from_utf8(answer.body.clone()).unwrap();
    assert_eq!(answer.status, 200, "{address}: {text}");
    assert!(answer.header("content-type").starts_with("text/html"), "{address}");
    text
}

/// What a reader reads: no tags, no style, single spaces.
fn words(html: &str) -> String {
    let html = html.split("<body>").nth(1).unwrap_or(html);
    let mut text = String::new();
    for part in html.split('<') {
        text.push(' ');
        text.push_str(part.split_once('>').map_or(part, |(_, words)| words));
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
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
        assert!(!row.contains("class=\"value\""), "{place}: a missing value has no number");
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
    for question in ["indicator=hilfen_zur_erziehung&period=2018", "indicator=einwohner", "indicator=durchschnittsalter"] {
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
                assert!(text.contains(&sentence(Language::German, &format!("reason.{reason}"), &[])), "{text}");
            }
        }
        let plain = |name: &String| name.replace('ä', "a").replace('ö', "o").replace('ü', "u").replace('ß', "ss");
        let sorted: Vec<String> = names.iter().map(plain).collect();
        assert!(sorted.is_sorted(), "{sorted:?}");
        let city = german(&values["city"], &values["decimals"]).unwrap();
        assert!(words(html.split("<tfoot>").nth(1).unwrap()).contains(&city));
        let said = embedded().get(&format!("{LEVEL}/map.txt?{question}"));
        let said = String::from_utf8(said.body).unwrap();
        assert!(words(&html.replace("alt=\"", ">")).contains(said.split(',').next().unwrap()), "the picture is told");
    }
}

#[test]
fn a_selection_page_says_what_the_selection_says() {
    let html = page(embedded(), &format!("{LEVEL}/selection.html?codes=1101&codes=1102"));
    assert_eq!(words(&html), words(&page(embedded(), &format!("{LEVEL}/selection.html?codes=1101,1102"))).replace("1101,1102", "1101&codes=1102"));
    let city = embedded().json("/cities/musterstadt");
    let mut compared = 0;
    for indicator in city["indicators"].as_array().unwrap() {
        let id = indicator["id"].as_str().unwrap();
        let answer = embedded().get(&format!("{LEVEL}/selection?codes=1101,1102&indicator={id}"));
        if answer.status == 200 {
            row_says(row(&html, id), &answer.json(), id);
            compared += 1;
        }
    }
    assert!(compared > 15, "{compared}");
    // With a secret part the sum is secret too.
    let secret = page(embedded(), &format!("{LEVEL}/selection.html?codes=1101,2101"));
    let row = row(&secret, "sgb2_quote");
    assert!(words(row).contains("geheim zu halten") && !row.contains("class=\"value\""), "{row}");
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
    assert_eq!(service.get(&address).status, 404, "nobody may know of it before a decision");
    take(&service, &resolve(&area));
    let html = page(&service, &address);
    let text = words(&html);
    for word in ["Jugendhilfeausschuss", "VII-DS-0123", "20.11.2026", "01.01.2027", "beschlossen", &one, &other] {
        assert!(text.contains(word), "{word} is not in {text}");
    }
    let profile = service.json(address.trim_end_matches("/profile.html"));
    for own in indicators(&profile) {
        row_says(row(&html, own["id"].as_str().unwrap()), own, &area);
    }
    let table = words(&page(&service, &format!("{LEVEL}/table.html")));
    assert!(table.contains("beschlossen"), "the areas that it is made of carry its status");
}

#[test]
fn every_number_leads_to_its_formula_and_every_indicator_names_its_owner() {
    let city = embedded().json("/cities/musterstadt");
    for indicator in city["indicators"].as_array().unwrap() {
        let stem = format!("/cities/musterstadt/indicators/{}", indicator["id"].as_str().unwrap());
        let method = embedded().json(&stem);
        let text = words(&page(embedded(), &format!("{stem}/method.html")));
        assert!(text.contains(indicator["formula"].as_str().unwrap()), "{stem}");
        assert!(!texts(&method["owners"]).is_empty() && !texts(&method["update_cycles"]).is_empty(), "{stem}");
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
    assert!(!internal.headers.contains_key("etag") && text.contains("intern – nicht zur Veröffentlichung"), "{text}");
    let public = embedded().get(&address);
    assert!(!words(&String::from_utf8(public.body.clone()).unwrap()).contains("intern – "));
    let tag = public.header("etag");
    assert_eq!(embedded().ask("GET", &address, &[("If-None-Match", tag)]).status, 304);
}

/// All doors of pages with an example each.
fn doors() -> Vec<&'static str> {
    let all = crate::addresses::EXAMPLES.iter();
    let pages = all.filter(|(path, _)| path.ends_with(".html") && !path.contains("report") && *path != "/api.html");
    pages.flat_map(|(_, questions)| questions.iter().copied()).collect()
}

#[test]
fn pages_load_nothing_foreign_and_run_nothing() {
    let doors = doors();
    assert!(doors.len() > 15);
    for address in doors {
        let html = page(embedded(), address);
        let policy = embedded().get(address).header("content-security-policy").to_owned();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
        for forbidden in ["<script", " style=", " onclick", "javascript:", "http-equiv"] {
            assert!(!html.contains(forbidden), "{address} holds {forbidden}");
        }
        let english = address.contains("language=en");
        assert!(html.contains(if english { "<html lang=\"en\">" } else { "<html lang=\"de\">" }), "{address}");
        assert!(html.contains("hreflang=\"de\"") && html.contains("hreflang=\"en\"") && html.contains("class=\"skip\""));
        assert_eq!(html.matches("<h1").count(), 1, "{address}");
        assert_eq!(html.matches("<th>").count(), 0, "{address}: every head of a table says what it heads");
        for (at, _) in html.match_indices("<th ") {
            assert!(html[at..].split('>').next().unwrap().contains("scope="), "{address}: {}", &html[at..at + 80]);
        }
        // A key that no catalogue has would be shown as it is.
        for prefix in [" page.", " handbook.", " privacy.", " accessibility.", " reason.", " mark.", " method."] {
            let text = words(&html);
            assert!(!text.contains(prefix), "{address} shows a key: {prefix}");
        }
    }
}

#[test]
fn faults_are_told_on_a_page() {
    for (address, status) in [
        ("/cities/nirgends/index.html", 404),
        ("/cities/musterstadt/ortsteil/areas/9999/profile.html", 404),
        ("/cities/musterstadt/ortsteil/table.html?indicator=nichts", 404),
        ("/cities/musterstadt/ortsteil/selection.html?codes=9999", 404),
        ("/cities/musterstadt/definitions/nichts/method.html", 404),
        ("/cities/musterstadt/statistischer_bezirk/table.html?indicator=miete", 422),
    ] {
        let answer = embedded().get(address);
        assert_eq!(answer.status, status, "{address}");
        assert!(answer.header("content-type").starts_with("text/html") && answer.header("cache-control") == "no-store");
        let text = String::from_utf8(answer.body).unwrap();
        assert!(words(&text).contains("Zur Liste der Städte"), "{address}");
    }
}

#[test]
fn names_that_look_like_markup_stay_names() {
    let folder = musterstadt();
    let toml = String::from_utf8(folder.read("city.toml")).unwrap();
    let hostile = r#"name = "</style><script>alert(1)</script>\"{}""#;
    let toml = toml.replace("name = \"SGB-II-Quote\"", hostile).replace("name = \"Musterstadt\"", hostile);
    assert_eq!(toml.matches("alert(1)").count(), 2);
    folder.write("city.toml", toml);
    let service = Service::folder(folder.path());
    for door in ["index.html", "indicators/sgb2_quote/method.html", "ortsteil/table.html", "ortsteil/areas/11/profile.html"] {
        let html = page(&service, &format!("/cities/musterstadt/{door}"));
        assert!(!html.contains("<script") && html.contains("&lt;script"), "{door}");
        assert_eq!(html.matches("</style>").count(), 1, "{door}");
    }
}

fn with_operator(operator: Operator) -> Service {
    let (slot, _) = CitySlot::embedded().unwrap_or_else(|e| panic!("{e}"));
    let options = Options {
        operator,
        ..Options::default()
    };
    Service::of(router(std::sync::Arc::new(Atlas::new(vec![slot], options))))
}

#[test]
fn declarations_say_what_the_operator_says_and_what_is_missing() {
    let silent = words(&page(embedded(), "/accessibility.html"));
    assert!(silent.contains("noch nicht vollständig") && silent.contains("Der Betreiber hat dazu noch nichts angegeben."));
    assert!(words(&page(embedded(), "/privacy.html")).contains("noch nicht vollständig"));
    let service = with_operator(Operator {
        name: "Stadt Neustadt, Jugendamt".to_owned(),
        email: "atlas@neustadt.example".to_owned(),
        imprint_url: "https://neustadt.example/impressum".to_owned(),
        accessibility: Accessibility {
            made_on: "2026-11-20".to_owned(),
            method: "Selbstbewertung".to_owned(),
            conformance: Some(Conformance::Partial),
            barriers: vec!["Ältere PDF".to_owned()],
            enforcement_body: "Landesbeauftragte".to_owned(),
            ..Accessibility::default()
        },
        privacy: Privacy {
            officer: "Datenschutz Neustadt".to_owned(),
            server_logs: "sieben Tage".to_owned(),
            ..Privacy::default()
        },
        ..Operator::default()
    });
    let html = page(&service, "/accessibility.html");
    let text = words(&html);
    for word in ["Stadt Neustadt, Jugendamt", "20.11.2026", "teilweise vereinbar", "Ältere PDF", "Landesbeauftragte"] {
        assert!(text.contains(word), "{word} is not in {text}");
    }
    assert!(!text.contains("noch nicht vollständig"), "{text}");
    assert!(html.contains("mailto:atlas@neustadt.example") && html.contains("https://neustadt.example/impressum"));
    let privacy = words(&page(&service, "/privacy.html"));
    assert!(privacy.contains("sieben Tage") && privacy.contains("Datenschutz Neustadt"), "{privacy}");
    let tags = |service: &Service| -> Answer { service.get("/cities/musterstadt/index.html") };
    assert_ne!(tags(&service).header("etag"), tags(embedded()).header("etag"), "pages name the operator");
}
