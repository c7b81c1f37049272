//! Pages of long lists.

use aiia_keys_domain::Timestamp;
use uuid::Uuid;

/// How many items a page has: 1 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageLimit(u8);

impl PageLimit {
    /// The largest page.
    pub const MAX: Self = Self(100);

    /// A limit.
    ///
    /// # Errors
    /// When it is not between 1 and 100.
    pub fn new(limit: u32) -> Result<Self, PageLimitError> {
        match u8::try_from(limit) {
            Ok(limit @ 1..=100) => Ok(Self(limit)),
            _ => Err(PageLimitError),
        }
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Default for PageLimit {
    fn default() -> Self {
        Self(50)
    }
}

/// A page's limit is out of range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("limit is out of range: 1 to 100 are allowed")]
pub struct PageLimitError;

/// The place of an item in a list that is ordered by time and then id, newest first.
///
/// A page continues after a position and not at a number, so that what is added in the meantime
/// neither repeats nor skips an item, and the last page costs no more than the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The item's time.
    pub at: Timestamp,
    /// The item's id.
    pub id: Uuid,
}

/// Which page is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest<P = Position> {
    /// Begin after this position, or at the first item.
    pub after: Option<P>,
    /// At most so many items.
    pub limit: PageLimit,
}

impl<P> Default for PageRequest<P> {
    fn default() -> Self {
        Self {
            after: None,
            limit: PageLimit::default(),
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T, P = Position> {
    /// The items, at most as many as were asked for.
    pub items: Vec<T>,
    /// Where the next page begins; absent on the last page.
    pub next: Option<P>,
}

impl<T, P> Page<T, P> {
    /// Makes a page of what was read with one item more than `limit`: that one only tells that there is a next page.
    pub fn from_read_ahead(
        mut items: Vec<T>,
        limit: PageLimit,
        position: impl FnOnce(&T) -> P,
    ) -> Self {
        let limit = usize::from(limit.get());
        let next = if items.len() > limit {
            items.truncate(limit);
            items.last().map(position)
        } else {
            None
        };
        Self { items, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_1_to_100() {
        assert_eq!(PageLimit::new(1).unwrap().get(), 1);
        assert_eq!(PageLimit::new(100), Ok(PageLimit::MAX));
        for limit in [0, 101, 256, 257, u32::MAX] {
            assert_eq!(PageLimit::new(limit), Err(PageLimitError), "{limit}");
        }
        assert_eq!(PageLimit::default().get(), 50);
    }

    #[test]
    fn only_an_item_beyond_the_limit_makes_a_next_page() {
        let limit = PageLimit::new(2).unwrap();
        let page = |items: &[u8]| Page::from_read_ahead(items.to_vec(), limit, |last| *last);
        assert_eq!(
            page(&[]),
            Page {
                items: vec![],
                next: None
            }
        );
        assert_eq!(
            page(&[7, 8]),
            Page {
                items: vec![7, 8],
                next: None
            }
        );
        assert_eq!(
            page(&[7, 8, 9]),
            Page {
                items: vec![7, 8],
                next: Some(8)
            }
        );
    }
}
