-- SPDX-License-Identifier: MIT
--- Results of trials: what a study must know is there at once, the rest is read from the trial's
--- record when it is first asked for. So a large study's results do not fill the memory.
local door = require "mutlua.door"

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
--- @field energy? mutlua.Reading
--- @field background? mutlua.BackgroundReport
--- @field quality mutlua.Quality how well it was measured
--- @field path string its folder
--- @field reused boolean it was measured before this run
--- @field valid boolean it counts
--- @field reason? string why it does not
--- @field value? any what the body of a trial by hand gave back

--- What is there at once, or not at all. As the script says it now, not as the record does.
local at_once = { label = true, factors = true, block = true, replicate = true, path = true,
                  reused = true, valid = true }

--- The key under which a result that is not read yet holds which the door is asked for. Nobody
--- meets it: a result is read before it is walked through.
local asked = {}

--- @param result mutlua.Result
local function read(result)
  local index = rawget(result, asked)
  setmetatable(result, nil)[asked] = nil
  for name, value in next, door.perform("result", { index = index }) do
    if not at_once[name] then result[name] = value end
  end
end

local Unread = {}

function Unread.__index(result, name)
  if at_once[name] then return nil end
  read(result)
  return rawget(result, name)
end

--- Called before the whole of a result is walked through.
Unread.__whole = read

--- Reads all results in some data that is to be handed to the program.
--- @param data any
--- @param seen? table<table, boolean>
function M.read_all(data, seen)
  seen = seen or {}
  if type(data) ~= "table" or seen[data] then return end
  seen[data] = true
  if getmetatable(data) == Unread then read(data) end
  for _, each in next, data do M.read_all(each, seen) end
end

--- Notes what is known at once of a trial that is done.
--- @param planned mutlua.PlannedTrial
--- @param brief table from the door: valid, reused, path, number, measurements?, rehearsed
function M.note(planned, brief)
  local given = planned.given
  planned.number, planned.measurements = brief.number, brief.measurements
  planned.rehearsed = brief.rehearsed or nil
  planned.result = setmetatable({
    label = given.label, factors = given.factors or {}, block = given.block,
    replicate = planned.replicate, path = brief.path, reused = brief.reused, valid = brief.valid,
    [asked] = planned.position,
  }, Unread)
end

--- The result of a trial by hand.
--- @param index integer of those by hand
--- @return mutlua.Result
function M.by_hand(index)
  return door.perform("result", { by_hand = index })
end

return M
