//! Credentials: shown to the origin that they are for, and to no other.

use aiia_keys_assurance::{SourceCredentials, SourceHeaderName, SourceSecret, SourceUser};
use zeroize::Zeroizing;

use crate::server::{Server, fetch, private};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

fn secret() -> SourceSecret {
    SourceSecret::new(Zeroizing::new("open-sesame".to_owned())).unwrap()
}

fn each() -> [(SourceCredentials, &'static str); 3] {
    [
        (
            SourceCredentials::Bearer(secret()),
            "\r\nauthorization: bearer open-sesame\r\n",
        ),
        (
            SourceCredentials::Basic {
                user: SourceUser::new("ada").unwrap(),
                password: secret(),
            },
            // `ada:open-sesame`, in lower case as all of the request.
            "\r\nauthorization: basic ywrhom9wzw4tc2vzyw1l\r\n",
        ),
        (
            SourceCredentials::Header {
                name: SourceHeaderName::new("X-Api-Key").unwrap(),
                value: secret(),
            },
            "\r\nx-api-key: open-sesame\r\n",
        ),
    ]
}

#[tokio::test]
async fn each_kind_is_presented_in_its_own_way_also_after_a_redirect_within_the_origin() {
    for (credentials, line) in each() {
        let hop = "HTTP/1.1 307 X\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n";
        let mut server = Server::start([hop, OK]).await;
        fetch(private(), &server.url("/"), &credentials)
            .await
            .unwrap();
        for _ in 0..2 {
            let asked = server.asked().await;
            assert!(asked.contains(line), "{asked}");
        }
    }
}

#[tokio::test]
async fn another_origin_sees_none_of_them() {
    for (credentials, line) in each() {
        let mut other = Server::start([OK]).await;
        let hop = format!(
            "HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
            other.url("/")
        );
        let mut first = Server::start([hop]).await;
        fetch(private(), &first.url("/"), &credentials)
            .await
            .unwrap();
        assert!(first.asked().await.contains(line));
        let asked = other.asked().await;
        assert!(
            !asked.contains("authorization") && !asked.contains("sesame"),
            "{asked}"
        );
    }
}
