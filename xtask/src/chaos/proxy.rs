//! What stands between a node and the database: connections whose bytes can be held back, delayed or lost.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use anyhow::Result;

/// A listener that passes on all that it is sent, unless told otherwise. It lives as long as the process.
#[derive(Clone, Debug)]
pub(super) struct Proxy {
    address: SocketAddr,
    wire: Arc<Wire>,
}

#[derive(Debug, Default)]
struct Wire {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Nothing passes, and no connection ends: as behind a cable that was pulled out.
    held: bool,
    delay: Duration,
    /// What is open; dead ones are dropped when the next one comes.
    connections: Vec<Connection>,
}

#[derive(Debug)]
struct Connection {
    client: TcpStream,
    server: Option<TcpStream>,
    alive: Arc<()>,
}

impl Proxy {
    /// Listens on the loopback address, in front of a server.
    pub(super) fn start(server: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let proxy = Self {
            address: listener.local_addr()?,
            wire: Arc::default(),
        };
        let wire = Arc::clone(&proxy.wire);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let wire = Arc::clone(&wire);
                thread::spawn(move || connect(&wire, client, server));
            }
        });
        Ok(proxy)
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on nothing passes.
    pub(super) fn hold(&self) {
        self.wire.state().held = true;
    }

    /// All passes again. What was held back arrives late, or is lost with its connections.
    pub(super) fn release(&self, lost: bool) {
        let mut state = self.wire.state();
        if lost {
            for Connection { client, server, .. } in state.connections.drain(..) {
                // It may be closed already.
                client.shutdown(Shutdown::Both).ok();
                server.map(|server| server.shutdown(Shutdown::Both).ok());
            }
        }
        state.held = false;
        drop(state);
        self.wire.changed.notify_all();
    }

    /// How late all is that passes, in each direction.
    pub(super) fn delay(&self, by: Duration) {
        self.wire.state().delay = by;
    }
}

impl Wire {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until something may pass.
    fn pass(&self) {
        let state = self
            .changed
            .wait_while(self.state(), |state| state.held)
            .unwrap_or_else(PoisonError::into_inner);
        let delay = state.delay;
        drop(state);
        if !delay.is_zero() {
            thread::sleep(delay);
        }
    }

    /// Remembers a connection for as long as the returned value lives.
    fn remember(&self, client: &TcpStream, server: Option<&TcpStream>) -> Option<Arc<()>> {
        let alive = Arc::new(());
        let connection = Connection {
            client: client.try_clone().ok()?,
            server: server.and_then(|server| server.try_clone().ok()),
            alive: Arc::clone(&alive),
        };
        let mut state = self.state();
        state
            .connections
            .retain(|connection| Arc::strong_count(&connection.alive) > 1);
        state.connections.push(connection);
        Some(alive)
    }
}

fn connect(wire: &Arc<Wire>, client: TcpStream, server: SocketAddr) {
    let waiting = wire.remember(&client, None);
    wire.pass();
    drop(waiting);
    let Ok(server) = TcpStream::connect(server) else {
        return;
    };
    let Some(alive) = wire.remember(&client, Some(&server)) else {
        return;
    };
    client.set_nodelay(true).ok();
    server.set_nodelay(true).ok();
    let (Ok(from_client), Ok(to_server)) = (client.try_clone(), server.try_clone()) else {
        return;
    };
    let other = Arc::clone(wire);
    let forth = thread::spawn(move || copy(&other, from_client, to_server));
    copy(wire, server, client);
    forth.join().ok();
    drop(alive);
}

/// Until one of them ends; then neither goes on.
fn copy(wire: &Wire, mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = vec![0; 1 << 14];
    while let Ok(length) = from.read(&mut buffer) {
        // The end of a connection is held back as well.
        wire.pass();
        let some = buffer.get(..length).filter(|some| !some.is_empty());
        if some.is_none_or(|some| to.write_all(some).is_err()) {
            break;
        }
    }
    from.shutdown(Shutdown::Both).ok();
    to.shutdown(Shutdown::Both).ok();
}

#[cfg(test)]
mod tests {
    use std::{io::ErrorKind, sync::mpsc};

    use super::*;

    /// A server that says back what it is told, behind a proxy.
    fn echo() -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                thread::spawn(move || {
                    let mut byte = [0];
                    while stream.read_exact(&mut byte).is_ok() && stream.write_all(&byte).is_ok() {}
                });
            }
        });
        Proxy::start(address).unwrap()
    }

    fn said_back(stream: &mut TcpStream, byte: u8) -> std::io::Result<u8> {
        stream.write_all(&[byte])?;
        let mut answer = [0];
        stream.read_exact(&mut answer)?;
        Ok(answer[0])
    }

    #[test]
    fn what_is_held_back_arrives_when_it_is_released() {
        let proxy = echo();
        let mut stream = TcpStream::connect(proxy.address()).unwrap();
        assert_eq!(said_back(&mut stream, 1).unwrap(), 1);
        proxy.hold();
        let (tell, told) = mpsc::channel();
        thread::spawn(move || tell.send(said_back(&mut stream, 2).unwrap()));
        let early = told.recv_timeout(Duration::from_millis(100));
        assert_eq!(early, Err(mpsc::RecvTimeoutError::Timeout));
        proxy.release(false);
        assert_eq!(told.recv(), Ok(2));
    }

    #[test]
    fn what_is_lost_is_lost_with_its_connections_and_new_ones_work() {
        let proxy = echo();
        let mut stream = TcpStream::connect(proxy.address()).unwrap();
        assert_eq!(said_back(&mut stream, 1).unwrap(), 1);
        proxy.hold();
        proxy.release(true);
        let error = said_back(&mut stream, 2).unwrap_err();
        assert!(
            [
                ErrorKind::UnexpectedEof,
                ErrorKind::ConnectionReset,
                ErrorKind::BrokenPipe
            ]
            .contains(&error.kind()),
            "{error}"
        );
        let mut stream = TcpStream::connect(proxy.address()).unwrap();
        assert_eq!(said_back(&mut stream, 3).unwrap(), 3);
    }
}
