//! Many requests for pictures at once: who shares, who waits, who is asked to come back.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sozialraumatlas::api::{CitySlot, Options, PictureLimits};

use crate::support::{Answer, Service, TOKEN};

const STEM: &str = "/cities/musterstadt/statistischer_bezirk";

fn service(waiting: usize, seconds: u64) -> Service {
    let pictures = PictureLimits {
        waiting,
        patience: Duration::from_secs(seconds),
    };
    let options = Options {
        pictures,
        ..Options::default()
    };
    Service::with(vec![CitySlot::embedded().unwrap().0], options)
}

/// Asks all at once, each in a thread of its own.
fn ask_all(service: &Service, addresses: &[String]) -> Vec<Answer> {
    std::thread::scope(|scope| {
        let asked: Vec<_> = addresses
            .iter()
            .map(|address| scope.spawn(|| service.get(address)))
            .collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

#[test]
fn a_crowd_that_wants_one_picture_waits_for_one_drawing() {
    let service = service(1, 60);
    // The same question in two orders; only one more could wait if each were drawn by itself.
    let orders = ["width=900&height=700", "height=700&width=900"];
    let addresses: Vec<String> = (0..40)
        .map(|n| format!("{STEM}/map.png?indicator=sgb2_quote&{}", orders[n % 2]))
        .collect();
    let answers = ask_all(&service, &addresses);
    for answer in &answers {
        assert_eq!(answer.status, 200);
        assert!(answer.body == answers[0].body);
    }
}

#[test]
fn different_pictures_wait_in_line_and_all_come() {
    let service = service(40, 120);
    let addresses: Vec<String> = (0..40)
        .map(|n| format!("{STEM}/map.svg?width={}&height=700", 900 + n))
        .collect();
    assert!(ask_all(&service, &addresses).iter().all(|answer| answer.status == 200));
}

#[test]
fn who_comes_when_too_many_wait_is_asked_to_come_back() {
    let service = service(2, 60);
    let addresses: Vec<String> = (0..30)
        .map(|n| format!("{STEM}/map.png?width={}&height=900", 1200 + n))
        .collect();
    let answers = ask_all(&service, &addresses);
    let busy: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 503).collect();
    assert!(!busy.is_empty() && answers.iter().any(|answer| answer.status == 200));
    assert!(
        answers
            .iter()
            .all(|answer| answer.status == 200 || answer.status == 503)
    );
    for answer in busy {
        assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(answer.json()["detail"].as_str().unwrap().contains("zu viele Bilder"));
    }
    // Nothing is left behind: the next one is drawn.
    assert_eq!(service.get(&addresses[0]).status, 200);
}

#[test]
fn nobody_waits_longer_than_the_limit() {
    let service = service(100, 1);
    let addresses: Vec<String> = (0..60)
        .map(|n| format!("{STEM}/map.png?paper=a3&dpi=300&context=none&letters={n}"))
        .collect();
    let began = Instant::now();
    let answers = ask_all(&service, &addresses);
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    assert!(
        answers
            .iter()
            .any(|answer| answer.status == 503 && !answer.header("retry-after").is_empty())
    );
}

#[test]
fn tiles_and_values_come_while_pictures_wait() {
    let service = service(200, 300);
    let addresses: Vec<String> = (0..24)
        .map(|n| format!("{STEM}/map.png?width={}&height=500", 700 + n))
        .collect();
    let open = Arc::new(AtomicUsize::new(addresses.len()));
    std::thread::scope(|scope| {
        for address in &addresses {
            let open = open.clone();
            let service = &service;
            scope.spawn(move || {
                assert_eq!(service.get(address).status, 200);
                open.fetch_sub(1, Ordering::SeqCst);
            });
        }
        let mut answered = 0;
        while open.load(Ordering::SeqCst) > 4 {
            let period = 2015 + answered % 10;
            let values = service.get(&format!("{STEM}/values?indicator=sgb2_quote&period={period}"));
            assert_eq!(values.status, 200);
            answered += 1;
        }
        assert!(answered > 5, "{answered} answers while 20 pictures were drawn");
    });
}

#[test]
fn a_department_and_the_public_never_share_a_drawing() {
    let service = service(100, 60);
    let address = format!("{STEM}/map.svg?indicator=kinderarmut&width=800&height=601");
    let token = format!("Bearer {TOKEN}");
    std::thread::scope(|scope| {
        for n in 0..20 {
            let (service, address, token) = (&service, &address, &token);
            scope.spawn(move || {
                let headers: &[(&str, &str)] = &[("Authorization", token)];
                let internal = n % 2 == 0;
                let answer = service.ask("GET", address, if internal { headers } else { &[] });
                let drawing = String::from_utf8(answer.body.clone()).unwrap();
                assert_eq!(
                    (answer.status.as_u16(), drawing.contains("id=\"stamp\"")),
                    (200, internal)
                );
            });
        }
    });
}
