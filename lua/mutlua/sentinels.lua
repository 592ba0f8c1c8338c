-- SPDX-License-Identifier: MIT
--- Sentinels: a reference trial that comes again and again among a study's trials, so that what
--- drifts while they are measured can be seen.
local attempts = require "mutlua.attempts"
local check = require "mutlua.check"
local door = require "mutlua.door"
local trials = require "mutlua.trials"

local M = {}

--- @class (exact) mutlua.SentinelOptions
--- @field every? integer after so many trials comes the next one
--- @field hours? number instead: when so long has passed since the last one
--- @field at_end? boolean false: none after the last trial of study:run; true
--- @field foreground? mutlua.Model|mutlua.Model[] as for study:add, like the following
--- @field background? mutlua.Model|mutlua.Model[]
--- @field seconds? number
--- @field retries? integer
--- @field cooling? mutlua.Cooling
--- @field settle? mutlua.Settle
--- @field governor? string
--- @field timeout_seconds? number
--- @field gpus? (integer|string)[]
--- @field needs? mutlua.Needs

--- How far a study's sentinels have come.
--- @class (exact) mutlua.SentinelState
--- @field count integer how many there are
--- @field since? integer with every: trials since the last one that was come to; nil: none was
--- @field left? mutlua.PlannedTrial[] with every: planned, but study:run broke off before them
--- @field last? mutlua.PlannedTrial with hours: the last one that is done
--- @field next? mutlua.PlannedTrial with hours: the one that is not done yet
--- @field owed? boolean with hours: a trial was measured since the last one

--- What mut.study is told of its sentinels: read and checked.
--- @type mutlua.Check
function M.expect(path, value)
  local fields = { every = check.whole(1), hours = check.positive, at_end = check.boolean }
  local own = {}
  if type(value) ~= "table" then check.fail(path, "a table", value) end
  for name, condition in pairs(fields) do
    if value[name] ~= nil then own[name] = condition(path .. "." .. name, value[name]) end
  end
  if (own.every == nil) == (own.hours == nil) then
    check.refuse(path, "expected one of every (trials) and hours, and not both")
  end
  local trial = {}
  for name, each in pairs(value) do
    if not fields[name] then trial[name] = each end
  end
  for _, name in ipairs { "label", "factors", "block", "replicates", "repeats" } do
    if trial[name] ~= nil then
      check.refuse(path .. "." .. name, "a sentinel has none of its own")
    end
  end
  trial.label, trial.factors = "sentinel", { sentinel = true }
  own.given = trials.read(trial, path)
  return own
end

--- Adds the next sentinel to what a study has planned. All train with the same seed.
--- @param study mutlua.Study
--- @return mutlua.PlannedTrial
local function append(study)
  local state, given = study.sentinel_state, study.settings.sentinel.given
  if state.left and state.left[1] then return table.remove(state.left, 1) end
  state.count = state.count + 1
  local planned = {
    position = #study.planned + 1, treatment = #study.planned + 1, sentinel = state.count,
    given = given, replicate = state.count,
  }
  study.planned[planned.position] = planned
  return planned
end

--- Before which of the trials that study:run has not come to there stand sentinels, by their places
--- in the order: it depends on nothing but how many there are.
--- @param study mutlua.Study
--- @param fresh integer how many these trials are
--- @return table<integer, mutlua.PlannedTrial> sentinels by place
local function places(study, fresh)
  local settings, found = study.settings.sentinel, {}
  local since = study.sentinel_state.since
  for place = 1, fresh do
    if not since or since >= settings.every then
      found[place] = append(study)
      since = 0
    end
    since = since + 1
  end
  if since and since > 0 and settings.at_end ~= false and not study.going_on then
    found[fresh + 1] = append(study)
  end
  return found
end

--- @param study mutlua.Study
--- @return mutlua.PlannedTrial[] sentinels that the last study:run has not measured, in their order
local function left_over(study)
  local left = {}
  for _, sentinel in next, study.sentinel_places or {} do
    if not sentinel.result then left[#left + 1] = sentinel end
  end
  table.sort(left, function(a, b) return a.sentinel < b.sentinel end)
  return left
end

--- Plans the sentinels among trials that study:run has not come to.
--- @param study mutlua.Study
function M.plan(study)
  local settings = study.settings.sentinel
  if not settings then return end
  local fresh = 0
  for _, planned in ipairs(study.planned) do
    if not planned.sentinel and not planned.run then fresh = fresh + 1 end
  end
  study.sentinel_state = study.sentinel_state or { count = 0 }
  study.sentinel_state.left = left_over(study)
  study.sentinel_places = settings.every and places(study, fresh) or {}
  study.sentinel_place = 0
end

--- @param study mutlua.Study
--- @param planned mutlua.PlannedTrial
--- @return integer measured
local function measure(study, planned)
  if planned.result then return 0 end
  attempts.measure(study, planned)
  return 1
end

--- The first sentinel that is not done, with hours.
--- @param study mutlua.Study
--- @param present fun(position: integer)
--- @return mutlua.PlannedTrial
local function next_one(study, present)
  local state = study.sentinel_state
  while not state.next do
    local planned = append(study)
    planned.spare = true
    present(planned.position)
    if planned.result then state.last = planned else state.next = planned end
  end
  return state.next
end

--- @param study mutlua.Study
--- @param present fun(position: integer)
--- @return integer measured
local function measure_next(study, present)
  local state, sentinel = study.sentinel_state, next_one(study, present)
  local measured = measure(study, sentinel) -- if it breaks off, it is still the next one
  state.last, state.next, state.owed = sentinel, nil, false
  return measured
end

--- @param study mutlua.Study
--- @return boolean
local function time_has_passed(study)
  local last = study.sentinel_state.last
  if not last then return true end
  local age = door.perform("age", { index = last.position }).seconds
  return age >= study.settings.sentinel.hours * 3600
end

--- Measures the sentinel that stands before a trial, if there is one.
--- @param study mutlua.Study
--- @param planned mutlua.PlannedTrial
--- @param present fun(position: integer) shows the program trials from that position on
--- @return integer measured how many
function M.before(study, planned, present)
  if not study.settings.sentinel then return 0 end
  if study.settings.sentinel.every then
    if planned.run then return 0 end
    study.sentinel_place = study.sentinel_place + 1
    local sentinel, state = study.sentinel_places[study.sentinel_place], study.sentinel_state
    local measured = sentinel and measure(study, sentinel) or 0
    planned.run = true -- and not before: a sentinel that breaks off stands here again
    state.since = (sentinel and 0 or state.since or 0) + 1
    return measured
  end
  if planned.result then return 0 end
  next_one(study, present)
  local measured = time_has_passed(study) and measure_next(study, present) or 0
  study.sentinel_state.owed = true
  return measured
end

--- With hours: whether a trial was measured after the last sentinel, also in a session before this.
--- @param study mutlua.Study
--- @return boolean
local function is_owed(study)
  local last = study.sentinel_state.last
  if study.sentinel_state.owed then return true end
  if last and last.rehearsed then return false end
  for _, planned in ipairs(study.planned) do
    local earlier = not planned.sentinel and planned.number
    if earlier and (not last or earlier > last.number) then return true end
  end
  return false
end

--- Measures the sentinel that stands after the last trial, if there is one.
--- @param study mutlua.Study
--- @param present fun(position: integer)
--- @return integer measured how many
function M.at_end(study, present)
  local settings = study.settings.sentinel
  if not settings then return 0 end
  if settings.every then
    local sentinel = study.sentinel_places[study.sentinel_place + 1]
    if not sentinel then return 0 end
    local measured = measure(study, sentinel)
    study.sentinel_state.since = 0
    return measured
  end
  if settings.at_end == false or study.going_on or #study.planned == 0 then return 0 end
  next_one(study, present)
  return is_owed(study) and measure_next(study, present) or 0
end

--- What is no sentinel.
--- @param planned mutlua.PlannedTrial[]
--- @return mutlua.PlannedTrial[]
function M.without(planned)
  local others = {}
  for _, each in ipairs(planned) do
    if not each.sentinel then others[#others + 1] = each end
  end
  return others
end

return M
