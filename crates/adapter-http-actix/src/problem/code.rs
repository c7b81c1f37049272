//! The table of everything that can go wrong: its stable code, status, title, cause and cure.

/// What is known about one kind of failure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// Stable: clients compare it, and it ends the problem's `type`.
    pub(crate) code: &'static str,
    pub(crate) status: u16,
    pub(crate) title: &'static str,
    /// Why it happens, for the page that explains it.
    pub(crate) cause: &'static str,
    /// What to do about it.
    pub(crate) cure: &'static str,
}

macro_rules! table {
    ($($variant:ident: $status:literal $code:literal, $title:literal, $cause:literal, $cure:literal;)*) => {
        /// A kind of failure.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Code { $($variant),* }

        impl Code {
            /// All of them, in the order of the table.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// What is known about it.
            pub(crate) const fn entry(self) -> Entry {
                match self {
                    $(Self::$variant => Entry {
                        code: $code, status: $status, title: $title, cause: $cause, cure: $cure,
                    }),*
                }
            }
        }
    };
}

table! {
    MalformedRequest: 400 "malformed_request", "The request cannot be read",
        "The request's address or its form is not what HTTP allows.",
        "Send the request with a well-kept HTTP client.";
    MalformedBody: 400 "malformed_body", "The body is not the JSON that is expected",
        "The body is empty, is not JSON, is nested too deeply, or has a field that is unknown, repeated or of another type.",
        "Compare the body with the operation's description under /docs; the problem names the field.";
    InvalidHeader: 400 "invalid_header", "A header cannot be used",
        "A header that the operation reads has a value that it does not understand, or occurs more than once.",
        "Send the header that the problem names once, in the form that it says.";
    InvalidParameter: 400 "invalid_parameter", "A parameter cannot be used",
        "A parameter of the address is unknown, repeated, or has a value that the operation does not understand.",
        "Correct or leave out the parameter that the problem names.";
    AmbiguousCredentials: 400 "ambiguous_credentials", "There is more than one credential",
        "The request presents two credentials, and guessing which one is meant could use the wrong one.",
        "Present exactly one: one Authorization header with one key, or the cookie of one session.";
    CredentialsMissing: 401 "credentials_missing", "Credentials are needed",
        "The operation is not for everyone, and the request says nothing about who is calling. A key in the address is never read.",
        "Send the header `Authorization: ApiKey <key>`, or sign in (POST /api/v1/session).";
    UnsupportedScheme: 401 "unsupported_scheme", "The Authorization header has another scheme",
        "Keys are presented with the scheme ApiKey or Bearer, and the request used another one.",
        "Send the header `Authorization: ApiKey <key>`.";
    InvalidKey: 401 "invalid_key", "The key is not accepted",
        "What was presented is not a key that was issued here: it was mistyped, cut off or made up.",
        "Copy the whole key from where it was kept. If it is lost, generate a new one: a key is shown only once.";
    WrongEnvironment: 401 "wrong_environment", "The key is for the other environment",
        "Live keys work in the live environment only, and test keys in the test environment only.",
        "Use a key of this environment, or call the other environment.";
    KeyExpired: 401 "key_expired", "The key has expired",
        "Every key ends at the time that was chosen when it was made.",
        "Generate a new key. Next time, rotate the key before it expires: the old one then goes on working for a while.";
    KeyRevoked: 401 "key_revoked", "The key was revoked",
        "Somebody ended this key, for good.",
        "Use another key. Who ended it, when and why is in the audit trail.";
    WrongCredentials: 401 "wrong_credentials", "Organization, email and password do not belong together",
        "One of the three is wrong. Which one is not told, so that nobody finds out who has an account.",
        "Correct them. Who forgot their password asks an owner of the organization for a new invitation.";
    InvalidSession: 401 "invalid_session", "There is no such session",
        "The cookie is not that of a session that was begun here, or its member was removed.",
        "Sign in (POST /api/v1/session).";
    SessionOver: 401 "session_over", "The session is over",
        "It was ended, was not used for too long, or has lasted as long as a session may.",
        "Sign in again (POST /api/v1/session).";
    OrganizationSuspended: 403 "organization_suspended", "The organization is suspended",
        "Whoever runs the service has suspended the organization that the key belongs to.",
        "Ask whoever runs the service. The key works again when the suspension is lifted.";
    SourceNotAllowed: 403 "source_not_allowed", "The key may not be used from this address",
        "The key is bound to network addresses, and the request came from another one.",
        "Call from one of the addresses, or generate a key that may be used from where the program runs.";
    InsufficientScope: 403 "insufficient_scope", "The key lacks a scope",
        "The key is good, and its scopes do not cover what was asked for.",
        "Use a key with the scope that the problem names. A key never gains scopes: generate a new one.";
    InsufficientRole: 403 "insufficient_role", "The role does not allow this",
        "What was asked for needs a role with more rights in the organization.",
        "Ask a member with the role that the problem names.";
    PeopleOnly: 403 "people_only", "Only people can do this",
        "Members and the organization's policy are managed by people, never with a key.",
        "Sign in and do it as a member.";
    KeysOnly: 403 "keys_only", "Only keys can do this",
        "The operation is about the key that is presented, and the request presents a session.",
        "Present a key in the header `Authorization: ApiKey <key>`, without the cookie.";
    CrossOrigin: 403 "cross_origin", "The request comes from another site",
        "A browser sends its cookies with requests that other sites cause, so a request with a session changes something only when it shows that a page of this service caused it.",
        "Browsers send Sec-Fetch-Site or Origin by themselves: do it on a page of this service. Programs use a key, or send the header `Origin` with the address of this service.";
    ScopeNotHeld: 403 "scope_not_held", "Nobody hands out more than they hold",
        "The new key would have scopes that whoever makes it does not hold.",
        "Ask for fewer scopes, or let somebody who holds them make the key.";
    RateNotHeld: 403 "rate_not_held", "Nobody hands out more than they hold",
        "The key could be used more often than the key that makes or changes it.",
        "Ask for a lower rate limit, or let a person set it.";
    NotFound: 404 "not_found", "There is nothing here",
        "The address leads nowhere, or what it names does not exist in the caller's organization.",
        "Check the address and the id. What belongs to another organization is not found either.";
    MethodNotAllowed: 405 "method_not_allowed", "The address does not take this method",
        "The address exists, and it cannot be called with this method.",
        "Use one of the methods that the Allow header names.";
    NotAcceptable: 406 "not_acceptable", "The answer has no such form",
        "The Accept header leaves out application/json, the only form that the answer has.",
        "Send `Accept: application/json`, or leave the header out.";
    RequestTimeout: 408 "request_timeout", "The request took too long to arrive",
        "The body did not arrive within the time that the service waits for it.",
        "Send it again, without pauses.";
    Conflict: 409 "conflict", "Somebody else was quicker",
        "What the request is about was changed by another request at the same moment. Nothing was done.",
        "Send the request again.";
    WrongStatus: 409 "wrong_status", "Its status does not allow this",
        "An expired or revoked key cannot be changed or rotated. A finding and an action plan move only along their steps, and what belongs to a closed finding stays as it is.",
        "Generate a new key instead; take the step that the problem names; reopen the finding.";
    AlreadyRotated: 409 "already_rotated", "The key was rotated before",
        "A key is rotated once; its successor is the key to rotate next.",
        "Rotate the successor, which the problem names.";
    FormOutdated: 409 "form_outdated", "The form belongs to another session",
        "Somebody signed in or out in this browser since the page with the form was opened.",
        "Open the page again and fill the form in anew.";
    KeyLimitReached: 409 "key_limit_reached", "There are as many active keys as allowed",
        "The organization's policy limits how many active keys there may be.",
        "Revoke keys that are no longer used, or let an owner raise the limit.";
    LimitReached: 409 "limit_reached", "There are as many as allowed",
        "A finding has a limited number of recommendations and of action plans, and an action plan of moves.",
        "Write a new finding, or add a new action plan, as the problem says.";
    ConnectorRunning: 409 "connector_running", "The connector runs already",
        "A connector pulls the universe once at a time, whichever node of the service was asked.",
        "Wait for the end of the run that the problem names (GET /api/v1/connectors/{id}/runs), then ask again.";
    EmailTaken: 409 "email_taken", "A member has this address already",
        "Members sign in with their address, so no two of an organization have the same.",
        "Use another address, or change the member who has it.";
    SlugTaken: 409 "slug_taken", "An organization has this short name already",
        "Members name their organization by its short name when they sign in, so no two have the same.",
        "Choose another short name.";
    LastOwner: 409 "last_owner", "An organization keeps an owner",
        "The member is the organization's last owner, and nobody could manage it without one.",
        "Make another member an owner first.";
    InvitationOver: 410 "invitation_over", "The invitation is over",
        "It was accepted before, or its seven days have passed.",
        "Ask an owner of the organization for a new one.";
    SetupExpired: 410 "setup_expired", "The set-up link has expired",
        "The link that the service prints when it starts on an empty system works for a day.",
        "Start the service again, and use the link that it prints then.";
    PreconditionFailed: 412 "precondition_failed", "It was changed in the meantime",
        "The If-Match header names another version than the present one: somebody changed it since it was read. Nothing was done.",
        "Read it again, decide anew, and send the new ETag.";
    ContentTooLarge: 413 "content_too_large", "The body is too large",
        "The body is larger than any valid body of the operation could be.",
        "Send less: the limit is in the problem's detail.";
    UriTooLong: 414 "uri_too_long", "The address is too long",
        "The address with its parameters is longer than any valid one could be.",
        "Shorten the parameters.";
    UnsupportedMediaType: 415 "unsupported_media_type", "The body is of another type",
        "The operation reads JSON, unless its description says otherwise, and the body says that it is something else, or does not say what it is, or is compressed; or the file is of a type that is not taken.",
        "Send the Content-Type that the problem names, and the body uncompressed; of files, one of a type that the problem lists.";
    InvalidField: 422 "invalid_field", "A field has a value that cannot be used",
        "The body is JSON of the right form, and the value of a field is missing or out of its range.",
        "Correct the field that the problem names, as it says.";
    IdempotencyKeyReused: 422 "idempotency_key_reused", "The Idempotency-Key was sent with another request",
        "The same caller sent the same Idempotency-Key in the last 24 hours, with another body or to another address.",
        "Use a new Idempotency-Key for each request, and the same one only to repeat a request unchanged.";
    ForbiddenByPolicy: 422 "forbidden_by_policy", "The organization's policy does not allow this",
        "The organization has set rules for its keys, and the request is against one of them.",
        "Ask for what the policy allows (GET /api/v1/organization), or let an owner change it.";
    TooManyAttempts: 429 "too_many_attempts", "There were too many attempts",
        "Attempts at a password are limited, for each account and for each address that they come from, so that nobody can guess one. So are calls with what is no key that was issued here.",
        "Wait as long as Retry-After says, then try again. A program that is told so uses a wrong key: it will not become right.";
    RateLimited: 429 "rate_limited", "The key was used too often",
        "The key may be used only so often, by a limit of its own or by its organization's policy, and that was reached. Every call with the key counts, whether or not its scopes would do.",
        "Wait as long as Retry-After says, and keep to what the RateLimit fields of the answers say is left. Whoever manages the organization's keys can set another limit (PATCH /api/v1/keys/{id}).";
    HeadersTooLarge: 431 "headers_too_large", "There are too many or too large headers",
        "The request's headers are more or larger than any client needs.",
        "Send fewer headers and smaller cookies.";
    Internal: 500 "internal", "The service made a mistake",
        "Something happened that should not. It is in the service's log under the request's id.",
        "Tell whoever runs the service the request's id.";
    ConnectorsBusy: 503 "connectors_busy", "Too many connectors run",
        "Every run may hold a whole universe in memory, so a node takes only a few at once.",
        "Try again after the time that Retry-After names.";
    Unavailable: 503 "unavailable", "The service cannot answer now",
        "A part that the service needs, such as its database, cannot be reached. While it cannot check a key, it accepts none.",
        "Try again after the time that Retry-After names.";
}

impl Code {
    /// The code with this name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.entry().code == name)
    }
}
