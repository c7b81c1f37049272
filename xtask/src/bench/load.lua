-- Asks with each of many keys, and prints what came of it as JSON.
-- Behind `--`: a file with keys of one length, one a line, and how many threads each have a part of their
-- own, every key of it used once; 0 when all threads use all of them in turn.
--
-- The keys stay one text: the first thread begins to ask while the next one still reads them.

local threads = {}

function setup(thread)
    thread:set("place", #threads)
    threads[#threads + 1] = thread
end

-- Whether a thread had no key left.
spent = 0

local keys, width, parts, first, past, at, before, after, without

function init(arguments)
    local file = io.open(arguments[1])
    keys = file:read("*a")
    file:close()
    width = keys:find("\n", 1, true)
    local count = #keys / width
    parts = tonumber(arguments[2])
    first, past = 0, count
    if parts > 0 then
        first = math.floor(count * place / parts)
        past = math.floor(count * (place + 1) / parts)
    end
    at = first
    local request = wrk.format("GET", wrk.path, { ["Authorization"] = "ApiKey |" })
    local mark = request:find("|", 1, true)
    before, after = request:sub(1, mark - 1), request:sub(mark + 1)
    without = wrk.format("GET", wrk.path)
end

function request()
    if at == past then
        if parts > 0 then
            spent = 1
            wrk.thread:stop()
            return without
        end
        at = first
    end
    local start = at * width
    at = at + 1
    return before .. keys:sub(start + 1, start + width - 1) .. after
end

function done(summary, latency)
    local errors, spent = summary.errors, 0
    for _, thread in ipairs(threads) do
        spent = spent + thread:get("spent")
    end
    io.write(string.format(
        '{"requests":%d,"microseconds":%d,"p99":%d,"refused":%d,"broken":%d,"spent":%d}\n',
        summary.requests, summary.duration, latency:percentile(99), errors.status,
        errors.connect + errors.read + errors.write + errors.timeout, spent))
end
