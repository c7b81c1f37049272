//! Forms with a file, as clients send them.

use actix_web::test::TestRequest;

const BOUNDARY: &str = "boundary-of-the-tests";

/// A form that is built field by field.
pub(crate) struct Form(Vec<u8>);

impl Form {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// One more field that is a text.
    pub(crate) fn text(self, name: &str, value: &str) -> Self {
        let head = format!("Content-Disposition: form-data; name=\"{name}\"");
        self.part(&head, value.as_bytes())
    }

    /// One more field that is a file.
    pub(crate) fn file(self, name: &str, media_type: &str, content: &[u8]) -> Self {
        let head = format!(
            "Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: {media_type}"
        );
        self.part(&head, content)
    }

    /// One more field under these headers.
    pub(crate) fn part(mut self, head: &str, content: &[u8]) -> Self {
        self.0
            .extend_from_slice(format!("--{BOUNDARY}\r\n{head}\r\n\r\n").as_bytes());
        self.0.extend_from_slice(content);
        self.0.extend_from_slice(b"\r\n");
        self
    }

    /// As the body of a request.
    pub(crate) fn on(mut self, request: TestRequest) -> TestRequest {
        self.0
            .extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.cut_off_on(request)
    }

    /// The same without its end.
    pub(crate) fn cut_off_on(self, request: TestRequest) -> TestRequest {
        let media_type = format!("multipart/form-data; boundary={BOUNDARY}");
        request
            .insert_header(("Content-Type", media_type))
            .set_payload(self.0)
    }
}
