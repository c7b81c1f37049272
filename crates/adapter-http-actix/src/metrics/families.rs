//! The table of what is told: its name, kind, labels and meaning.

/// How a family's values move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Only up, from the start of the program.
    Counter,
    /// Up and down.
    Gauge,
    /// Counts by size, with their sum.
    Histogram,
}

impl Kind {
    /// As Prometheus calls it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

macro_rules! families {
    ($($variant:ident: $kind:ident $name:literal, $labels:literal, $help:literal;)*) => {
        /// One thing that is told.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Family { $(#[doc = $help] $variant),* }

        impl Family {
            /// All of them, in the order in which they are told.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// How it moves.
            pub const fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind),* }
            }

            /// Its labels, divided by commas.
            pub const fn labels(self) -> &'static str {
                match self { $(Self::$variant => $labels),* }
            }

            /// What it means.
            pub const fn help(self) -> &'static str {
                match self { $(Self::$variant => $help),* }
            }
        }
    };
}

families! {
    Build: Gauge "aiia_keys_build_info", "version", "Always 1, with the version of the program.";
    Requests: Counter "aiia_keys_http_requests_total", "operation, status", "Requests that were answered.";
    Durations: Histogram "aiia_keys_http_request_duration_seconds", "operation", "How long it took to answer.";
    Verifications: Counter "aiia_keys_verifications_total", "outcome", "Keys that were verified: `allowed`, or the code of the problem.";
    CacheLookups: Counter "aiia_keys_cache_lookups_total", "answer", "Keys that were looked up in memory: `hit`; `miss` and, while the node holds no lease, `no_lease`, which the database was asked for; `unknown`, known not to exist; `refused`, when too many that do not exist were presented.";
    CacheEntries: Gauge "aiia_keys_cache_entries", "", "Keys that are remembered.";
    LeaseLeft: Gauge "aiia_keys_lease_left_seconds", "", "How much longer this node may answer from memory; 0 when it holds no lease.";
    Nodes: Gauge "aiia_keys_nodes", "", "Nodes of the cluster that this one has heard of, itself among them.";
    Registrations: Counter "aiia_keys_node_registrations_total", "", "How often this node joined the cluster: once, and again whenever a revocation waited for it no longer.";
    UsageHeld: Gauge "aiia_keys_usage_held", "", "Keys, each in one hour, whose use was counted and not stored yet.";
    UsageLost: Counter "aiia_keys_usage_lost_total", "", "Uses of keys that were not counted because too much was held.";
    UsageLag: Gauge "aiia_keys_usage_flush_lag_seconds", "", "How long ago everything that was counted was stored.";
    DatabaseConnections: Gauge "aiia_keys_database_connections", "state", "Connections to the database: `idle`, `in_use`, and `most`, which there may be.";
    DatabaseWaiting: Gauge "aiia_keys_database_waiting", "", "Callers that wait for a connection to the database.";
}
