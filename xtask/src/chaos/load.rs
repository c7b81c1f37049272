//! Verifies keys without end, many in a row on one connection, and records what became of each.

use std::{
    collections::VecDeque,
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    thread,
    time::Duration,
};

use fastrand::Rng;

use super::{
    history::{Moment, Outcome, Seen, Verification},
    keys::Key,
    measure::Run,
};

/// How long an answer is waited for before others are asked for on a new connection. It is still read when
/// it comes late: what a node says that was paused counts most.
const PATIENCE: Duration = Duration::from_millis(250);
/// How many connections may wait for late answers.
const LATE: usize = 64;

/// Requests on their way.
#[derive(Debug)]
struct Flight {
    stream: TcpStream,
    started: Moment,
    keys: VecDeque<Arc<Key>>,
    /// What came and is not a whole answer yet.
    rest: Vec<u8>,
}

/// One thread that verifies at one node.
#[derive(Debug)]
struct Client<'a> {
    run: &'a Run,
    node: usize,
    seen: Seen,
    late: VecDeque<Flight>,
}

/// Verifies keys at one node until the run is over, so many in a row.
pub(super) fn verify(run: &Run, node: usize, batch: usize, seed: u64) -> Seen {
    let mut random = Rng::with_seed(seed);
    let mut client = Client::new(run, node);
    let mut free = None;
    let mut keys = Vec::new();
    while !run.is_over() {
        run.keys.choose(batch, &mut random, &mut keys);
        free = client.ask(free, &keys);
        if free.is_none() {
            thread::sleep(Duration::from_millis(10));
        }
    }
    client.end()
}

/// Verifies each of these once at one node.
pub(super) fn verify_each(run: &Run, node: usize, keys: &[Arc<Key>]) -> Seen {
    let mut client = Client::new(run, node);
    let mut free = None;
    for some in keys.chunks(16) {
        free = client.ask(free, some);
    }
    client.end()
}

impl<'a> Client<'a> {
    fn new(run: &'a Run, node: usize) -> Self {
        Self {
            run,
            node,
            seen: Seen::default(),
            late: VecDeque::new(),
        }
    }

    /// Gives up on what did not come.
    fn end(mut self) -> Seen {
        let late = self.late.iter().map(|flight| count(flight.keys.len()));
        self.seen.unanswered += late.sum::<u64>();
        self.seen
    }

    /// Asks for these in a row, on this connection or a new one; gives the connection when it is free again.
    fn ask(&mut self, free: Option<TcpStream>, keys: &[Arc<Key>]) -> Option<TcpStream> {
        let address = self.run.verified.get(self.node)?;
        let mut stream = free.map_or_else(|| connect(address), Ok).ok()?;
        let bytes: Vec<u8> = keys.iter().flat_map(|key| &key.request).copied().collect();
        let started = self.run.clock.now();
        if stream.write_all(&bytes).is_err() {
            self.seen.unanswered += count(keys.len());
            return None;
        }
        let stream = self.land(Flight {
            stream,
            started,
            keys: keys.iter().cloned().collect(),
            rest: Vec::new(),
        })?;
        // The node answers again: what it was asked before comes too.
        if let Some(late) = self.late.pop_front() {
            self.land(late);
        }
        Some(stream)
    }

    /// Reads the answers; gives the connection when all came.
    fn land(&mut self, mut flight: Flight) -> Option<TcpStream> {
        let mut buffer = [0; 1 << 14];
        while !flight.keys.is_empty() {
            match flight.stream.read(&mut buffer) {
                Ok(length @ 1..) => {
                    flight.rest.extend(buffer.iter().take(length));
                    let ended = self.run.clock.now();
                    self.record(&mut flight, ended);
                }
                Err(error) if is_late(&error) => {
                    self.late.push_back(flight);
                    if self.late.len() > LATE {
                        let oldest = self.late.pop_front()?;
                        self.seen.unanswered += count(oldest.keys.len());
                    }
                    return None;
                }
                Ok(_) | Err(_) => {
                    self.seen.unanswered += count(flight.keys.len());
                    return None;
                }
            }
        }
        Some(flight.stream)
    }

    /// Takes whole answers from what came.
    fn record(&mut self, flight: &mut Flight, ended: Moment) {
        let mut taken = 0;
        while let Some((status, length)) = flight.rest.get(taken..).and_then(answer) {
            let Some(key) = flight.keys.pop_front() else {
                break;
            };
            taken += length;
            self.seen.verifications.push(Verification::new(
                key.number,
                self.node,
                outcome(status),
                flight.started,
                ended,
            ));
        }
        flight.rest.drain(..taken);
    }
}

fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

fn is_late(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

fn count(keys: usize) -> u64 {
    u64::try_from(keys).unwrap_or(u64::MAX)
}

const fn outcome(status: u16) -> Outcome {
    match status {
        204 => Outcome::Accepted,
        401 | 403 => Outcome::Denied,
        429 | 503 => Outcome::Unavailable,
        _ => Outcome::Other,
    }
}

/// The status of the first answer and its length with its body, when all of it is there.
fn answer(bytes: &[u8]) -> Option<(u16, usize)> {
    const END: &[u8] = b"\r\n\r\n";
    let end = bytes.windows(END.len()).position(|window| window == END)? + END.len();
    let head = str::from_utf8(bytes.get(..end)?).ok()?;
    let status = head.get(9..12)?.parse().ok()?;
    let body = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let length = name.eq_ignore_ascii_case("content-length");
        length.then(|| value.trim().parse::<usize>().ok())?
    });
    let length = end + body.unwrap_or(0);
    (bytes.len() >= length).then_some((status, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_taken_one_by_one_and_only_when_they_are_whole() {
        let two = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nnoHTTP/1.1 204 No Content\r\nx: y\r\n\r\n";
        let (status, length) = answer(two).unwrap();
        assert_eq!((status, length), (503, 57));
        assert_eq!(answer(&two[length..]), Some((204, two.len() - length)));
        assert_eq!(answer(&two[..56]), None);
        assert_eq!(answer(&two[length..two.len() - 1]), None);
    }
}
