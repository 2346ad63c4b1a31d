//! Tests of what helps a boundary file that does not say what its coordinates mean.

use std::borrow::Cow;
use std::io;

use super::load;
use crate::input::catalog;
use crate::input::files::{CityFiles, Embedded};

/// The invented city with another `city.toml` and without the `.prj` files.
struct WithoutPrj;

impl CityFiles for WithoutPrj {
    fn read(&self, path: &str) -> io::Result<Cow<'static, [u8]>> {
        Embedded.read(path)
    }

    fn exists(&self, path: &str) -> bool {
        !path.to_ascii_lowercase().ends_with(".prj") && Embedded.exists(path)
    }

    fn label(&self) -> String {
        Embedded.label()
    }
}

fn city_toml(extra: &str) -> Result<catalog::Catalog, catalog::CatalogError> {
    let bytes = Embedded.read("city.toml").expect("the invented city");
    let text = String::from_utf8(bytes.into_owned()).expect("UTF-8");
    catalog::parse(&text.replacen("[city]\n", &format!("[city]\n{extra}\n"), 1))
}

#[test]
fn the_centre_in_city_toml_is_a_place_in_germany() {
    let error = city_toml("center = [51.3, 12.4]").expect_err("swapped").to_string();
    assert!(
        error.contains("center = [51.3, 12.4]") && error.contains("longitude and latitude"),
        "{error}"
    );
    assert!(city_toml("center = [9, 52.4]").expect("valid").center.is_some());
}

#[test]
fn a_level_without_prj_is_read_where_the_other_areas_of_the_city_lie() {
    let catalog = city_toml("").expect("valid");
    let with_prj = load(&Embedded, &catalog).expect("levels");
    let without = load(&WithoutPrj, &catalog).expect("levels");
    let inferred = without.findings.iter().filter(|finding| finding.code == "crs/inferred");
    assert_eq!(inferred.count(), 1);
    for (a, b) in without.sets.iter().zip(&with_prj.sets) {
        assert!(
            a.areas
                .iter()
                .map(|area| &area.shape)
                .eq(b.areas.iter().map(|area| &area.shape))
        );
    }
}
