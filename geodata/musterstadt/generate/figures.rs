//! Invents the figures of every district and year.
//!
//! A deprivation score between 0 and 1 follows from the settlement type, the
//! position in the city and a fixed random share; every figure follows from it.

use crate::plan::{self, District, Fabric};

/// Counts and amounts of one district in one year.
///
/// Fields are persons unless their name says otherwise.
#[derive(Clone, Default)]
pub struct Figures {
    /// Inhabitants.
    pub people: i32,
    /// Inhabitants under 3, 3 to 5, 6 to 14 and 15 to 17 years of age.
    pub minors: [i32; 4],
    /// Inhabitants of 18 to 64 years.
    pub adults: i32,
    /// Inhabitants of 65 years and more.
    pub seniors: i32,
    /// Inhabitants without German nationality.
    pub foreigners: i32,
    /// Inhabitants with a history of migration, foreigners included.
    pub migration: i32,
    /// Mean age in years.
    pub mean_age: f64,
    /// Households.
    pub households: i32,
    /// Households with minors.
    pub families: i32,
    /// Households of lone parents.
    pub lone_parents: i32,
    /// Unemployed persons.
    pub unemployed: i32,
    /// Unemployed for more than a year.
    pub long_unemployed: i32,
    /// Persons entitled to basic income support.
    pub support: i32,
    /// Of these, children under 15.
    pub support_children: i32,
    /// Cases of socio-educational support for families.
    pub family_aid: i32,
    /// Children under 3 and from 3 to 5 in day care.
    pub day_care: [i32; 2],
    /// Children examined before school.
    pub examined: i32,
    /// Of these, children who need language support.
    pub language: i32,
    /// Of these, children with overweight.
    pub overweight: i32,
    /// Entitled voters.
    pub electorate: i32,
    /// Voters.
    pub voters: i32,
    /// Dwellings.
    pub dwellings: i32,
    /// Rent-controlled dwellings.
    pub social_dwellings: i32,
    /// Arrivals from and departures to other municipalities.
    pub moves: [i32; 2],
    /// Rent in euros per square metre.
    pub rent: f64,
}

/// Traits of a settlement type.
struct Traits {
    deprivation: f64,
    drift: f64,
    minors: f64,
    seniors: f64,
    migration: f64,
    household: f64,
    growth: f64,
    influx: f64,
    social: f64,
    turnover: f64,
    rent: f64,
}

fn traits(fabric: Fabric) -> Traits {
    let row = match fabric {
        Fabric::Core => [0.33, -0.003, 0.112, 0.17, 0.30, 1.54, 0.006, 0.8, 0.06, 0.13, 9.4],
        Fabric::Blocks => [0.25, -0.006, 0.155, 0.12, 0.22, 1.72, 0.011, 0.5, 0.05, 0.11, 9.1],
        Fabric::Workers => [0.57, -0.002, 0.187, 0.15, 0.41, 1.86, 0.008, 1.2, 0.15, 0.10, 7.2],
        Fabric::Estate => [0.82, 0.006, 0.208, 0.20, 0.45, 1.97, 0.002, 1.4, 0.31, 0.09, 6.3],
        Fabric::Terraces => [0.40, 0.001, 0.155, 0.24, 0.19, 1.84, 0.001, 0.4, 0.10, 0.06, 7.1],
        Fabric::Houses => [0.15, 0.0, 0.174, 0.24, 0.10, 2.24, 0.003, 0.1, 0.01, 0.05, 8.2],
        Fabric::Villa => [0.07, 0.0, 0.182, 0.22, 0.11, 2.16, 0.002, 0.1, 0.01, 0.05, 10.1],
        Fabric::Village => [0.16, 0.0, 0.168, 0.25, 0.06, 2.21, 0.004, 0.15, 0.01, 0.05, 7.4],
        Fabric::Harbour => [0.40, 0.0, 0.15, 0.14, 0.40, 1.8, 0.0, 0.0, 0.0, 0.15, 6.4],
        Fabric::Fresh => [0.22, -0.004, 0.215, 0.09, 0.24, 2.05, 0.055, 0.5, 0.12, 0.12, 9.8],
    };
    Traits {
        deprivation: row[0],
        drift: row[1],
        minors: row[2],
        seniors: row[3],
        migration: row[4],
        household: row[5],
        growth: row[6],
        influx: row[7],
        social: row[8],
        turnover: row[9],
        rent: row[10],
    }
}

/// Course of the city as a whole, one value for each year.
struct Course;

impl Course {
    /// Refugees admitted so far, as a share of the inhabitants.
    const REFUGEES: [f64; plan::YEARS] = [0.009, 0.021, 0.023, 0.023, 0.023, 0.023, 0.023, 0.041, 0.046, 0.047];
    const UNEMPLOYMENT: [f64; plan::YEARS] = [1.20, 1.14, 1.05, 0.96, 0.91, 1.07, 1.03, 0.95, 0.99, 1.04];
    const SUPPORT: [f64; plan::YEARS] = [1.10, 1.13, 1.10, 1.04, 0.97, 0.98, 0.96, 1.0, 1.02, 1.01];
    const BABIES: [f64; plan::YEARS] = [1.0, 1.04, 1.07, 1.06, 1.04, 1.03, 1.02, 0.96, 0.90, 0.86];
    const TODDLERS: [f64; plan::YEARS] = [0.96, 0.97, 0.99, 1.02, 1.04, 1.06, 1.05, 1.05, 1.02, 0.97];
    const PUPILS: [f64; plan::YEARS] = [0.93, 0.95, 0.96, 0.98, 1.0, 1.01, 1.03, 1.07, 1.08, 1.09];
    const MOVES: [f64; plan::YEARS] = [1.12, 1.10, 1.0, 0.98, 0.98, 0.88, 0.92, 1.18, 1.05, 1.0];
    const EXAMINED: [f64; plan::YEARS] = [0.97, 0.97, 0.96, 0.97, 0.97, 0.88, 0.52, 0.93, 0.96, 0.97];
    const RENT: [f64; plan::YEARS] = [0.72, 0.74, 0.77, 0.80, 0.83, 0.86, 0.89, 0.93, 0.97, 1.0];
}

/// A share in `-1..1` that belongs to a district, a topic and a year.
///
/// # References
/// Steele, G. L., Lea, D. and Flood, C. H. (2014), doi:10.1145/2660193.2660195.
pub fn jitter(district: usize, topic: u64, year: usize) -> f64 {
    let number = |value: usize| u64::try_from(value).unwrap_or_default();
    let mut state = 0x5EED_2024_u64
        .wrapping_add(number(district).wrapping_mul(0x9E37_79B9_7F4A_7C15))
        .wrapping_add(topic.wrapping_mul(0xD1B5_4A32_D192_ED03))
        .wrapping_add(number(year).wrapping_mul(0x8CB9_2BA7_2F3D_8DD7));
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^= state >> 31;
    let upper = u32::try_from(state >> 32).unwrap_or_default();
    f64::from(upper) / f64::from(u32::MAX) * 2.0 - 1.0
}

/// Nearest whole number.
#[expect(
    clippy::cast_possible_truncation,
    reason = "counts of a city are far below the limit"
)]
pub fn whole(value: f64) -> i32 {
    value.round() as i32
}

/// A share of a group as a whole number with some chance in it, at most `of`.
fn share(of: i32, rate: f64, chance: f64) -> i32 {
    let expected = f64::from(of) * rate;
    whole(expected + 0.45 * chance * expected.sqrt()).clamp(0, of)
}

/// One district on its way through the years.
struct Model<'a> {
    district: &'a District,
    index: usize,
    year: usize,
    traits: Traits,
    /// Years since the first one.
    elapsed: f64,
    /// Deprivation between 0 and 1.
    deprivation: f64,
}

impl<'a> Model<'a> {
    fn new(index: usize, district: &'a District, year: usize) -> Self {
        let traits = traits(district.fabric);
        let elapsed = f64::from(u32::try_from(year).unwrap_or_default());
        let [east, north] = district.seed.map(|metres| metres / 1_000.0);
        let north_east = (-((east - 9.6).powi(2) + (north - 7.6).powi(2)) / 9.0).exp();
        let south = ((4.2 - north) / 4.0).clamp(0.0, 1.0);
        let own = 0.085 * jitter(index, 1, 0);
        let deprivation = traits.deprivation + traits.drift * elapsed + 0.13 * north_east - 0.05 * south
            + own
            + 0.0025 * elapsed * jitter(index, 2, 0);
        Self {
            district,
            index,
            year,
            traits,
            elapsed,
            deprivation: deprivation.clamp(0.02, 0.98),
        }
    }

    fn lasting(&self, topic: u64) -> f64 {
        jitter(self.index, topic, 0)
    }

    fn passing(&self, topic: u64) -> f64 {
        jitter(self.index, topic, self.year + 1)
    }

    /// Share of the inhabitants who came as refugees.
    fn refugees(&self) -> f64 {
        Course::REFUGEES[self.year] * self.traits.influx
    }

    fn population(&self, figures: &mut Figures) {
        let growth = self.traits.growth + 0.003 * self.lasting(3);
        let settled = f64::from(self.district.people) * (1.0 + growth).powf(self.elapsed);
        figures.people = whole(settled * (1.0 + self.refugees() + 0.004 * self.passing(4)));
        let minors = self.traits.minors + 0.012 * self.lasting(5) + 0.15 * self.refugees();
        let parts = [
            0.166 * Course::BABIES[self.year],
            0.170 * Course::TODDLERS[self.year],
            0.498 * Course::PUPILS[self.year],
            0.160 * (1.0 + 0.01 * self.elapsed),
        ];
        let people = figures.people;
        let ages = [0, 1, 2, 3].map(|age| {
            let topic = 6 + u64::from(u8::try_from(age).unwrap_or_default());
            share(people, minors * parts[age], self.passing(topic))
        });
        figures.minors = ages;
        let ageing = if self.district.fabric == Fabric::Estate {
            0.018
        } else {
            0.006
        };
        let seniors = (self.traits.seniors + 0.02 * self.lasting(10)) * (1.0 + ageing * self.elapsed);
        figures.seniors = share(people, seniors * (1.0 - self.refugees()), self.passing(11));
        figures.adults = people - figures.minors.iter().sum::<i32>() - figures.seniors;
        figures.mean_age = 42.4 + 58.0 * (seniors - 0.18) - 66.0 * (minors - 0.16) + 0.5 * self.lasting(12);
    }

    fn households(&self, figures: &mut Figures) {
        let people = figures.people;
        let minors: i32 = figures.minors.iter().sum();
        let history =
            self.traits.migration * (1.0 + 0.016 * self.elapsed) + 0.03 * self.lasting(13) + 0.7 * self.refugees();
        figures.migration = share(people, history, self.passing(14));
        let foreign = (0.50 + 0.012 * self.elapsed + 0.05 * self.lasting(15)).min(0.75);
        figures.foreigners = share(figures.migration, foreign, self.passing(16));
        figures.households = whole(f64::from(people) / (self.traits.household + 0.05 * self.lasting(17)));
        figures.families = whole(f64::from(minors) / (1.58 + 0.22 * self.deprivation)).min(figures.households);
        let lone = 0.135 + 0.21 * self.deprivation + 0.02 * self.lasting(18);
        figures.lone_parents = share(figures.families, lone, self.passing(19));
        figures.dwellings = whole(f64::from(figures.households) * (1.045 + 0.02 * self.lasting(20)));
        let social = self.traits.social * (1.0 - 0.022 * self.elapsed) * (1.0 + 0.3 * self.lasting(21));
        figures.social_dwellings = whole(f64::from(figures.dwellings) * social);
        let turnover = self.traits.turnover * Course::MOVES[self.year] * (1.0 + 0.1 * self.lasting(22));
        let arrivals = turnover + 0.5 * self.traits.growth + 0.3 * (self.refugees() - self.refugees_before());
        figures.moves = [
            share(people, arrivals, self.passing(23)),
            share(people, 0.93 * turnover, self.passing(24)),
        ];
        figures.rent = (self.traits.rent - 1.1 * (self.deprivation - 0.3)) * Course::RENT[self.year];
    }

    /// The refugees' share a year ago.
    fn refugees_before(&self) -> f64 {
        let before = self.year.checked_sub(1).map_or(0.004, |year| Course::REFUGEES[year]);
        before * self.traits.influx
    }

    fn livelihood(&self, figures: &mut Figures) {
        let score = self.deprivation;
        let [babies, toddlers, pupils, youths] = figures.minors;
        let working_age = youths + figures.adults;
        let jobless = (0.020 + 0.125 * score.powf(1.25)) * (1.0 + 0.06 * self.lasting(25));
        let jobless = jobless * Course::UNEMPLOYMENT[self.year] + 0.1 * self.refugees();
        figures.unemployed = share(working_age, jobless, self.passing(26));
        let long = 0.27 + 0.16 * score + 0.03 * self.lasting(27);
        figures.long_unemployed = share(figures.unemployed, long, self.passing(28));
        let young = babies + toddlers + pupils;
        let poor = (0.018 + 0.46 * score.powf(1.35)) * (1.0 + 0.05 * self.lasting(29));
        let poor = poor * Course::SUPPORT[self.year] + 0.5 * self.refugees();
        figures.support_children = share(young, poor, self.passing(30));
        let grown = (0.014 + 0.27 * score.powf(1.4)) * (1.0 + 0.05 * self.lasting(31));
        let grown = grown * Course::SUPPORT[self.year] + 0.4 * self.refugees();
        figures.support = figures.support_children + share(working_age, grown, self.passing(32));
        if figures.support < 3 {
            // Nobody rather than one or two: a starred cell would leave the city without a rate.
            figures.support = 0;
            figures.support_children = 0;
        }
    }

    fn childhood(&self, figures: &mut Figures) {
        let score = self.deprivation;
        let [babies, toddlers, pupils, _] = figures.minors;
        let minors: i32 = figures.minors.iter().sum();
        let aid = (0.011 + 0.055 * score) * (1.0 + 0.018 * self.elapsed) * (1.0 + 0.18 * self.lasting(33));
        figures.family_aid = share(minors, aid, self.passing(34));
        let early = 0.44 - 0.20 * score + 0.009 * self.elapsed + 0.02 * self.lasting(35);
        let later = (0.965 - 0.085 * score + 0.004 * self.passing(36)).min(0.985);
        figures.day_care = [share(babies, early, self.passing(37)), share(toddlers, later, 0.0)];
        figures.examined = whole(f64::from(pupils) / 9.0 * Course::EXAMINED[self.year]);
        let speech = 0.11 + 0.34 * score + 0.009 * self.elapsed + 0.03 * self.lasting(38);
        figures.language = share(figures.examined, speech, self.passing(39));
        let weight = 0.055 + 0.10 * score + if self.year > 5 { 0.018 } else { 0.0 };
        figures.overweight = share(figures.examined, weight, self.passing(40));
        let grown = figures.adults + figures.seniors;
        let foreign = f64::from(figures.foreigners) / f64::from(figures.people.max(1));
        figures.electorate = share(grown, 1.0 - 0.8 * foreign, 0.0);
        let turnout = 0.71 - 0.36 * score + 0.004 * self.elapsed + 0.02 * self.lasting(41);
        figures.voters = share(figures.electorate, turnout, self.passing(42));
    }
}

/// Figures of all districts, first by district, then by year.
pub fn invent() -> Vec<Vec<Figures>> {
    let course = |(index, district)| {
        (0..plan::YEARS)
            .map(|year| {
                let model = Model::new(index, district, year);
                let mut figures = Figures::default();
                model.population(&mut figures);
                model.households(&mut figures);
                model.livelihood(&mut figures);
                model.childhood(&mut figures);
                figures
            })
            .collect()
    };
    plan::DISTRICTS.iter().enumerate().map(course).collect()
}

/// Share of green space in a district's ground.
pub fn green_share(index: usize, district: &District) -> f64 {
    let usual = match district.fabric {
        Fabric::Core => 0.08,
        Fabric::Blocks => 0.13,
        Fabric::Workers => 0.09,
        Fabric::Estate => 0.22,
        Fabric::Terraces => 0.18,
        Fabric::Houses => 0.27,
        Fabric::Villa => 0.36,
        Fabric::Village => 0.48,
        Fabric::Harbour => 0.05,
        Fabric::Fresh => 0.17,
    };
    usual * (1.0 + 0.3 * jitter(index, 43, 0))
}
