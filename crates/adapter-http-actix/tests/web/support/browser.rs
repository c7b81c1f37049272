//! A browser, used as a person would.

use std::time::Duration;

use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource as _, KeyAction, KeyActions},
    elements::Element,
    wd::WebDriverCompatibleCommand,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::{World, driver::Driver};

/// Width and height of a desk's screen.
pub(crate) const DESKTOP: (u32, u32) = (1120, 800);
/// Width and height of a phone.
pub(crate) const PHONE: (u32, u32) = (390, 844);

/// How long something may take to appear: far longer than it ever does.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Browser {
    pub(crate) client: Client,
    pub(crate) base: String,
    // Dropped last.
    _driver: Driver,
}

impl Browser {
    /// A browser that visits `base`.
    pub(crate) async fn start(base: &str) -> Self {
        let driver = Driver::start();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(driver.capabilities())
            .connect(&driver.address())
            .await
            .unwrap();
        let browser = Self {
            client,
            base: base.to_owned(),
            _driver: driver,
        };
        browser.size(DESKTOP).await;
        browser.dark(false).await;
        browser.time_zone("UTC").await;
        browser
    }

    /// Where the reader's clock stands, such as `Pacific/Auckland`.
    pub(crate) async fn time_zone(&self, name: &str) {
        let zone = json!({ "timezoneId": name });
        self.devtools("Emulation.setTimezoneOverride", zone).await;
    }

    /// Nothing was complained about; then everything ends in good order.
    pub(crate) async fn end(self, world: World) {
        assert_eq!(self.complaints().await, Vec::<String>::new());
        self.close().await;
        world.end().await;
    }

    pub(crate) async fn close(self) {
        self.client.close().await.unwrap();
    }

    /// Sets the size of what is seen, without anything around it.
    pub(crate) async fn size(&self, (width, height): (u32, u32)) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    pub(crate) async fn dark(&self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    pub(crate) async fn scripts(&self, on: bool) {
        self.devtools(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": !on }),
        )
        .await;
    }

    pub(crate) async fn goto(&self, path: &str) {
        self.client
            .goto(&format!("{}{path}", self.base))
            .await
            .unwrap();
    }

    /// Path and query of the page.
    pub(crate) async fn place(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        url.as_str()
            .strip_prefix(&self.base)
            .unwrap_or(url.as_str())
            .to_owned()
    }

    /// Waits until an element is there and can be seen.
    #[track_caller]
    pub(crate) fn see<'a>(&'a self, css: &'a str) -> impl Future<Output = Element> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let visible = format!(
                "const found = [...document.querySelectorAll({})].some((one) => one.checkVisibility({{ visibilityProperty: true }})); return found;",
                json!(css)
            );
            self.until(&visible, caller).await;
            let all = self.client.find_all(Locator::Css(css)).await.unwrap();
            for element in all {
                if element.is_displayed().await.unwrap() {
                    return element;
                }
            }
            panic!("{css} went away again, at {caller}")
        }
    }

    /// Waits until no such element can be seen.
    #[track_caller]
    pub(crate) fn see_no<'a>(&'a self, css: &'a str) -> impl Future<Output = ()> + 'a {
        let caller = std::panic::Location::caller();
        let gone = format!(
            "return ![...document.querySelectorAll({})].some((one) => one.checkVisibility());",
            json!(css)
        );
        async move { self.until(&gone, caller).await }
    }

    /// Waits until a script says `true`; it may run while the page is still changing.
    #[track_caller]
    pub(crate) fn hold<'a>(&'a self, script: &'a str) -> impl Future<Output = ()> + 'a {
        let caller = std::panic::Location::caller();
        async move { self.until(script, caller).await }
    }

    async fn until(&self, script: &str, caller: &std::panic::Location<'_>) {
        let look = async {
            while self.client.execute(script, vec![]).await.ok() != Some(Value::Bool(true)) {
                tokio::task::yield_now().await;
            }
        };
        if tokio::time::timeout(PATIENCE, look).await.is_err() {
            let text = self.script("return document.body.innerText").await;
            panic!(
                "this never came to hold: {script}\nat {caller}, on {}:\n{text}",
                self.place().await
            );
        }
    }

    #[track_caller]
    pub(crate) fn click<'a>(&'a self, css: &'a str) -> impl Future<Output = ()> + 'a {
        let seen = self.see(css);
        async move { seen.await.click().await.unwrap() }
    }

    /// Types into a field in place of what it holds.
    #[track_caller]
    pub(crate) fn fill<'a>(&'a self, css: &'a str, text: &'a str) -> impl Future<Output = ()> + 'a {
        let seen = self.see(css);
        async move {
            let field = seen.await;
            field.clear().await.unwrap();
            field.send_keys(text).await.unwrap();
        }
    }

    #[track_caller]
    pub(crate) fn text<'a>(&'a self, css: &'a str) -> impl Future<Output = String> + 'a {
        let seen = self.see(css);
        async move { seen.await.text().await.unwrap() }
    }

    pub(crate) async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.unwrap().len()
    }

    /// Presses keys one after the other, as on a keyboard.
    pub(crate) async fn press(&self, keys: &[char]) {
        for key in keys {
            let actions = KeyActions::new("keyboard".to_owned())
                .then(KeyAction::Down { value: *key })
                .then(KeyAction::Up { value: *key });
            self.client.perform_actions(actions).await.unwrap();
        }
    }

    /// What has the focus, in short.
    pub(crate) async fn focus(&self) -> String {
        const FOCUS: &str =
            "const at = document.activeElement; return at.id || at.value || at.textContent.trim();";
        let at = self.script(FOCUS).await;
        at.as_str().unwrap_or_default().to_owned()
    }

    /// Types where the focus is.
    pub(crate) async fn type_in(&self, text: &str) {
        let field = self.client.active_element().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    pub(crate) async fn script(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap()
    }

    /// What the browser complained about: nothing, if all is well. An answer that tells of an error is no complaint.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let entries = self.client.issue_cmd(Command::Log).await.unwrap();
        let entries = entries.as_array().unwrap().clone();
        let messages = entries
            .iter()
            .map(|entry| entry["message"].as_str().unwrap().to_owned());
        messages
            .filter(|text| !text.contains("the server responded with a status of 4"))
            .collect()
    }

    pub(crate) async fn devtools(&self, method: &'static str, parameters: Value) -> Value {
        self.client
            .issue_cmd(Command::DevTools(method, parameters))
            .await
            .unwrap()
    }
}

/// What Chromium's driver knows beyond the standard.
#[derive(Debug)]
enum Command {
    DevTools(&'static str, Value),
    Log,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        let session = session.unwrap();
        let command = match self {
            Self::DevTools(..) => "goog/cdp/execute",
            Self::Log => "se/log",
        };
        base.join(&format!("session/{session}/{command}"))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = match self {
            Self::DevTools(method, parameters) => json!({ "cmd": method, "params": parameters }),
            Self::Log => json!({ "type": "browser" }),
        };
        (http::Method::POST, Some(body.to_string()))
    }
}
