//! How much memory a process has, as Linux counts it.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};

pub(super) const MIB: u64 = 1 << 20;

/// The memory of a process.
#[derive(Debug)]
pub(super) struct Memory {
    /// What Linux says about its process.
    process: PathBuf,
}

impl Memory {
    pub(super) fn of(process: u32) -> Self {
        Self {
            process: format!("/proc/{process}").into(),
        }
    }

    /// The bytes that are there now.
    pub(super) fn resident(&self) -> Result<u64> {
        self.read("VmRSS:")
    }

    /// Forgets the peak so far; gives the bytes that are there now.
    pub(super) fn begin(&self) -> Result<u64> {
        fs::write(self.process.join("clear_refs"), "5")
            .context("the peak of its memory cannot be set back")?;
        self.resident()
    }

    /// The most bytes that were there since.
    pub(super) fn peak(&self) -> Result<u64> {
        self.read("VmHWM:")
    }

    fn read(&self, name: &str) -> Result<u64> {
        let status = fs::read_to_string(self.process.join("status"))?;
        bytes(&status, name).with_context(|| format!("Linux does not tell {name}"))
    }
}

fn bytes(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_by_its_name() {
        let status = "VmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n";
        assert_eq!(bytes(status, "VmHWM:"), Some(2 * MIB));
        assert_eq!(bytes(status, "VmRSS:"), Some(MIB));
        assert_eq!(bytes(status, "VmSwap:"), None);
    }
}
