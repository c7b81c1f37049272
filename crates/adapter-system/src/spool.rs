//! Room on the disk.

use std::{fs::File, io, os::unix::fs::FileExt as _};

use aiia_keys_ports::{Spool, SpoolError, Spools};

/// The most bytes that are kept in memory before they are written.
const BUFFER: usize = 64 * 1024;

/// Files without a name in the system's folder for temporary files: `TMPDIR`, or `/tmp`. They are gone
/// with the process at the latest, and what is small does not need one.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemSpools;

impl Spools for SystemSpools {
    fn open(&self) -> Box<dyn Spool> {
        Box::<FileSpool>::default()
    }
}

#[derive(Debug, Default)]
struct FileSpool {
    /// What was written, and how many bytes that is.
    file: Option<File>,
    written: u64,
    /// What comes after it.
    buffer: Vec<u8>,
}

impl FileSpool {
    /// Puts what was kept in memory behind what was written.
    fn write(&mut self) -> io::Result<()> {
        let file = match &self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile()?),
        };
        file.write_all_at(&self.buffer, self.written)?;
        self.written += u64::try_from(self.buffer.len()).unwrap_or(u64::MAX);
        self.buffer.clear();
        Ok(())
    }
}

impl Spool for FileSpool {
    fn append(&mut self, bytes: &[u8]) -> Result<(), SpoolError> {
        if self.buffer.len() + bytes.len() > BUFFER {
            self.write()?;
        }
        self.buffer.extend_from_slice(bytes);
        Ok(())
    }

    fn read(&self, at: u64, into: &mut [u8]) -> Result<(), SpoolError> {
        let short = SpoolError(io::ErrorKind::UnexpectedEof);
        let on_disk = self.written.saturating_sub(at);
        let on_disk = usize::try_from(on_disk).map_or(into.len(), |many| many.min(into.len()));
        let (first, rest) = into.split_at_mut(on_disk);
        if let Some(file) = &self.file {
            file.read_exact_at(first, at)?;
        }
        let begins = at.saturating_sub(self.written);
        let kept = usize::try_from(begins).ok();
        let kept = kept.and_then(|begins| self.buffer.get(begins..));
        rest.copy_from_slice(kept.and_then(|kept| kept.get(..rest.len())).ok_or(short)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the byte at some place is.
    fn byte(at: usize) -> u8 {
        at.to_le_bytes().iter().fold(7, |sum, byte| sum ^ byte)
    }

    fn pieces(lengths: &[usize]) -> Box<dyn Spool> {
        let mut spool = SystemSpools.open();
        let mut at = 0;
        for length in lengths {
            let piece: Vec<_> = (at..at + length).map(byte).collect();
            spool.append(&piece).unwrap();
            at += length;
        }
        spool
    }

    fn holds(spool: &dyn Spool, at: usize, length: usize) {
        let mut read = vec![0; length];
        spool.read(at.try_into().unwrap(), &mut read).unwrap();
        assert!(read.iter().copied().eq((at..at + length).map(byte)), "{at}");
    }

    #[test]
    fn what_was_kept_is_read_wherever_it_is() {
        for lengths in [
            &[100][..],
            &[BUFFER],
            &[BUFFER, 1],
            &[BUFFER + 1],
            &[1, BUFFER + 1, 5],
            &[40_000, 40_000, 40_000],
        ] {
            let spool = pieces(lengths);
            let all: usize = lengths.iter().sum();
            holds(&*spool, 0, all);
            holds(&*spool, all, 0);
            for at in [0, all / 3, all / 2, all - 1] {
                holds(&*spool, at, 1);
                holds(&*spool, at, all - at);
            }
        }
    }

    #[test]
    fn what_was_not_kept_cannot_be_read() {
        for lengths in [&[][..], &[100], &[BUFFER, 100]] {
            let spool = pieces(lengths);
            let all: usize = lengths.iter().sum();
            for at in [all, all + 1, usize::MAX] {
                let short = spool.read(at.try_into().unwrap(), &mut [0]);
                assert_eq!(short, Err(SpoolError(io::ErrorKind::UnexpectedEof)));
            }
            let mut too_many = vec![0; all + 1];
            assert!(spool.read(0, &mut too_many).is_err());
        }
    }

    #[test]
    fn what_is_small_needs_no_file() {
        let mut spool = FileSpool::default();
        spool.append(&vec![1; BUFFER]).unwrap();
        assert!(spool.file.is_none());
        spool.append(&[1]).unwrap();
        assert!(spool.file.is_some() && spool.buffer.len() == 1);
    }
}
