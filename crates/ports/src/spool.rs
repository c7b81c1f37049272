//! Room for what is too large to be kept in memory.

use std::{fmt, io};

use crate::StoreError;

/// Bytes that are kept, in their order, for as long as this is held.
pub trait Spool: fmt::Debug + Send + Sync {
    /// Keeps some more.
    ///
    /// # Errors
    /// When there is no room for them. What was kept before still is.
    fn append(&mut self, bytes: &[u8]) -> Result<(), SpoolError>;

    /// Fills `into` with what is kept from the byte `at` on, counted from 0.
    ///
    /// # Errors
    /// When fewer are kept, or they cannot be read.
    fn read(&self, at: u64, into: &mut [u8]) -> Result<(), SpoolError>;
}

/// Gives room.
pub trait Spools: Send + Sync {
    /// A new one, with nothing in it.
    fn open(&self) -> Box<dyn Spool>;
}

/// There is no room, or what was kept is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what was read cannot be kept for a while: {0}")]
pub struct SpoolError(pub io::ErrorKind);

impl From<io::Error> for SpoolError {
    fn from(error: io::Error) -> Self {
        Self(error.kind())
    }
}

/// A repeat may succeed: somebody else's bytes are gone by then.
impl From<SpoolError> for StoreError {
    fn from(error: SpoolError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// A [`Spool`] in memory after all: for what is small, and for tests.
///
/// ```
/// use aiia_keys_ports::{MemorySpool, Spool as _};
///
/// let mut spool = MemorySpool::default();
/// spool.append(b"FIN")?;
/// spool.append(b"-AP")?;
/// let mut end = [0; 2];
/// spool.read(4, &mut end)?;
/// assert_eq!(&end, b"AP");
/// assert!(spool.read(5, &mut end).is_err());
/// # Ok::<(), aiia_keys_ports::SpoolError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MemorySpool(Vec<u8>);

impl Spool for MemorySpool {
    fn append(&mut self, bytes: &[u8]) -> Result<(), SpoolError> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn read(&self, at: u64, into: &mut [u8]) -> Result<(), SpoolError> {
        let kept = usize::try_from(at).ok().and_then(|at| self.0.get(at..));
        let kept = kept.and_then(|kept| kept.get(..into.len()));
        into.copy_from_slice(kept.ok_or(SpoolError(io::ErrorKind::UnexpectedEof))?);
        Ok(())
    }
}

impl fmt::Debug for MemorySpool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemorySpool({} bytes)", self.0.len())
    }
}

/// Gives [`MemorySpool`]s.
#[derive(Clone, Copy, Debug, Default)]
pub struct MemorySpools;

impl Spools for MemorySpools {
    fn open(&self) -> Box<dyn Spool> {
        Box::<MemorySpool>::default()
    }
}
