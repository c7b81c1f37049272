//! What a node must not have in front of it: a proxy that keeps answers for a while. It proves that the
//! check can fail.

use std::{
    collections::HashMap,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::process;

/// How long an answer is kept.
const KEPT: Duration = Duration::from_secs(1);

/// Answers by request, and since when.
type Answers = Arc<Mutex<HashMap<Vec<u8>, (Instant, Vec<u8>)>>>;

/// Starts one before a server of answers without bodies; where it listens. It lives as long as the process.
pub(super) fn start(server: SocketAddr) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let answers = Answers::default();
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let answers = Arc::clone(&answers);
            thread::spawn(move || serve(client, server, &answers));
        }
    });
    Ok(address)
}

/// Until one of both ends.
fn serve(mut client: TcpStream, server: SocketAddr, answers: &Answers) -> Option<()> {
    let mut server = TcpStream::connect(server).ok()?;
    client.set_nodelay(true).ok()?;
    let (mut asked, mut answered) = (Vec::new(), Vec::new());
    loop {
        let request = head(&mut client, &mut asked)?;
        let known = |now: Instant| {
            let answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
            let (since, answer) = answers.get(&request)?;
            (now.duration_since(*since) < KEPT).then(|| answer.clone())
        };
        let answer = if let Some(answer) = known(process::now()) {
            answer
        } else {
            server.write_all(&request).ok()?;
            let answer = head(&mut server, &mut answered)?;
            let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
            answers.insert(request, (process::now(), answer.clone()));
            answer
        };
        client.write_all(&answer).ok()?;
    }
}

/// The next head, up to the empty line; what is behind it stays for the next time.
fn head(from: &mut TcpStream, rest: &mut Vec<u8>) -> Option<Vec<u8>> {
    const END: &[u8] = b"\r\n\r\n";
    let mut buffer = [0; 1 << 12];
    loop {
        if let Some(end) = rest.windows(END.len()).position(|window| window == END) {
            return Some(rest.drain(..end + END.len()).collect());
        }
        let length = from.read(&mut buffer).ok().filter(|length| *length > 0)?;
        rest.extend(buffer.iter().take(length));
    }
}
