//! Where a writing request comes from.
//!
//! A token proves the department. That no foreign page makes a browser send it, and that no foreign name points to this service
//! (DNS rebinding), is checked by `Origin` and `Host`; the address of the peer proves nothing behind a proxy.
//!
//! # References
//! RFC 6454 (Origin), RFC 9110, section 7.2 (Host).

use std::net::IpAddr;

use axum::http::{StatusCode, header};

use super::context::Context;
use super::problem::Problem;

/// Refuses a request of a foreign page or to a foreign name.
pub(super) fn check(context: &Context) -> Result<(), Problem> {
    let text = |name: header::HeaderName| context.headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    let public = context.atlas.public_url();
    let host = text(header::HOST).unwrap_or_default();
    if !is_own_host(host, public) {
        return Err(forbidden(context, "problem.foreign_host", "host", host));
    }
    let cross = context
        .headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "cross-site");
    match text(header::ORIGIN) {
        Some(origin) if cross || !is_own_origin(origin, host, public) => {
            Err(forbidden(context, "problem.foreign_origin", "origin", origin))
        }
        None if cross => Err(forbidden(context, "problem.foreign_origin", "origin", "?")),
        _ => Ok(()),
    }
}

fn forbidden(context: &Context, key: &str, name: &str, found: &str) -> Problem {
    let mut problem = Problem::new(context.language, StatusCode::FORBIDDEN, key, &[(name, found)]);
    problem.title = crate::text::sentence(context.language, "problem.foreign", &[]);
    problem
}

/// Scheme and authority of an address, in small letters.
fn origin_of(address: &str) -> Option<(String, String)> {
    let (scheme, rest) = address.split_once("://")?;
    let authority = rest.split('/').next().unwrap_or_default();
    Some((scheme.to_lowercase(), authority.to_lowercase()))
}

/// The public address, this machine, or an address in numbers, to which no foreign name can point.
fn is_own_host(host: &str, public: Option<&str>) -> bool {
    let host = host.to_lowercase();
    if public.and_then(origin_of).is_some_and(|(_, own)| own == host) {
        return true;
    }
    let name = name_of(&host);
    let plain = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || plain.parse::<IpAddr>().is_ok()
}

/// The host without its port.
fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    }
}

/// The public address or the host that was asked.
fn is_own_origin(origin: &str, host: &str, public: Option<&str>) -> bool {
    let Some((scheme, authority)) = origin_of(origin) else {
        return false;
    };
    let asked = (scheme == "http" || scheme == "https") && authority == host.to_lowercase();
    asked || public.and_then(origin_of) == Some((scheme, authority))
}

#[cfg(test)]
mod tests {
    use super::{is_own_host, is_own_origin};

    #[test]
    fn names_that_anybody_can_point_here_are_foreign() {
        for host in [
            "localhost:8080",
            "127.0.0.1:8080",
            "[::1]:8080",
            "192.0.2.7",
            "LOCALHOST",
        ] {
            assert!(is_own_host(host, None), "{host}");
        }
        for host in [
            "",
            "example.org",
            "example.org:8080",
            "localhost.example.org",
            "127.0.0.1.example.org",
        ] {
            assert!(!is_own_host(host, None), "{host}");
        }
        assert!(is_own_host("atlas.example.org", Some("https://atlas.example.org/")));
        assert!(!is_own_host("other.example.org", Some("https://atlas.example.org/")));
    }

    #[test]
    fn only_a_page_of_this_service_is_its_own_origin() {
        assert!(is_own_origin("http://localhost:8080", "localhost:8080", None));
        assert!(is_own_origin(
            "https://atlas.example.org",
            "127.0.0.1:8080",
            Some("https://atlas.example.org")
        ));
        for origin in ["null", "http://localhost:9090", "https://example.org", "file://", ""] {
            assert!(!is_own_origin(origin, "localhost:8080", None), "{origin}");
        }
        assert!(!is_own_origin(
            "http://atlas.example.org",
            "127.0.0.1:8080",
            Some("https://atlas.example.org")
        ));
    }
}
