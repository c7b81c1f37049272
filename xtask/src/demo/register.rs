//! The organization's own register, which its connector pulls from: what a file holds, sent to
//! whoever shows the token. It is a process of its own, and there as long as its input is open: held
//! by the service, it ends with it.

use std::{
    env, fs,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};

use crate::{output::say, process, product::new_secret};

/// The variable that the token is in.
const TOKEN: &str = "AIIA_DEMO_REGISTER_TOKEN";

/// The most bytes of a request.
const MAX_REQUEST: u64 = 16 * 1024;

/// Who takes longer than this to ask is not answered.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running register.
#[derive(Debug)]
pub(super) struct Register {
    child: Child,
    file: PathBuf,
    url: String,
    token: String,
}

impl Register {
    /// Starts one that sends what is in `file` at that moment.
    pub(super) fn start(file: &Path) -> Result<Self> {
        let token = new_secret()?;
        let program = env::current_exe()?;
        let mut child = process::command(Path::new("."), &program.to_string_lossy(), "demo")
            .arg("--register")
            .arg(file)
            .env(TOKEN, &token)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the register does not start")?;
        let stdout = child.stdout.take().context("its output is not read")?;
        let mut url = String::new();
        BufReader::new(stdout).read_line(&mut url)?;
        ensure!(url.starts_with("http://"), "the register does not listen");
        Ok(Self {
            child,
            file: file.to_owned(),
            url: url.trim_end().to_owned(),
            token,
        })
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// What it is to be shown; secret.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// What a process has to have as its input for the register to be there as long as it is.
    pub(super) fn hold(mut self) -> Result<Stdio> {
        let input = self.child.stdin.take();
        Ok(input.context("it is held already")?.into())
    }
}

/// Unless somebody else holds it.
impl Drop for Register {
    fn drop(&mut self) {
        if self.child.stdin.take().is_some() {
            self.child.wait().ok();
        }
    }
}

/// What that process does.
pub(super) fn serve(file: &Path) -> Result<()> {
    let token = env::var(TOKEN).with_context(|| format!("{TOKEN} is not set"))?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    say(format_args!("http://{}/units.csv", listener.local_addr()?));
    let file = file.to_owned();
    thread::spawn(move || {
        for stream in listener.incoming() {
            // Who does not listen any more misses nothing.
            let _ = stream.and_then(|stream| answer(stream, &token, &file));
        }
    });
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}

fn answer(mut stream: TcpStream, token: &str, file: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let lines = BufReader::new(stream.try_clone()?.take(MAX_REQUEST)).lines();
    let mut head = Vec::new();
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        head.push(line);
    }
    let (status, body) = if shows(&head, token) {
        ("200 OK", fs::read(file)?)
    } else {
        ("401 Unauthorized", Vec::new())
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/csv\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(&body)
}

/// Whether a request shows the token.
fn shows(head: &[String], token: &str) -> bool {
    let expected = ["Bearer ", token].concat();
    head.iter().any(|line| {
        line.split_once(':').is_some_and(|(name, value)| {
            name.eq_ignore_ascii_case("Authorization") && value.trim() == expected
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_shows_the_token_is_let_in() {
        let head = |line: &str| ["GET /units.csv HTTP/1.1".to_owned(), line.to_owned()];
        assert!(shows(
            &head("authorization: Bearer open-sesame"),
            "open-sesame"
        ));
        for line in [
            "authorization: Bearer open",
            "authorization: open-sesame",
            "x-authorization: Bearer open-sesame",
        ] {
            assert!(!shows(&head(line), "open-sesame"), "{line}");
        }
    }
}
