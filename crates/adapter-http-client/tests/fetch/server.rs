//! A server that answers each connection with the next of its answers, and keeps what it was asked.

use aiia_keys_assurance::{
    FetchFailure, Fetched, SourceCredentials, SourceReach, SourceUrl, TreeSource as _,
};
use aiia_keys_http_client::{HttpTreeSource, SourceOptions};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
};

pub(crate) struct Server {
    pub(crate) address: String,
    requests: UnboundedReceiver<String>,
}

/// An answer, and whether the connection is then held open.
pub(crate) struct Answer {
    pub(crate) text: Vec<u8>,
    pub(crate) hold: bool,
}

impl From<&str> for Answer {
    fn from(text: &str) -> Self {
        Self {
            text: text.as_bytes().to_vec(),
            hold: false,
        }
    }
}

impl From<String> for Answer {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl Server {
    pub(crate) async fn start(answers: impl IntoIterator<Item = impl Into<Answer>>) -> Self {
        let answers: Vec<Answer> = answers.into_iter().map(Into::into).collect();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (sender, requests) = unbounded_channel();
        tokio::spawn(async move {
            let mut held = Vec::new();
            for answer in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    request.push(stream.read_u8().await.unwrap());
                }
                let _ = sender.send(String::from_utf8(request).unwrap());
                // Who has seen enough hangs up.
                let _ = stream.write_all(&answer.text).await;
                if answer.hold {
                    held.push(stream);
                }
            }
            std::future::pending::<()>().await;
        });
        Self { address, requests }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The next request that came, in lower case.
    pub(crate) async fn asked(&mut self) -> String {
        self.requests.recv().await.unwrap().to_ascii_lowercase()
    }
}

/// What is allowed in these tests, whose server is on this machine.
pub(crate) fn private() -> SourceOptions {
    SourceOptions {
        reach: SourceReach::Private,
        ..SourceOptions::default()
    }
}

pub(crate) async fn fetch(
    options: SourceOptions,
    url: &str,
    credentials: &SourceCredentials,
) -> Result<Fetched, FetchFailure> {
    let url = SourceUrl::new(url, options.reach).unwrap();
    let source = HttpTreeSource::new(options);
    source.fetch(&url, credentials).await
}
