//! Every serialised struct of API and command line: the same question gives the same JSON in both.

mod budget;
mod certainty;
mod change;
mod city;
mod city_list;
mod comparison;
mod correlation;
mod decision;
mod disparity;
mod formula;
mod hidden;
mod method;
mod offers;
mod phrase;
mod places;
mod priority;
mod profile;
mod public_report;
mod remarks;
mod report;
mod selection;
mod series;
mod values;

pub use budget::{
    BudgetAreaWire, BudgetQuery, BudgetRefusal, BudgetWire, budget, budget_refusal_sentence, euro_text, read_cents,
};
pub use certainty::{CertaintyWire, Extras};
pub use change::{ChosenChange, CityChange, choose_change};
pub use city::{CityWire, city};
pub use city_list::{CityList, city_list};
pub use comparison::{ComparisonWire, comparison};
pub use correlation::{CorrelationWire, Pair, correlation};
pub use decision::{
    DecisionRequest, DecisionsWire, HintWire, Hints, StandingWire, decisions, entry_json, read_entries, standing_of,
};
pub(crate) use disparity::reasons;
pub use disparity::{DisparityWire, EndWire, InFlaggedWire, SpreadWire, disparity};
pub use method::{IndicatorMethodWire, indicator_method};
pub use offers::{OfferLayerWire, offers_where};
pub use places::{AreasWire, LocateWire, areas, locate};
pub use priority::{
    AreaWire, COMPUTED_HINT, CompareWire, ComparedAreaWire, DefinitionMethodWire, HeadWire, InsteadWire, PriorityWire,
    RefusalWire, RobustnessWire, SideWire, class_name, compare_priorities, definition_method, dynamics_labels,
    index_colors, matrix_colors, priority, refusal, refusal_sentence, robustness, scenario_sentence, status_labels,
};
pub use profile::{Hint, JoinedWire, ProfileQuestion, ProfileWire, joined, profile};
pub use public_report::{PublicReportWire, public_report};
pub use report::{ReportWire, report};
pub use selection::{SelectionWire, selection};
pub use series::{SeriesWire, series};
pub(in crate::output) use values::note_sentence;
pub use values::{
    ChosenColumn, ClassScope, ClassificationWire, ValuesError, ValuesWire, choose, choose_over, choose_smoothed,
    color_hex, find, values,
};
