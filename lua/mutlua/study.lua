-- SPDX-License-Identifier: MIT
--- Studies: a question and its design, trial by trial.
local attempts = require "mutlua.attempts"
local balance = require "mutlua.balance"
local by_hand = require "mutlua.by_hand"
local cells = require "mutlua.cell"
local check = require "mutlua.check"
local door = require "mutlua.door"
local methods = require "mutlua.methods"
local orders = require "mutlua.orders"
local results = require "mutlua.results"
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

--- @class (exact) mutlua.Study
--- @field name string
--- @field seed integer
--- @field simulated boolean nothing is measured: a simulation, or a rehearsal
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
  local reference = settings.sentinel and settings.sentinel.given
  if reference then trials.expect_metrics(reference, reference.needs or settings.needs) end
  made = setmetatable({
    name = settings.name, seed = reply.seed, settings = settings, planned = {}, measuring = false,
    simulated = reply.simulated or false, by_hand = {},
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
      and another.spare == planned[first].spare
      and another.replicate == planned[first].replicate + count
    if not follows then break end
    count = count + 1
  end
  return count
end

--- Notes which trials other sessions have: what need not be measured here.
--- @param planned mutlua.PlannedTrial[]
--- @param credited { position: integer, result?: table }[]
local function note_elsewhere(planned, credited)
  local without = 0
  for _, each in ipairs(credited) do
    local trial = planned[each.position]
    trial.elsewhere = true
    if each.result then results.note(trial, each.result) else without = without + 1 end
  end
  if without > 0 then
    warn.warning(("%d trials count that were imported; they have no results here"):format(without),
      "imported trials that count")
  end
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
    requests[#requests + 1] = trials.request(trial.given, trial.sentinel and "fixed" or rule,
      trial.replicate, count, trial.spare)
    following = following + count
  end
  local reply = door.perform("identify", {
    trials = requests, first = first, last = following > #planned,
  })
  warn.all(reply.warnings)
  for i, order in ipairs(reply.orders) do
    local each = planned[first + i - 1]
    each.order = order
    if each.elsewhere then each.elsewhere, each.result = nil, nil end
  end
  results.note_done(planned, reply.done)
  note_elsewhere(planned, reply.elsewhere or {})
  return following
end

--- @param study mutlua.Study
local function identify(study)
  local first = 1
  repeat first = identify_part(study, first) until first > #study.planned
end

--- @param study mutlua.Study
--- @param of_sentinels boolean those of sentinels, or those of all others
--- @return mutlua.Result[] results of what is done, in the order in which it was added
local function results_of(study, of_sentinels)
  local found = {}
  for _, planned in ipairs(study.planned) do
    if planned.result and (planned.sentinel ~= nil) == of_sentinels then
      found[#found + 1] = planned.result
    end
  end
  return found
end

--- The valid results so far that have these factors; all valid ones for an empty table.
--- @param factors table<string, number|string|boolean>
--- @return mutlua.Cell
function Study:cell(factors)
  local done, known = {}, {}
  for _, planned in ipairs(self.planned) do
    for name in pairs(planned.given.factors or {}) do known[name] = true end
    if planned.result and not planned.sentinel then done[#done + 1] = planned.result end
  end
  return cells.cell(done, factors, known)
end

--- @param study mutlua.Study
--- @param going_on boolean it will be called again at once
local function run(study, going_on)
  attempts.expect_none(study, "study:run")
  if #study.planned == 0 then warn.warning("study:run: no trial was added before") end
  study.going_on = going_on
  sentinels.plan(study)
  identify(study)
  local added, order = sentinels.without(study.planned), study.settings.order
  local lacking = balance.lacks(order, added)
  if lacking then warn.note(lacking) end
  local ordered = orders[order](added)
  local measured = sequence.run(study, ordered, function(position)
    identify_part(study, position)
  end)
  door.perform("finish", { trials = #study.planned, measured = measured })
end

--- Runs the trials that were added and are not done yet. May be called again after adding more.
--- @return mutlua.Result[] results of all trials, in the order in which they were added
function Study:run()
  run(self, false)
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
  return precision.until_precise(self, options, function(going_on) run(self, going_on) end)
end

--- Gives the study a verdict of its own: the text is printed, and the exit status is 0 if the study
--- has passed, else 1, whatever became of single trials. A rehearsal (`mutlua plan`) has measured
--- nothing: it takes no verdict and prints nothing. A study without a single result has not
--- passed: it prints that there is no verdict.
--- @param passed boolean
--- @param text string
--- @return boolean given
function Study:verdict(passed, text) -- luacheck: ignore self
  check.boolean("study:verdict.passed", passed)
  check.text("study:verdict.text", text)
  local reply = door.perform("verdict", { passed = passed })
  if reply.given then print(text) end
  if reply.reason then print("No verdict: " .. reply.reason .. ".") end
  return reply.given
end

methods.expect_colon("study", Study)

return M
