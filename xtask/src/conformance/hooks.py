"""What the description of the API cannot say, for both callers.

It says what a request looks like. Which ids there are, and what goes with what, only the service knows.
"""

import atexit
import collections
import json
import os
import uuid

import schemathesis
from hypothesis import strategies as st

OWN_ID = os.environ["AIIA_CONFORMANCE_OWN_ID"]
# How often each operation was answered with each status.
TALLY = collections.defaultdict(collections.Counter)
# The ids that answers told, by what they name; the newest last.
KNOWN = collections.defaultdict(dict)
# The names of requests that were sent.
NAMED = set()


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Every status must be described by its number: `default` would let any other one pass."""
    for path in raw_schema["paths"].values():
        for operation in path.values():
            operation["responses"].pop("default", None)


def noun(segment):
    """What the last part of an address that is a name holds one of: `action-plans` an `action_plan`."""
    word = segment.replace("-", "_")
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def newest(name):
    return next(reversed(KNOWN[name]), None)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Of a request that should be done, what is made up and cannot be right is replaced by what is there.

    A version or a position is left out, or the request would end at it. Nothing is done to the
    caller itself: its access has to last.
    """
    segments = [part for part in case.path.split("/") if part and not part.startswith("{")]
    ids = case.path_parameters or {}
    if case.meta is not None and case.meta.generation.mode.is_positive:
        for container, name in ((case.headers, "If-Match"), (case.query, "cursor")):
            if container:
                container.pop(name, None)
        name = (case.headers or {}).get("Idempotency-Key")
        if name is not None and name in NAMED:
            # It would stand for another request.
            case.headers.pop("Idempotency-Key")
        NAMED.add(name)
        about = noun(segments[2]) if len(segments) > 2 else None
        if "id" in ids and ids["id"] not in KNOWN[about] and newest(about):
            ids["id"] = newest(about)
        if isinstance(case.body, dict):
            arrange(case.body)
    if str(ids.get("id", "")).lower() == OWN_ID and case.method != "GET":
        ids["id"] = str(uuid.UUID(int=0))


def arrange(body):
    for name in ("entity", "evidence", "recommendation"):
        if isinstance(body.get(name), str) and newest(name):
            body[name] = newest(name)
        elif isinstance(body.get(name), list) and body[name] and newest(name):
            body[name] = [newest(name)]
    if isinstance(body.get("url"), str):
        # What is pulled comes from this machine; it is no universe, which the run will tell.
        body["url"] = os.environ["AIIA_CONFORMANCE_ORIGIN"] + "/openapi.json"
    if "file" in body:
        # The file of a form comes last, and a description knows no order.
        body["file"] = body.pop("file")


@schemathesis.hook
def after_call(context, case, response):
    TALLY[case.operation.label][str(response.status_code)] += 1
    if response.status_code in (200, 201) and "json" in response.headers.get("content-type", [""])[0]:
        segments = [part for part in case.path.split("/") if part and not part.startswith("{")]
        told = response.json()
        about = (case.path_parameters or {}).get("id")
        for one in told if isinstance(told, list) else [told]:
            if isinstance(one, dict) and isinstance(one.get("id"), str) and one["id"] != OWN_ID:
                learn(noun(segments[2 if one["id"] == about else -1]), one)
    if case.operation.definition.raw.get("operationId") == "syncOrganization":
        # Which of them are left is not told.
        KNOWN["entity"].clear()


def learn(name, one):
    KNOWN[name].pop(one["id"], None)
    over = one.get("status") in ("closed", "verified", "revoked", "expired") or one.get("retired_at")
    if not over:
        KNOWN[name][one["id"]] = True


@st.composite
def universes(draw):
    """A universe in CSV: each entity lies at the top, or below one of those before it."""
    codes = draw(st.lists(st.from_regex(r"[A-Z][A-Z0-9._/-]{0,9}", fullmatch=True), min_size=1, max_size=5, unique=True))
    lines = ["code,kind,name,parent"]
    for number, code in enumerate(codes):
        kind = draw(st.sampled_from(["process", "system", "location"]))
        name = draw(st.from_regex(r"[A-Za-z][A-Za-z ]{0,20}", fullmatch=True))
        parent = draw(st.sampled_from(["", *codes[:number]]))
        lines.append(f"{code},{kind},{name},{parent}")
    return "\n".join(lines).encode()


schemathesis.openapi.media_type("text/csv", universes())


@atexit.register
def write_tally():
    with open(os.environ["AIIA_CONFORMANCE_TALLY"], "w", encoding="utf-8") as file:
        json.dump(TALLY, file)
