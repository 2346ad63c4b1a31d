//! Cities together with what was decided about them, kept until data, log or day change.

use std::sync::Arc;

use super::snapshot::Snapshot;
use super::state::CityData;
use crate::decision::{Ledger, Log, today};
use crate::model::{Audience, Digest};
use crate::output::decided::{may_see, with_decided};

/// A city with the decisions of a log, for both audiences.
#[derive(Debug)]
pub(super) struct View {
    base: Arc<CityData>,
    ledger: Arc<Ledger>,
    day: String,
    public: Arc<CityData>,
    internal: Arc<CityData>,
}

impl View {
    /// The view of these data and this log, made anew when one of them changed; `None` where nothing is to be added.
    pub(super) fn renewed<'v>(view: &'v mut Option<Self>, data: &Arc<CityData>, log: &Log) -> Option<&'v Self> {
        let ledger = log.ledger().unwrap_or_else(|error| {
            tracing::error!("{error}");
            Arc::default()
        });
        if ledger.entries().is_empty() {
            *view = None;
            return None;
        }
        let day = today();
        let known = view
            .as_ref()
            .is_some_and(|v| Arc::ptr_eq(&v.base, data) && Arc::ptr_eq(&v.ledger, &ledger) && v.day == day);
        if !known {
            *view = Some(Self {
                public: seen(data, &ledger, &day, Audience::Public),
                internal: seen(data, &ledger, &day, Audience::Internal),
                base: data.clone(),
                ledger,
                day,
            });
        }
        view.as_ref()
    }

    /// What an audience sees.
    pub(super) fn of(&self, audience: Audience) -> Arc<CityData> {
        match audience {
            Audience::Public => self.public.clone(),
            Audience::Internal => self.internal.clone(),
        }
    }
}

/// The city as one audience sees it; the bare data where it may not know of any priority area.
fn seen(data: &Arc<CityData>, ledger: &Ledger, day: &str, audience: Audience) -> Arc<CityData> {
    if !ledger.areas().any(|area| may_see(audience, area)) {
        return data.clone();
    }
    let base = data.snapshot(audience);
    let (published, standing) = with_decided(&base.published, ledger, day);
    let snapshot: Snapshot = base.with_decided(published, standing);
    match data.with_decided(snapshot, stamp(ledger, day, audience)) {
        Ok(seen) => Arc::new(seen),
        Err(error) => {
            tracing::error!("priority areas are left out: {error}");
            data.clone()
        }
    }
}

/// Tells apart what an audience may know of a log on a day: nobody learns from it that something else was written.
fn stamp(ledger: &Ledger, day: &str, audience: Audience) -> String {
    let areas = ledger.areas().filter(|area| may_see(audience, area));
    let mut digest = Digest::default().part("day", day.as_bytes());
    for area in areas {
        digest = digest.part("area", format!("{area:?}").as_bytes());
    }
    if audience == Audience::Internal {
        digest = digest.part("entries", &ledger.next().to_be_bytes());
    }
    digest.short()
}
