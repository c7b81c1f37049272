//! Links between files of the repository resolve, to the heading.

use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Tag};

use super::{
    markdown,
    repository::{File, Repository},
    violation::Violation,
};

pub(super) fn check(repository: &Repository) -> Vec<Violation> {
    repository
        .with_extension("md")
        .flat_map(|file| check_file(repository, file))
        .collect()
}

fn check_file(repository: &Repository, file: &File) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (event, range) in markdown::events(&file.text) {
        let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event else {
            continue;
        };
        if let Some(problem) = problem(repository, file, &dest_url) {
            let line = markdown::line(&file.text, range.start);
            violations.push(Violation::new(
                &file.path,
                line,
                problem,
                "correct the link or what it points to",
            ));
        }
    }
    violations
}

fn problem(repository: &Repository, from: &File, link: &str) -> Option<String> {
    let outside = ["http:", "https:", "mailto:"]
        .iter()
        .any(|scheme| link.starts_with(scheme));
    if outside {
        return None;
    }
    let (path, anchor) = link
        .split_once('#')
        .map_or((link, None), |(path, anchor)| (path, Some(anchor)));
    let target = if path.is_empty() {
        from.path.clone()
    } else {
        resolve(&from.path, path)?
    };
    if repository.file(&target).is_none() && !repository.root.join(&target).exists() {
        return Some(format!("the link `{link}` points to nothing"));
    }
    let document = repository
        .file(&target)
        .filter(|file| file.has_extension("md"));
    let (document, anchor) = (document?, anchor?);
    let known = markdown::anchors(&document.text)
        .iter()
        .any(|known| known == anchor);
    (!known).then(|| format!("the link `{link}` points to no heading of {target}"))
}

/// The path from the root of a path written in the file at `from`; `None` when it leaves the repository.
fn resolve(from: &str, path: &str) -> Option<String> {
    let mut resolved = Path::new(from)
        .parent()
        .map(Path::to_owned)
        .unwrap_or_default();
    for part in Path::new(path).components() {
        match part {
            Component::Normal(name) => resolved.push(name),
            Component::ParentDir if resolved.pop() => {}
            Component::ParentDir => return None,
            Component::RootDir | Component::Prefix(_) => resolved = PathBuf::new(),
            Component::CurDir => {}
        }
    }
    Some(resolved.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let mut repository = Repository::of(&[
            ("docs/a.md", text),
            ("docs/b.md", "# One thing\n"),
            ("README.md", ""),
        ]);
        repository.root = PathBuf::from("no-such-folder-here");
        check(&repository)
            .into_iter()
            .map(|v| format!("{}: {}", v.line, v.problem))
            .collect()
    }

    #[test]
    fn links_that_resolve_pass() {
        let text = "# Top\n[b](b.md) [h](b.md#one-thing) [r](../README.md) [t](#top) [w](https://example.org/x)\n";
        assert_eq!(problems(text), Vec::<String>::new());
    }

    #[test]
    fn a_missing_file_and_a_missing_heading_fail() {
        assert_eq!(
            problems("[c](c.md)\n[h](b.md#another) [t](#top)\n"),
            [
                "1: the link `c.md` points to nothing",
                "2: the link `b.md#another` points to no heading of docs/b.md",
                "2: the link `#top` points to no heading of docs/a.md",
            ]
        );
    }

    #[test]
    fn links_in_code_are_not_links() {
        assert_eq!(
            problems("`[c](c.md)`\n\n```\n[c](c.md)\n```\n"),
            Vec::<String>::new()
        );
    }
}
