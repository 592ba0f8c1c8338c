-- SPDX-License-Identifier: MIT
--- Replicates until means are known precisely enough.
local cells = require "mutlua.cell"
local check = require "mutlua.check"
local door = require "mutlua.door"
local trials = require "mutlua.trials"

local M = {}

--- @class (exact) mutlua.PrecisionOptions
--- @field outcome string what is measured, such as "energy.gpu_joules"
--- @field half_width? number of the interval, as a share of the mean; 0.02
--- @field confidence? number 0.95
--- @field first? integer replicates of the first stage, whose spread decides how many follow; 5
--- @field most? integer replicates that a cell has at most; 30

--- How precisely the mean of a trial that was added is known.
--- @class (exact) mutlua.Known
--- @field label? string
--- @field factors table<string, number|string|boolean>
--- @field block? string
--- @field replicates integer how many it has
--- @field n integer how many valid results have a value
--- @field mean? number
--- @field lower? number
--- @field upper? number
--- @field half_width? number of the interval, as a share of the mean
--- @field precise boolean
--- @field reason? string why it is not

--- The replicates of a trial that was added.
--- @class (exact) mutlua.Replicated
--- @field treatment integer
--- @field planned mutlua.PlannedTrial[] by replicate
--- @field known? table what the rule says

local expect_options = check.record {
  outcome = cells.expect_field,
  half_width = check.positive,
  confidence = check.number,
  first = check.whole(2),
  most = check.whole(2),
}

--- @param options mutlua.PrecisionOptions
--- @return table goal
local function read(options)
  local goal = expect_options("study:until_precise", options)
  check.required("study:until_precise", goal, { "outcome" })
  goal.half_width, goal.confidence = goal.half_width or 0.02, goal.confidence or 0.95
  goal.first, goal.most = goal.first or 5, goal.most or 30
  if goal.confidence <= 0 or goal.confidence >= 1 then
    check.fail("study:until_precise.confidence", "a number between 0 and 1", goal.confidence)
  end
  if goal.most < goal.first then
    check.fail("study:until_precise.most", "no fewer than first, " .. goal.first, goal.most)
  end
  return goal
end

--- @param planned mutlua.PlannedTrial[] all of the study
--- @return mutlua.Replicated[] in the order in which they were added
local function replicated(planned)
  local found, by_treatment = {}, {}
  for _, each in ipairs(planned) do
    local cell = by_treatment[each.treatment]
    if not cell and not each.sentinel then
      cell = { treatment = each.treatment, planned = {} }
      by_treatment[each.treatment] = cell
      found[#found + 1] = cell
    end
    if cell then table.insert(cell.planned, each) end
  end
  return found
end

--- Adds replicates until a cell has so many.
--- @param study mutlua.Study
--- @param cell mutlua.Replicated
--- @param count integer
--- @return boolean added
local function extend(study, cell, count)
  local has = #cell.planned
  for replicate = has + 1, count do
    local given = cell.planned[1].given
    local planned = { position = #study.planned + 1, treatment = cell.treatment, given = given,
                      replicate = replicate, block = given.block }
    study.planned[planned.position] = planned
    cell.planned[replicate] = planned
  end
  return count > has
end

--- Refuses a goal that leaves no room for the replicates that were asked for anyway.
--- @param study mutlua.Study
--- @param list mutlua.Replicated[]
--- @param most integer
local function expect_room(study, list, most)
  for _, cell in ipairs(list) do
    local asked = cell.planned[1].given.replicates or study.settings.replicates
    if asked > most then
      check.refuse("study:until_precise.most",
        ("%d is less than the %d replicates that the trials have anyway"):format(most, asked))
    end
  end
end

--- The values of the valid results among some trials.
--- @param planned mutlua.PlannedTrial[]
--- @param field string
--- @return number[] values
--- @return integer awaited how many there would be more if a rehearsal measured
local function values_of(planned, field)
  local results, rehearsed = {}, 0
  for _, each in ipairs(planned) do
    if each.rehearsed then
      rehearsed = rehearsed + 1
    elseif each.result and each.result.valid then
      results[#results + 1] = each.result
    end
  end
  return cells.numbers(results, field), rehearsed
end

--- How many replicates a cell should have by what is known of it now.
--- @param cell mutlua.Replicated
--- @param goal table
--- @return integer
local function wanted(cell, goal)
  local count = #cell.planned
  local values, awaited = values_of(cell.planned, goal.outcome)
  cell.known = door.perform("precision", {
    values = values, half_width = goal.half_width, confidence = goal.confidence, first = goal.first,
  })
  local known = cell.known
  if known.precise or not known.needed or known.n == 0 then return count end
  local missing = math.max(known.needed - known.n - awaited, 0)
  return math.max(count, math.min(count + missing, goal.most))
end

--- @param cell mutlua.Replicated
--- @param goal table
--- @return mutlua.Known
local function report(cell, goal)
  local given, known = cell.planned[1].given, cell.known
  local reason = known.reason
  if reason then
    if known.n == 0 then
      reason = ("none of its %d trials has %s"):format(#cell.planned, goal.outcome)
    elseif #cell.planned >= goal.most then
      reason = ("%s, and there are %d trials at most"):format(reason, goal.most)
    end
  end
  return {
    label = given.label, factors = trials.factors(given), block = given.block,
    replicates = #cell.planned,
    n = known.n, mean = known.mean, lower = known.lower, upper = known.upper,
    half_width = known.half_width, precise = known.precise, reason = reason,
  }
end

--- Runs a study's trials, and adds replicates to those whose mean is not known precisely enough.
--- @param study mutlua.Study
--- @param options mutlua.PrecisionOptions
--- @param run fun(going_on: boolean) runs what was added; whether it will be called again at once
--- @return mutlua.Known[] one for each trial that was added, in that order
function M.until_precise(study, options, run)
  local goal = read(options)
  local list = replicated(study.planned)
  expect_room(study, list, goal.most)
  for _, cell in ipairs(list) do extend(study, cell, goal.first) end
  local added
  repeat
    added = false
    run(true)
    for _, cell in ipairs(list) do
      if extend(study, cell, wanted(cell, goal)) then added = true end
    end
  until not added
  if study.settings.sentinel then run(false) end  -- the one at the end
  local table_of = {}
  for i, cell in ipairs(list) do table_of[i] = report(cell, goal) end
  return table_of
end

return M
