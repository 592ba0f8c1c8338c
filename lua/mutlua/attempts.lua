-- SPDX-License-Identifier: MIT
--- Measuring one trial of a study: attempt after attempt, until one is good or there are no more.
local check = require "mutlua.check"
local door = require "mutlua.door"
local results = require "mutlua.results"
local trials = require "mutlua.trials"

local M = {}

--- Whether a function is being carried out at this moment.
--- @param wanted function
--- @return boolean
local function is_running(wanted)
  local level = 2
  while true do
    local info = debug.getinfo(level, "f")
    if not info then return false end
    if info.func == wanted then return true end
    level = level + 1
  end
end

--- @param study mutlua.Study
--- @param begin table what begin_trial is asked: the trial
--- @param body fun(begun: table): table is told what begin_trial says; gives what end_trial is told
--- @return table reply with the result, as end_trial gives it
local function attempt(study, begin, body)
  local reply
  repeat
    local begun = door.perform("begin_trial", begin)
    if begun.result then return begun end -- it need not be rehearsed
    study.measuring = true
    local told = body(begun)
    reply = door.perform("end_trial", told, begin.by_hand and "mut.trial" or "study.protocol")
    study.measuring = false
  until reply.finished
  return reply
end

--- Measures a trial.
--- @param study mutlua.Study
--- @param begin table what begin_trial is asked: the trial
--- @param body fun(begun: table): table is told what begin_trial says; gives what end_trial is told
--- @return table reply with the result, as end_trial gives it
function M.attempt(study, begin, body)
  return attempt(study, begin, body)
end

--- Measures a trial that was added, and notes its result.
--- @param study mutlua.Study
--- @param planned mutlua.PlannedTrial
--- @return boolean passed_over a rehearsal went through one like it before
function M.measure(study, planned)
  local settings = study.settings
  local rule = planned.sentinel and "fixed" or settings.training_seed
  local reply = attempt(study, { index = planned.position }, function(begun)
    local trial = trials.replicate(planned.given, rule, planned.replicate)
    trial.cooling, trial.settle = begun.cooling, begun.settle
    trial.timeout_seconds = begun.timeout_seconds
    local measured = settings.protocol.measure(trial)
    if type(measured) ~= "table" then
      check.fail("study.protocol.measure", "a table with outcomes and energy back", measured)
    end
    results.read_all(measured)
    return { measured = measured }
  end)
  results.note(planned, reply.result)
  return not reply.finished
end

--- Passes over trials of a rehearsal, up to the first that it must go through.
--- @param study mutlua.Study
--- @param positions integer[] of trials that are not done, in the order in which they are run
--- @return integer count of those that were passed over
function M.pass_over(study, positions)
  local valid = door.perform("pass_over", { indices = positions }).valid
  for i, each in ipairs(valid) do results.note_rehearsed(study.planned[positions[i]], each) end
  return #valid
end

--- Sees to it that no trial is being measured: refuses where one is; sets one aside whose error the
--- script has caught, for it is not whole.
--- @param study mutlua.Study
--- @param what string what cannot be done meanwhile, such as "study:run"
function M.expect_none(study, what)
  if not study.measuring then return end
  if is_running(attempt) then
    check.refuse(what, "a trial is being measured; a protocol cannot run its own study")
  end
  door.perform("abandon_trial", {})
  study.measuring = false
end

return M
