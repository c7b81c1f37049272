//! A source that answers each connection with the next of its answers, and holds it open.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener},
    sync::{
        Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

pub(super) struct Source {
    address: SocketAddr,
    requests: Mutex<Receiver<String>>,
    /// Has an answer sent that is held.
    releases: Sender<()>,
}

impl Source {
    /// A source with these answers; each is sent as it stands.
    pub(super) fn start(answers: impl IntoIterator<Item = String>) -> Self {
        Self::open(answers, false)
    }

    /// A source that sends each of its answers when it is told to.
    pub(super) fn held(answers: impl IntoIterator<Item = String>) -> Self {
        Self::open(answers, true)
    }

    fn open(answers: impl IntoIterator<Item = String>, held: bool) -> Self {
        let answers: Vec<_> = answers.into_iter().collect();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, requests) = channel();
        let (releases, wait) = channel();
        thread::spawn(move || {
            let mut streams = Vec::new();
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = Vec::new();
                let mut byte = [0];
                while !request.ends_with(b"\r\n\r\n") {
                    stream.read_exact(&mut byte).unwrap();
                    request.extend_from_slice(&byte);
                }
                let request = String::from_utf8(request).unwrap().to_ascii_lowercase();
                // Nobody may be left who wants to know.
                if held {
                    let _ = sender.send(request);
                    wait.recv().unwrap();
                    stream.write_all(answer.as_bytes()).unwrap();
                } else {
                    stream.write_all(answer.as_bytes()).unwrap();
                    let _ = sender.send(request);
                }
                streams.push(stream);
            }
            thread::park();
        });
        Self {
            address,
            requests: Mutex::new(requests),
            releases,
        }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/units.csv", self.address)
    }

    /// Has the answer to a request sent.
    pub(super) fn release(&self) {
        self.releases.send(()).unwrap();
    }

    /// Waits for the next request, which was answered by then unless answers are held; in lower case.
    pub(super) fn asked(&self) -> String {
        self.requests.lock().unwrap().recv().unwrap()
    }
}

/// An answer that holds a universe in CSV.
pub(super) fn ok(body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: {length}\r\n\r\n{body}")
}
