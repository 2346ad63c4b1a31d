//! What the methods rest on.

use maud::{Markup, html};

/// One work: authors and year, title, and its DOI where it has one.
struct Work {
    authors: &'static str,
    title: &'static str,
    doi: Option<&'static str>,
}

const fn work(authors: &'static str, title: &'static str, doi: &'static str) -> Work {
    Work {
        authors,
        title,
        doi: Some(doi),
    }
}

/// Works in the order of their authors. Titles stay in their language.
const WORKS: [Work; 21] = [
    Work {
        authors: "Becker, R. A., Chambers, J. M., Wilks, A. R. (1988)",
        title: "The New S Language",
        doi: None,
    },
    Work {
        authors: "Breslow, N. E., Day, N. E. (1987)",
        title: "Statistical Methods in Cancer Research II, p. 69 (Byar's approximation)",
        doi: None,
    },
    work(
        "Evans, I. S. (1977)",
        "The selection of class intervals",
        "10.2307/622195",
    ),
    work(
        "Fischetti, M., Salazar, J. J. (2001)",
        "Solving the cell suppression problem on tabular data with linear constraints",
        "10.1287/mnsc.47.7.1008.9805",
    ),
    work(
        "Fisher, W. D. (1958)",
        "On grouping for maximum homogeneity",
        "10.1080/01621459.1958.10501479",
    ),
    work(
        "Garwood, F. (1936)",
        "Fiducial limits for the Poisson distribution",
        "10.1093/biomet/28.3-4.437",
    ),
    work(
        "Goldstein, H., Spiegelhalter, D. J. (1996)",
        "League tables and their limitations",
        "10.2307/2983325",
    ),
    work(
        "Harrower, M., Brewer, C. A. (2003)",
        "ColorBrewer.org: an online tool for selecting colour schemes for maps",
        "10.1179/000870403235002042",
    ),
    work(
        "Hundepool, A. et al. (2012)",
        "Statistical Disclosure Control",
        "10.1002/9781118348239",
    ),
    work(
        "Hyndman, R. J., Fan, Y. (1996)",
        "Sample quantiles in statistical packages",
        "10.1080/00031305.1996.10473566",
    ),
    work(
        "Jiang, B. (2013)",
        "Head/tail breaks: a new classification scheme for data with a heavy-tailed distribution",
        "10.1080/00330124.2012.700499",
    ),
    work(
        "Maggino, F. (ed.) (2017)",
        "Complexity in Society: From Indicators Construction to their Synthesis",
        "10.1007/978-3-319-60595-1",
    ),
    work(
        "Mann, H. B. (1945)",
        "Nonparametric tests against trend",
        "10.2307/1907187",
    ),
    work(
        "Marshall, R. J. (1991)",
        "Mapping disease and mortality rates using empirical Bayes estimators",
        "10.2307/2347593",
    ),
    work(
        "Newcombe, R. G. (1998)",
        "Interval estimation for the difference between independent proportions",
        "10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I",
    ),
    work(
        "OECD, JRC (2008)",
        "Handbook on Constructing Composite Indicators",
        "10.1787/9789264043466-en",
    ),
    work(
        "Robinson, W. S. (1950)",
        "Ecological correlations and the behavior of individuals",
        "10.2307/2087176",
    ),
    work(
        "Saisana, M., Saltelli, A., Tarantola, S. (2005)",
        "Uncertainty and sensitivity analysis techniques as tools for the quality assessment of composite indicators",
        "10.1111/j.1467-985X.2005.00350.x",
    ),
    work(
        "Sen, P. K. (1968)",
        "Estimates of the regression coefficient based on Kendall's tau",
        "10.1080/01621459.1968.10480934",
    ),
    work(
        "Wilson, E. B. (1927)",
        "Probable inference, the law of succession, and statistical inference",
        "10.1080/01621459.1927.10502953",
    ),
    work(
        "Zou, G. Y., Donner, A. (2008)",
        "Construction of confidence limits about effect measures: a general approach",
        "10.1002/sim.3095",
    ),
];

/// The list with links.
pub(super) fn literature(other: Option<&'static str>) -> Markup {
    html! {
        ul lang=[other] {
            @for work in &WORKS {
                li {
                    (work.authors) ": " i { (work.title) } "."
                    @if let Some(doi) = work.doi {
                        " " a href={ "https://doi.org/" (super::frame::encoded(doi).replace("%2F", "/")) } { "doi:" (doi) }
                    }
                }
            }
        }
    }
}
