//! TLS to the server, as far as each mode promises.

use std::{fs, net::SocketAddr, path::PathBuf, sync::Arc};

use aiia_keys_postgres::{Connector, DatabaseUrl, PoolOptions};
use aiia_keys_test_support::Role;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional},
    net::{TcpListener, UnixStream},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::{proxy::socket, support::Place};

/// A server that speaks TLS, with a certificate for `localhost` of an authority of its own.
struct Secure {
    address: SocketAddr,
    authority: PathBuf,
    stranger: PathBuf,
    _folder: TempDir,
}

fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

impl Secure {
    async fn new(place: &Place) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (own, other) = (authority("own.example"), authority("other.example"));
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &own).unwrap();
        let file = |name: &str, pem: String| {
            let path = folder.path().join(name);
            fs::write(&path, pem).unwrap();
            path
        };
        let (authority, stranger) = (file("own.pem", own.pem()), file("other.pem", other.pem()));
        let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, private)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(
            listener,
            config.into(),
            socket(&place.database.config(Role::App)),
        ));
        Self {
            address,
            authority,
            stranger,
            _folder: folder,
        }
    }

    /// Whether one gets in, or why not.
    async fn connect(&self, place: &Place, host: &str, parameters: &str) -> Result<(), String> {
        let (port, name) = (self.address.port(), place.database.name());
        let text = format!("postgresql://aiia_app@{host}:{port}/{name}?{parameters}");
        let url: DatabaseUrl = text.parse().unwrap();
        let connector = Connector::new(&url, PoolOptions::default()).map_err(|e| e.to_string())?;
        let client = connector
            .connect()
            .await
            .map_err(|error| error.to_string())?;
        client
            .batch_execute("SELECT 1")
            .await
            .map_err(|error| error.to_string())
    }
}

/// Answers the request for TLS, and passes what is inside on to the real server.
async fn serve(listener: TcpListener, acceptor: TlsAcceptorConfig, server: PathBuf) {
    let acceptor = TlsAcceptor::from(acceptor.0);
    loop {
        let (mut client, _) = listener.accept().await.unwrap();
        let (acceptor, server) = (acceptor.clone(), server.clone());
        tokio::spawn(async move {
            let mut request = [0; 8];
            client.read_exact(&mut request).await.unwrap();
            assert_eq!(
                request,
                [0, 0, 0, 8, 4, 210, 22, 47],
                "a request for TLS comes first"
            );
            client.write_all(b"S").await.unwrap();
            // A client that does not trust us goes away here.
            let Ok(mut client) = acceptor.accept(client).await else {
                return;
            };
            let mut server = UnixStream::connect(server).await.unwrap();
            let _ = copy_bidirectional(&mut client, &mut server).await;
        });
    }
}

struct TlsAcceptorConfig(Arc<ServerConfig>);

impl From<ServerConfig> for TlsAcceptorConfig {
    fn from(config: ServerConfig) -> Self {
        Self(Arc::new(config))
    }
}

#[tokio::test]
async fn each_mode_accepts_what_it_promises_and_refuses_the_rest() {
    let place = Place::empty(PoolOptions::default()).await;
    let secure = Secure::new(&place).await;
    let own = format!("sslrootcert={}", secure.authority.display());
    let stranger = format!("sslrootcert={}", secure.stranger.display());
    // Host, parameters, and what the refusal says, if it is one.
    let table = [
        ("localhost", "sslmode=require".to_owned(), None),
        ("127.0.0.1", "sslmode=require".to_owned(), None),
        ("localhost", format!("sslmode=require&{own}"), None),
        (
            "localhost",
            format!("sslmode=require&{stranger}"),
            Some("UnknownIssuer"),
        ),
        ("localhost", format!("sslmode=verify-ca&{own}"), None),
        ("127.0.0.1", format!("sslmode=verify-ca&{own}"), None),
        (
            "127.0.0.1",
            format!("sslmode=verify-ca&{stranger}"),
            Some("UnknownIssuer"),
        ),
        ("localhost", format!("sslmode=verify-full&{own}"), None),
        (
            "127.0.0.1",
            format!("sslmode=verify-full&{own}"),
            Some("not valid for name"),
        ),
        (
            "localhost",
            format!("sslmode=verify-full&{stranger}"),
            Some("UnknownIssuer"),
        ),
    ];
    for (host, parameters, refusal) in table {
        let outcome = secure.connect(&place, host, &parameters).await;
        match (&outcome, refusal) {
            (Ok(()), None) => {}
            (Err(text), Some(part)) if text.contains(part) => {}
            _ => panic!("{host} {parameters}: {outcome:?}"),
        }
    }
}

#[tokio::test]
async fn a_file_without_authorities_is_refused_before_connecting() {
    let place = Place::empty(PoolOptions::default()).await;
    let secure = Secure::new(&place).await;
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    fs::write(&empty, "").unwrap();
    for (file, part) in [
        (empty, "holds none"),
        (folder.path().join("missing.pem"), "cannot read"),
    ] {
        let parameters = format!("sslmode=verify-full&sslrootcert={}", file.display());
        let refused = secure
            .connect(&place, "localhost", &parameters)
            .await
            .unwrap_err();
        assert!(refused.contains(part), "{refused}");
    }
}

#[tokio::test]
async fn a_server_without_tls_is_refused_when_tls_is_asked_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        let mut request = [0; 8];
        client.read_exact(&mut request).await.unwrap();
        client.write_all(b"N").await.unwrap();
    });
    let url: DatabaseUrl = format!("postgresql://aiia_app@localhost:{port}/keys?sslmode=require")
        .parse()
        .unwrap();
    let connector = Connector::new(&url, PoolOptions::default()).unwrap();
    let refused = connector.connect().await.unwrap_err().to_string();
    assert!(refused.contains("does not support TLS"), "{refused}");
}
