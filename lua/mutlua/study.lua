-- SPDX-License-Identifier: MIT
--- Studies: a question and its design, trial by trial.
local attempts = require "mutlua.attempts"
local by_hand = require "mutlua.by_hand"
local cells = require "mutlua.cell"
local check = require "mutlua.check"
local door = require "mutlua.door"
local orders = require "mutlua.orders"
local precision = require "mutlua.precision"
local sentinels = require "mutlua.sentinels"
local sequence = require "mutlua.sequence"
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

--- @class (exact) mutlua.Result
--- @field label? string
--- @field factors table<string, number|string|boolean>
--- @field block? string
--- @field replicate integer
--- @field outcome? mutlua.Outcome of the foreground; of the first where there are several
--- @field outcomes mutlua.Outcome[]
--- @field energy? mutlua.Reading
--- @field background? mutlua.BackgroundReport
--- @field quality table what is known about how well it was measured
--- @field path string its folder
--- @field reused boolean it was measured before this run
--- @field valid boolean it counts
--- @field reason? string why it does not
--- @field value? any what the body of a trial by hand gave back

--- @class (exact) mutlua.Study
--- @field name string
--- @field seed integer
--- @field settings table the library's own, as are the next ones
--- @field planned mutlua.PlannedTrial[]
--- @field measuring boolean
--- @field sentinel_state? mutlua.SentinelState
--- @field sentinel_places? table<integer, mutlua.PlannedTrial>
--- @field sentinel_place? integer how many of the trials that were added since the last run came
--- @field going_on? boolean study:run will be called again at once
--- @field by_hand table<integer, mutlua.Result> results of trials by hand
local Study = {}
Study.__index = Study

local made  --- @type mutlua.Study?

--- Begins the script's study, or continues it where it was interrupted. A script has one.
--- @param options mutlua.StudyOptions
--- @return mutlua.Study
function M.study(options)
  if made then check.refuse("mut.study", "a script has one study") end
  local settings = study_settings.read(options)
  local reply = door.perform("study", study_settings.request(settings))
  values.range_warnings(settings.range_warnings ~= false)
  if reply.gap then settings.sentinel = nil end
  made = setmetatable({
    name = settings.name, seed = reply.seed, settings = settings, planned = {}, measuring = false,
    by_hand = {},
  }, Study)
  return made
end

--- One trial by hand: what it is, and a function of primitives that measures it. The function is
--- carried out once in a session; afterwards the recorded result is given.
--- @param identity string|number|table plain data by which the trial is known
--- @param body fun(): any gives plain data, which becomes the result's `value`
--- @return mutlua.Result
function M.trial(identity, body)
  if not made then
    check.refuse("mut.trial", "its record belongs to a study; begin one with mut.study before it")
  end
  return by_hand.trial(made --[[@as mutlua.Study]], identity, body)
end

--- Adds a trial. It is run when study:run is called, once per replicate.
--- @param options mutlua.TrialOptions
function Study:add(options)
  local given = trials.read(options)
  for replicate = 1, given.replicates or self.settings.replicates do
    local trial = trials.replicate(given, self.settings.training_seed, replicate)
    local position = #self.planned + 1
    self.planned[position] = { position = position, treatment = position - replicate + 1,
                               given = given, trial = trial }
  end
end

local part_size = 500  -- trials presented at once: all of a large study would fill the memory

--- Presents some of the trials and notes what is known of each: who it is, whether it is done, and
--- under which conditions it is run.
--- @param planned mutlua.PlannedTrial[]
--- @param first integer position of the first one to present
--- @param ordered mutlua.Ordered[] is continued
local function identify_part(planned, first, ordered)
  local last = math.min(first + part_size - 1, #planned)
  local requests = {}
  for i = first, last do requests[#requests + 1] = trials.request(planned[i]) end
  local reply = door.perform("identify", {
    trials = requests, first = first, last = last == #planned,
  })
  warn.all(reply.warnings)
  for i, known in ipairs(reply.trials) do
    local position = first + i - 1
    local trial = planned[position].trial
    trial.cooling, trial.settle = known.cooling, known.settle
    trial.timeout_seconds = known.timeout_seconds
    planned[position].elsewhere = nil
    if known.done and not planned[position].result then planned[position].result = known.result end
    planned[position].number = planned[position].number or known.number
    planned[position].measurements = planned[position].measurements or known.measurements
    ordered[position] = { position = position, treatment = planned[position].treatment,
                          replicate = trial.replicate, block = trial.block, order = known.order }
  end
  for _, position in ipairs(reply.elsewhere or {}) do planned[position].elsewhere = true end
end

--- @param planned mutlua.PlannedTrial[]
--- @return mutlua.Ordered[]
local function identify(planned)
  local ordered = {}
  for first = 1, math.max(#planned, 1), part_size do identify_part(planned, first, ordered) end
  return ordered
end

--- A result under the label and factors that the script gives its trial now.
--- @param planned mutlua.PlannedTrial
--- @return mutlua.Result
local function result_of(planned)
  local result = {}
  for key, value in pairs(planned.result) do result[key] = value end
  result.label, result.factors = planned.trial.label, planned.trial.factors
  return result
end

--- @param study mutlua.Study
--- @param of_sentinels boolean those of sentinels, or those of all others
--- @return mutlua.Result[] results of what is done, in the order in which it was added
local function results_of(study, of_sentinels)
  local results = {}
  for _, planned in ipairs(study.planned) do
    if planned.result and (planned.sentinel ~= nil) == of_sentinels then
      results[#results + 1] = result_of(planned)
    end
  end
  return results
end

--- The valid results so far that have these factors; all valid ones for an empty table.
--- @param factors table<string, number|string|boolean>
--- @return mutlua.Cell
function Study:cell(factors)
  local results, known = {}, {}
  for _, planned in ipairs(self.planned) do
    for name in pairs(planned.trial.factors) do known[name] = true end
    if planned.result and not planned.sentinel then results[#results + 1] = result_of(planned) end
  end
  return cells.cell(results, factors, known)
end

--- Runs the trials that were added and are not done yet. May be called again after adding more.
--- @return mutlua.Result[] results of all trials, in the order in which they were added
function Study:run()
  attempts.expect_none(self, "study:run")
  sentinels.plan(self)
  local ordered = sentinels.without(identify(self.planned), self.planned)
  local measured = sequence.run(self, orders[self.settings.order](ordered), function(position)
    identify_part(self.planned, position, {})
  end)
  door.perform("finish", { trials = #self.planned, measured = measured })
  return results_of(self, false)
end

--- The sentinels so far, in their order; `replicate` is the number of each.
--- @return mutlua.Result[]
function Study:sentinels()
  return results_of(self, true)
end

--- Runs the trials that were added, and measures each again and again, as further replicates, until
--- the mean of an outcome is known precisely, or there are so many. It decides by results alone.
--- @param options mutlua.PrecisionOptions
--- @return mutlua.Known[] one for each trial that was added, in that order
function Study:until_precise(options)
  return precision.until_precise(self, options, function() self:run() end)
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

return M
