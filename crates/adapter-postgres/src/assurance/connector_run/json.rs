//! What a run's row holds as JSON.

use aiia_keys_assurance::{Column, RowFault, RowPlace, RunLogLine};
use aiia_keys_domain::Timestamp;
use serde_json::{Value, json};

/// A log, as an array of instants in microseconds and messages.
pub(super) fn write_log(log: &[RunLogLine]) -> Value {
    let line = |line: &RunLogLine| json!([line.at.unix_micros(), line.message]);
    log.iter().map(line).collect()
}

pub(super) fn read_log(value: &Value) -> Option<Vec<RunLogLine>> {
    let line = |line: &Value| {
        let [at, message] = line.as_array()?.as_slice() else {
            return None;
        };
        Some(RunLogLine {
            at: Timestamp::from_unix_micros(at.as_i64()?)?,
            message: message.as_str()?.to_owned(),
        })
    };
    value.as_array()?.iter().map(line).collect()
}

/// Rows at fault, as an array of objects with `line` or `item`, `column` and `detail`.
pub(super) fn write_rows(rows: &[RowFault]) -> Value {
    let row = |row: &RowFault| {
        let (place, number) = match row.at {
            RowPlace::Line(line) => ("line", line),
            RowPlace::Item(item) => ("item", item),
        };
        json!({ place: number, "column": row.column.as_str(), "detail": row.detail })
    };
    rows.iter().map(row).collect()
}

pub(super) fn read_rows(value: &Value) -> Option<Vec<RowFault>> {
    let row = |row: &Value| {
        let number = |name| usize::try_from(row.get(name)?.as_u64()?).ok();
        let column = row.get("column")?.as_str()?;
        Some(RowFault {
            at: match (number("line"), number("item")) {
                (Some(line), None) => RowPlace::Line(line),
                (None, Some(item)) => RowPlace::Item(item),
                _ => return None,
            },
            column: (Column::ALL.into_iter()).find(|known| known.as_str() == column)?,
            detail: row.get("detail")?.as_str()?.to_owned(),
        })
    };
    value.as_array()?.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_log_and_no_row_is_not_read() {
        for wrong in [
            json!({}),
            json!([1]),
            json!([["a", "b"]]),
            json!([[1]]),
            json!([[1, 2]]),
        ] {
            assert_eq!(read_log(&wrong), None, "{wrong}");
        }
        for wrong in [
            json!(1),
            json!([{"column": "code", "detail": "a"}]),
            json!([{"line": 1, "item": 1, "column": "code", "detail": "a"}]),
            json!([{"line": -1, "column": "code", "detail": "a"}]),
            json!([{"line": 1, "column": "colour", "detail": "a"}]),
            json!([{"line": 1, "column": "code"}]),
        ] {
            assert_eq!(read_rows(&wrong), None, "{wrong}");
        }
    }
}
