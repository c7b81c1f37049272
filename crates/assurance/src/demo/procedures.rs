//! The test procedures of the demonstration, and the evidence for them.

/// A file: its name, its media type, and what it holds.
pub(super) type FileSeed = (&'static str, &'static str, &'static str);

/// A test procedure.
pub(super) struct ProcedureSeed {
    pub(super) entity: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    pub(super) days_ago: u32,
    /// What is attached to it.
    pub(super) files: &'static [FileSeed],
}

pub(super) const PROCEDURES: &[ProcedureSeed] = &[
    ProcedureSeed {
        entity: "FIN-AP-PAY",
        title: "Re-perform the release of payments",
        description: "Take 40 payments of the period at random and look for the release by two \
                      people who may. One payment released by one person is an exception.",
        days_ago: 130,
        files: &[
            (
                "payment-sample.csv",
                "text/csv",
                "payment;amount;currency;released_by\n4500017;18200.00;EUR;A. and B.\n\
                 4500233;950.40;EUR;A. alone\n4500304;71000.00;EUR;A. and C.\n",
            ),
            (
                "walkthrough-notes.txt",
                "text/plain",
                "Walkthrough with the head of accounts payable.\n\
                 Two releases are asked for above 1,000 EUR; below, one is enough.\n",
            ),
        ],
    },
    ProcedureSeed {
        entity: "IT-IAM-PAM",
        title: "Compare privileged accounts with the register",
        description: "Export all accounts with administrative rights and compare them with the \
                      approvals in the register. An account without approval is an exception.",
        days_ago: 75,
        files: &[(
            "privileged-accounts.json",
            "application/json",
            "{\"exported\":\"2026\",\"accounts\":112,\"approved\":109,\"unapproved\":[\"svc-scan\",\
             \"svc-old-batch\",\"adm-temp\"]}\n",
        )],
    },
    ProcedureSeed {
        entity: "FIN-GL-CLS",
        title: "Re-perform the reconciliation of suspense accounts",
        description: "Re-perform the reconciliations of three month ends and follow each open item \
                      to where it was cleared.",
        days_ago: 12,
        files: &[],
    },
];
