//! Whole numbers, however they are written.

use std::{any::type_name, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{Error, Unexpected, Visitor},
};

/// A whole number in a body: `600`, and also `600.0` and `6e2`, which are the same number.
///
/// Clients in languages with one type of number write it either way, and a schema's `integer` means
/// both (JSON Schema Validation 2020-12, section 6.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Integer<T>(pub(crate) T);

impl<'de, T: TryFrom<i64>> Deserialize<'de> for Integer<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Whole(PhantomData)).map(Self)
    }
}

struct Whole<T>(PhantomData<T>);

impl<T: TryFrom<i64>> Visitor<'_> for Whole<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(type_name::<T>())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        T::try_from(number).map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        match i64::try_from(number) {
            Ok(number) => self.visit_i64(number),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(number), &self)),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        // Up to here each whole number has a float of its own.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if number.fract() == 0.0 && number.abs() <= EXACT {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it is whole, and in the range of both"
            )]
            return self.visit_i64(number as i64);
        }
        Err(E::invalid_value(Unexpected::Float(number), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<u16> {
        let read: Result<Integer<u16>, _> = serde_json::from_str(text);
        read.ok().map(|Integer(number)| number)
    }

    #[test]
    fn one_number_is_read_however_it_is_written() {
        for text in ["600", "600.0", "6e2", "6.00E+2", "60000e-2"] {
            assert_eq!(read(text), Some(600), "{text}");
        }
        assert_eq!([read("0"), read("-0.0")], [Some(0); 2]);
    }

    #[test]
    fn nothing_else_is_read() {
        for text in [
            "-1",
            "0.5",
            "65536",
            "65536.0",
            "1e300",
            "-1e300",
            "99999999999999999999",
            "\"600\"",
            "true",
            "null",
            "[600]",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
