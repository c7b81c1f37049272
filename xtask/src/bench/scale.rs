//! What much at once costs: a universe of many entities, and a large file of evidence. For each, how
//! long its caller waits, and the most memory that the service has meanwhile.

mod work;

use std::{path::PathBuf, time::Duration};

use anyhow::{Context as _, Result};

use self::work::Work;
use super::{
    Order,
    memory::{MIB, Memory},
};
use crate::{
    process,
    product::{self, Build, Service},
};

/// Its name on the command line and in the document's markers.
pub(super) const NAME: &str = "scale";

/// How much is done at once, and ten times that.
const SIZES: [Size; 2] = [
    Size {
        entities: 10_000,
        mebibytes: 20,
    },
    Size {
        entities: 100_000,
        mebibytes: 200,
    },
];

/// How much is done at once.
#[derive(Clone, Copy, Debug)]
struct Size {
    entities: usize,
    mebibytes: usize,
}

/// What one piece of work cost.
#[derive(Debug)]
struct Cost {
    work: String,
    took: Duration,
    /// Bytes before.
    idle: u64,
    /// The most bytes meanwhile.
    peak: u64,
}

/// The table. Quickly means a tenth of everything, with the program that the tests have built:
/// whether the suite works, and no figures.
pub(super) fn table(order: &Order<'_>) -> Result<String> {
    let root = order.root;
    let (build, part) = if order.quickly {
        (Build::Debug, 10)
    } else {
        (Build::Release, 1)
    };
    let place = Place {
        program: product::build(root, build)?,
        data: product::folder(root, "bench-scale")?.join("data"),
    };
    product::clear(&place.data)?;
    let mut costs = Vec::new();
    for size in SIZES {
        let size = Size {
            entities: size.entities / part,
            mebibytes: size.mebibytes / part,
        };
        for work in Work::all(size) {
            costs.push(place.measure(&work)?);
        }
    }
    product::clear(&place.data)?;
    Ok(shown(&costs))
}

/// Where the service runs.
struct Place {
    program: PathBuf,
    data: PathBuf,
}

impl Place {
    /// In a process that has done nothing yet: memory that was once taken is seldom given back.
    fn measure(&self, work: &Work) -> Result<Cost> {
        let service = Service::start(&self.program, &self.data, "127.0.0.1:0")?;
        let key = work.prepare(&service)?;
        let memory = Memory::of(service.process());
        let idle = memory.begin()?;
        let began = process::now();
        let answer = work.go(&service, &key)?;
        let took = began.elapsed();
        let peak = memory.peak()?;
        work.check(&answer).with_context(|| work.to_string())?;
        service.stop()?;
        Ok(Cost {
            work: work.to_string(),
            took,
            idle,
            peak,
        })
    }
}

fn shown(costs: &[Cost]) -> String {
    let mut lines = vec![
        "| what | time | memory before | at most | more |".to_owned(),
        "|---|---:|---:|---:|---:|".to_owned(),
    ];
    for cost in costs {
        let Cost {
            work, idle, peak, ..
        } = cost;
        let mebibytes = |bytes: u64| format!("{} MiB", bytes.div_ceil(MIB));
        lines.push(format!(
            "| {work} | {:.2} s | {} | {} | {} |",
            cost.took.as_secs_f64(),
            mebibytes(*idle),
            mebibytes(*peak),
            mebibytes(peak.saturating_sub(*idle)),
        ));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_it_cost_beyond_what_was_there() {
        let cost = Cost {
            work: "work".to_owned(),
            took: Duration::from_millis(1_234),
            idle: 30 * MIB,
            peak: 41 * MIB - 1,
        };
        let table = shown(&[cost]);
        let line = table.lines().last().unwrap();
        assert_eq!(line, "| work | 1.23 s | 30 MiB | 41 MiB | 11 MiB |");
    }
}
