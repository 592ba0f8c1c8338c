-- SPDX-License-Identifier: MIT
--- What mut.study is given.
local check = require "mutlua.check"
local replicates = require "mutlua.replicates"
local sentinels = require "mutlua.sentinels"
local trials = require "mutlua.trials"

local M = {}

--- @class (exact) mutlua.Protocol
--- @field name string
--- @field version integer another version measures anew
--- @field measure fun(trial: mutlua.Trial): mutlua.Measured

--- @class (exact) mutlua.ExternalMeter
--- @field command string[] a program that prints {"t": seconds, "w": watts}, or "j" for joules
--- @field kind? "power"|"counter" what it prints: w, or j; "power"
--- @field name? string "external"

--- @class (exact) mutlua.CpuPowerModel
--- @field idle_watts number
--- @field max_watts number

--- @class (exact) mutlua.Estimates
--- @field cpu? mutlua.CpuPowerModel

--- @class (exact) mutlua.StudyOptions
--- @field name string by which a study that was interrupted is found again
--- @field seed? integer what every draw and order depends on; absent: drawn and stored
--- @field draws? "keyed"|"sequence"
--- @field training_seed? mutlua.TrainingSeed
--- @field order? "written"|"shuffled"|"blocked"|"latin_square"|"abba"
--- @field replicates? integer how often each trial is run; 1
--- @field retries? integer further attempts after a failed training; 0
--- @field repeats? integer how often a trial that does not count is measured again, at the end
---   of its block; 0
--- @field cooling? mutlua.Cooling
--- @field settle? mutlua.Settle
--- @field governor? string the CPU frequency governor
--- @field governor_required? boolean false: one that cannot be set is a warning and a flag; true
--- @field timeout_seconds? number of each training
--- @field gpus? (integer|string)[] numbers of GPUs from 0, PCI addresses or UUIDs
--- @field needs? mutlua.Needs
--- @field idle_per_block? boolean 10 s of idle energy are read before each block's first trial
--- @field meter? mutlua.ExternalMeter a meter at the wall, read by a program
--- @field estimates? mutlua.Estimates figures for what cannot be measured, in fields of their own
--- @field sentinel? mutlua.SentinelOptions a reference trial among the others, again and again
--- @field counts? { imported?: boolean } what else counts where gaps are filled (--gap)
--- @field thresholds? table<string, number> what flags are raised at, by the flag's id
--- @field argument_decimals? integer with so many decimals floats are passed; absent: with all
--- @field range_warnings? boolean false: values outside the catalogue's ranges are meant; true
--- @field protocol? mutlua.Protocol

local protocol = check.record {
  name = check.text, version = check.whole(1), measure = check.callable,
}

local meter = check.record {
  command = check.list(check.text), kind = check.one_of { "power", "counter" }, name = check.text,
}
local cpu_power = check.record { idle_watts = check.number, max_watts = check.number }

local most_decimals = 17  -- a double has no more digits

--- @type mutlua.Check
local function decimals(path, value)
  check.whole(0)(path, value)
  if value > most_decimals then
    check.fail(path, ("at most %d decimals"):format(most_decimals), value)
  end
  return value
end

local fields = {
  name = check.text,
  seed = check.whole(0),
  draws = check.one_of { "keyed", "sequence" },
  training_seed = replicates.expect,
  order = check.one_of { "written", "shuffled", "blocked", "latin_square", "abba" },
  protocol = protocol,
  argument_decimals = decimals,
  range_warnings = check.boolean,
  idle_per_block = check.boolean,
  governor_required = check.boolean,
  thresholds = check.map(check.number),
  meter = meter,
  sentinel = sentinels.expect,
  counts = check.record { imported = check.boolean },
  estimates = check.record { cpu = cpu_power },
}
for name, condition in pairs(trials.conditions) do fields[name] = condition end

local study_options = check.record(fields)

--- @param given table?
--- @return mutlua.Protocol
local function protocol_of(given)
  -- Required here and not above: the default protocol is written with the whole library.
  local default = require "mutlua.protocol"
  if not given then return default end
  check.required("study.protocol", given, { "name", "version", "measure" })
  if given.name == default.name and given.measure ~= default.measure then
    check.refuse("study.protocol.name", '"default" is the name of mutlua\'s own protocol')
  end
  return given
end

--- Checks what mut.study is given.
--- @param options mutlua.StudyOptions
--- @return table settings a complete copy
function M.read(options)
  local settings = study_options("study", options)
  check.required("study", settings, { "name" })
  settings.training_seed = settings.training_seed or "per_replicate"
  settings.order = settings.order or "written"
  settings.replicates = settings.replicates or 1
  settings.retries = settings.retries or 0
  settings.repeats = settings.repeats or 0
  settings.protocol = protocol_of(settings.protocol)
  return settings
end

--- Settings as the door gets them: without what only Lua can use.
--- @param settings table
--- @return table
function M.request(settings)
  local request = {}
  for key, value in pairs(settings) do request[key] = value end
  request.training_seed, request.range_warnings, request.repeats = nil, nil, nil
  request.sentinel = nil
  request.protocol = { name = settings.protocol.name, version = settings.protocol.version }
  return request
end

return M
