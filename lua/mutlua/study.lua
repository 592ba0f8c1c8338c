-- SPDX-License-Identifier: MIT
--- Studies: a question and its design, trial by trial.
local cells = require "mutlua.cell"
local check = require "mutlua.check"
local door = require "mutlua.door"
local methods = require "mutlua.methods"
local orders = require "mutlua.orders"
local results = require "mutlua.results"
local study_settings = require "mutlua.study_settings"
local trials = require "mutlua.trials"
local values = require "mutlua.values"
local warn = require "mutlua.warn"

local M = {}

--- What a protocol gives back.
--- @class (exact) mutlua.Measured
--- @field outcomes? mutlua.Outcome[] of the foregrounds, in their order
--- @field energy? mutlua.Reading
--- @field background? mutlua.BackgroundReport
--- @field cooling? mutlua.Cooled
--- @field settling? mutlua.Settled
--- @field reason? string why it gave up

--- @class (exact) mutlua.Study
--- @field name string
--- @field seed integer
--- @field private settings table
--- @field private planned mutlua.PlannedTrial[]
--- @field private measuring boolean
local Study = {}
Study.__index = Study

local made = false

--- Begins the script's study, or continues it where it was interrupted. A script has one.
--- @param options mutlua.StudyOptions
--- @return mutlua.Study
function M.study(options)
  if made then check.refuse("mut.study", "a script has one study") end
  local settings = study_settings.read(options)
  local reply = door.perform("study", study_settings.request(settings))
  made = true
  values.range_warnings(settings.range_warnings ~= false)
  return setmetatable({
    name = settings.name, seed = reply.seed, settings = settings, planned = {}, measuring = false,
  }, Study)
end

--- Adds a trial. It is run when study:run is called, once per replicate.
--- @param options mutlua.TrialOptions
function Study:add(options)
  local given = trials.read(options)
  trials.expect_metrics(given, given.needs or self.settings.needs)
  for replicate = 1, given.replicates or self.settings.replicates do
    local position = #self.planned + 1
    self.planned[position] = {
      position = position, treatment = position - replicate + 1, replicate = replicate,
      block = given.block, given = given,
    }
  end
end

local part_size = 500  -- trials presented at once: all of a large study would fill the memory

--- How many of the trials from a position on are further replicates of the one there.
--- @param planned mutlua.PlannedTrial[]
--- @param first integer
--- @return integer
local function replicates_from(planned, first)
  local count = 1
  while count < part_size do
    local another = planned[first + count]
    local follows = another and another.given == planned[first].given
      and another.replicate == planned[first].replicate + count
    if not follows then break end
    count = count + 1
  end
  return count
end

--- Presents some of the trials and notes what is known of each: its order, and what came of it if
--- it is done.
--- @param study mutlua.Study
--- @param first integer position of the first one to present
--- @return integer position of the next one
local function identify_part(study, first)
  local planned, rule = study.planned, study.settings.training_seed
  local requests, following = {}, first
  while following <= #planned and following < first + part_size do
    local trial, count = planned[following], replicates_from(planned, following)
    requests[#requests + 1] = trials.request(trial.given, rule, trial.replicate, count)
    following = following + count
  end
  local reply = door.perform("identify", {
    trials = requests, first = first, last = following > #planned,
  })
  warn.all(reply.warnings)
  for i, known in ipairs(reply.trials) do
    local each = planned[first + i - 1]
    each.order = known.order
    if known.result and not each.result then each.result = results.of(each, known.result) end
  end
  return following
end

--- @param study mutlua.Study
local function identify(study)
  local first = 1
  repeat first = identify_part(study, first) until first > #study.planned
end

--- Measures a trial: one attempt after another, until one is good or there are no more.
--- @param study mutlua.Study
--- @param planned mutlua.PlannedTrial
--- @return mutlua.Result
local function measure(study, planned)
  local settings = study.settings
  local trial = trials.replicate(planned.given, settings.training_seed, planned.replicate)
  local reply
  repeat
    local begun = door.perform("begin_trial", { index = planned.position })
    if begun.result then return results.of(planned, begun.result) end -- need not be rehearsed
    trial.cooling, trial.settle = begun.cooling, begun.settle
    trial.timeout_seconds = begun.timeout_seconds
    study.measuring = true
    local measured = settings.protocol.measure(trial)
    study.measuring = false
    if type(measured) ~= "table" then
      check.fail("study.protocol.measure", "a table with outcomes and energy back", measured)
    end
    reply = door.perform("end_trial", { measured = measured })
  until reply.finished
  return results.of(planned, reply.result)
end

--- The valid results so far that have these factors; all valid ones for an empty table.
--- @param factors table<string, number|string|boolean>
--- @return mutlua.Cell
function Study:cell(factors)
  local done, known = {}, {}
  for _, planned in ipairs(self.planned) do
    for name in pairs(planned.given.factors or {}) do known[name] = true end
    if planned.result then done[#done + 1] = planned.result end
  end
  return cells.cell(done, factors, known)
end

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

--- Runs the trials that were added and are not done yet. May be called again after adding more.
--- @return mutlua.Result[] results of all trials, in the order in which they were added
function Study:run()
  if self.measuring then
    if is_running(measure) then
      check.refuse("study:run", "a trial is being measured; a protocol cannot run its own study")
    end
    -- The script caught an error of the protocol: that trial is not whole.
    door.perform("abandon_trial", {})
    self.measuring = false
  end
  if #self.planned == 0 then warn.warning("study:run: no trial was added before") end
  local measured = 0
  identify(self)
  for _, planned in ipairs(orders[self.settings.order](self.planned)) do
    if not planned.result then
      planned.result = measure(self, planned)
      measured = measured + 1
    end
  end
  door.perform("finish", { trials = #self.planned, measured = measured })
  local all = {}
  for i, planned in ipairs(self.planned) do all[i] = planned.result end
  return all
end

--- Gives the study a verdict of its own: the text is printed, and the exit status is 0 if the study
--- has passed, else 1, whatever became of single trials. A rehearsal (`mutlua plan`) has measured
--- nothing: it takes no verdict and prints nothing.
--- @param passed boolean
--- @param text string
--- @return boolean given
function Study:verdict(passed, text) -- luacheck: ignore self
  check.boolean("study:verdict.passed", passed)
  check.text("study:verdict.text", text)
  local given = door.perform("verdict", { passed = passed }).given
  if given then print(text) end
  return given
end

methods.expect_colon("study", Study)

return M
