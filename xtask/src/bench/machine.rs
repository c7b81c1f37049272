//! Says on which machine a figure was measured.

use std::{fs, path::Path, process::Command, thread};

use crate::process;

/// Processor, cores, memory, kernel and compiler, in one line.
pub(super) fn describe(root: &Path) -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cores =
        thread::available_parallelism().map_or_else(|_| "?".to_owned(), |cores| cores.to_string());
    let rustc = process::capture(Command::new("rustc").arg("--version").current_dir(root));
    format!(
        "{}, {cores} cores, {} memory, Linux {}, {}",
        processor(&read("/proc/cpuinfo")).unwrap_or("unknown processor"),
        memory(&read("/proc/meminfo")).unwrap_or_else(|| "unknown".to_owned()),
        read("/proc/sys/kernel/osrelease").trim(),
        rustc.as_deref().map_or("unknown compiler", str::trim),
    )
}

fn processor(cpuinfo: &str) -> Option<&str> {
    let line = cpuinfo
        .lines()
        .find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim())
}

fn memory(meminfo: &str) -> Option<String> {
    let line = meminfo.lines().find(|line| line.starts_with("MemTotal:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(format!("{} GiB", kibibytes.div_ceil(1 << 20)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_and_the_memory_are_read() {
        assert_eq!(
            processor("processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n"),
            Some("Some CPU @ 2 GHz")
        );
        assert_eq!(
            memory("MemTotal:        8123456 kB\n").as_deref(),
            Some("8 GiB")
        );
        assert_eq!(processor(""), None);
        assert_eq!(memory(""), None);
    }
}
