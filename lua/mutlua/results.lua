-- SPDX-License-Identifier: MIT
--- Results of trials: what a study must know is there at once, the rest is read from the trial's
--- record when it is first asked for. So a large study's results do not fill the memory.
local check = require "mutlua.check"
local door = require "mutlua.door"
local trials = require "mutlua.trials"

local M = {}

--- @alias mutlua.Verdict "ok"|"suspect"|"invalid"

--- Something about a measurement that a reader should know.
--- @class (exact) mutlua.Flag
--- @field id string such as "gpu.thermal_throttle"
--- @field severity "info"|"warn"|"error"
--- @field value? number what was seen
--- @field threshold? number what it was held against
--- @field when? "before"|"during"|"after"
--- @field detail string one sentence

--- @class (exact) mutlua.Quality
--- @field energy? mutlua.Verdict of the joules; absent: nothing was measured
--- @field performance mutlua.Verdict of what the training achieved
--- @field counts boolean
--- @field reason? string why it does not
--- @field flags mutlua.Flag[]
--- @field thresholds? table<string, number> the study's own

--- @class (exact) mutlua.Result
--- @field label? string
--- @field factors table<string, number|string|boolean>
--- @field block? string
--- @field replicate integer
--- @field outcome? mutlua.Outcome of the foreground; of the first where there are several
--- @field outcomes mutlua.Outcome[]
--- @field energy? mutlua.Reading without joules that are invalid
--- @field background? mutlua.BackgroundReport
--- @field quality mutlua.Quality how well it was measured
--- @field path string its folder
--- @field reused boolean it was measured before this run
--- @field valid boolean it counts
--- @field reason? string why it does not
--- @field value? any what the body of a trial by hand gave back

--- The key under which a result that is not read yet holds its trial. Nobody meets it: a result is
--- read before it is walked through.
local of_trial = {}

--- What is known of a result without its record: as the script says it now.
local at_once = {
  label = function(planned) return planned.given.label end,
  factors = function(planned) return trials.factors(planned.given) end,
  block = function(planned) return planned.given.block end,
  replicate = function(planned) return planned.replicate end,
}

--- What is there from the start, or not at all.
local from_the_start = { reused = true, valid = true }

--- @param planned mutlua.PlannedTrial
--- @return string folder "" of a trial that was not measured
local function path_of(planned)
  return planned.rehearsed and "" or door.perform("path", { index = planned.position }).path
end

--- @param result mutlua.Result
local function read(result)
  local planned = rawget(result, of_trial)
  result.reused = getmetatable(result).reused
  setmetatable(result, nil)[of_trial] = nil
  for name, value in next, door.perform("result", { index = planned.position }) do
    if not at_once[name] and not from_the_start[name] then result[name] = value end
  end
  for name, known in next, at_once do
    if rawget(result, name) == nil then result[name] = known(planned) end
  end
end

--- What results that are not read yet have in common.
--- @param reused boolean
--- @return table metatable
local function unread(reused)
  local common = { reused = reused, __whole = read } -- called before all of it is walked through
  function common.__index(result, name)
    local known = name == "path" and path_of or at_once[name]
    if known then
      result[name] = known(rawget(result, of_trial))
    elseif from_the_start[name] then
      return common[name]
    else
      read(result)
    end
    return rawget(result, name)
  end
  return common
end

local kinds = { [true] = unread(true), [false] = unread(false) }

--- Reads all results in some data that is to be handed to the program, and fills in models.
--- @param data any
--- @param seen? table<table, boolean>
function M.read_all(data, seen)
  seen = seen or {}
  if type(data) ~= "table" or seen[data] then return end
  seen[data] = true
  check.fill(data)
  for _, each in next, data do M.read_all(each, seen) end
end

--- @param planned mutlua.PlannedTrial
--- @param valid boolean
--- @param reused boolean
local function note(planned, valid, reused)
  planned.result = setmetatable({ valid = valid, [of_trial] = planned }, kinds[reused or false])
end

--- Notes what is known at once of a trial that is done.
--- @param planned mutlua.PlannedTrial
--- @param brief { valid: boolean, reused: boolean, number?: integer, measurements?: integer,
---   rehearsed?: boolean } from the door
function M.note(planned, brief)
  planned.number = brief.number
  if brief.measurements ~= 1 then planned.measurements = brief.measurements end
  planned.rehearsed = brief.rehearsed
  note(planned, brief.valid, brief.reused)
end

--- Notes what is known at once of trials that were done before.
--- @param planned mutlua.PlannedTrial[] all of the study
--- @param done { positions: integer[], numbers: integer[], measurements: integer[],
---   valid: boolean[] } from the door: of each one, at the same place
function M.note_done(planned, done)
  for i, position in ipairs(done.positions) do
    local trial = planned[position]
    if not trial.result then
      trial.number = done.numbers[i]
      if done.measurements[i] > 1 then trial.measurements = done.measurements[i] end
      note(trial, done.valid[i], true)
    end
  end
end

--- Notes a result that a rehearsal makes up.
--- @param planned mutlua.PlannedTrial
--- @param valid boolean
function M.note_rehearsed(planned, valid)
  planned.rehearsed = true
  note(planned, valid, false)
end

--- The result of a trial by hand.
--- @param index integer of those by hand
--- @return mutlua.Result
function M.by_hand(index)
  return door.perform("result", { by_hand = index })
end

return M
