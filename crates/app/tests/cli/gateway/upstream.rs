//! A protected service that answers everything, and keeps what it was sent.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

pub(super) struct Upstream {
    address: String,
    requests: Receiver<String>,
}

impl Upstream {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (sender, requests) = channel();
        // Ends with the test.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let sender = sender.clone();
                thread::spawn(move || serve(stream, &sender));
            }
        });
        Self { address, requests }
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// The head of the request that came next.
    pub(super) fn seen(&self) -> String {
        self.requests.recv().unwrap()
    }

    /// How many came that nobody has looked at.
    pub(super) fn unseen(&self) -> usize {
        self.requests.try_iter().count()
    }
}

/// Answers the requests of one connection: `/…/401` with 401, and so on.
fn serve(stream: TcpStream, sender: &Sender<String>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).unwrap_or(0) == 0 {
                return;
            }
        }
        let path = head.split(' ').nth(1).unwrap_or_default();
        let status: u16 = path
            .rsplit('/')
            .next()
            .and_then(|end| end.parse().ok())
            .unwrap_or(200);
        sender.send(head).unwrap();
        let body = "from the service";
        let answer = format!(
            "HTTP/1.1 {status} So\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(answer.as_bytes()).unwrap();
    }
}
