-- SPDX-License-Identifier: MIT
--- Trials: what study:add is given, and what becomes of it.
local background = require "mutlua.background"
local check = require "mutlua.check"
local model = require "mutlua.model"
local nearest = require "mutlua.nearest"
local placement = require "mutlua.placement"
local replicates = require "mutlua.replicates"
local waiting = require "mutlua.waiting"
local warn = require "mutlua.warn"

local M = {}

--- @class (exact) mutlua.Needs
--- @field metrics? string[] metrics that a trial must have to count
--- @field energy? ("gpu"|"cpu")[] energy that it must have

--- @class (exact) mutlua.TrialOptions
--- @field foreground? mutlua.Model|mutlua.Model[] what is measured: each runs once, all together
--- @field background? mutlua.Model|mutlua.Model[] the load beside it
--- @field seconds? number how long a background alone is measured
--- @field block? string
--- @field label? string
--- @field factors? table<string, number|string|boolean>
--- @field replicates? integer how often it is run; these and the following win over the study's
--- @field retries? integer further attempts after a failed training
--- @field repeats? integer how often it is measured again, at the end of its block, if it does
---   not count
--- @field cooling? mutlua.Cooling
--- @field settle? mutlua.Settle
--- @field governor? string the CPU frequency governor
--- @field timeout_seconds? number
--- @field gpus? (integer|string)[] numbers of GPUs from 0, PCI addresses or UUIDs
--- @field needs? mutlua.Needs

--- What a protocol measures: one replicate of a trial that was added.
--- @class (exact) mutlua.Trial
--- @field foregrounds mutlua.Model[]
--- @field background? mutlua.Model[]
--- @field seconds? number
--- @field block? string
--- @field label? string
--- @field factors table<string, number|string|boolean>
--- @field replicate integer from 1
--- @field cooling? mutlua.Cooling as it holds for this trial
--- @field settle? mutlua.Settle as it holds for this trial
--- @field timeout_seconds? number

--- A trial on its way through a study. There may be a hundred thousand of them, so that most have
--- at most eight of these fields: a table of more takes twice the memory.
--- @class (exact) mutlua.PlannedTrial: mutlua.Ordered
--- @field given table what study:add was given
--- @field result? mutlua.Result once it is done
--- @field sentinel? integer which of the sentinels it is
--- @field spare? boolean it may be left undone
--- @field elsewhere? boolean filling gaps: an earlier trial counts in its place
--- @field run? boolean study:run has come to it
--- @field number? integer NNN of its folder, once it is measured
--- @field rehearsed? boolean the result is of a rehearsal: nothing was measured
--- @field measurements? integer how often it was measured, over all sessions at the study; nil: 1

--- What a study and a trial may both say.
M.conditions = {
  replicates = check.whole(1),
  retries = check.whole(0),
  repeats = check.whole(0),
  cooling = waiting.cool_options,
  settle = background.settle_options,
  governor = check.text,
  timeout_seconds = check.duration,
  gpus = placement.gpus,
  needs = check.record {
    metrics = check.list(check.text), energy = check.list(check.one_of { "gpu", "cpu" }),
  },
}

local fields = {
  foreground = model.expect_some,
  background = model.expect_some,
  seconds = check.duration,
  block = check.text,
  label = check.text,
  factors = check.map(check.scalar),
}
for name, condition in pairs(M.conditions) do fields[name] = condition end

local trial_options = check.record(fields)

--- Checks what study:add is given.
--- @param options mutlua.TrialOptions
--- @param path? string what is named where it is wrong; "study:add"
--- @return table given a copy, with lists of models
function M.read(options, path)
  path = path or "study:add"
  local given = trial_options(path, options)
  if not given.foreground and not given.background then
    check.refuse(path, "expected a foreground, a background or both, given neither")
  end
  if given.foreground and given.seconds then
    check.refuse(path .. ".seconds", "is for a background alone; a foreground runs until it ends")
  end
  if not given.foreground and not given.seconds then
    check.refuse(path .. ".seconds", "is missing: how long is the background measured?")
  end
  return given
end

--- Factors of one's own: what a script writes into them changes no other trial.
--- @param given table
--- @return table<string, number|string|boolean>
function M.factors(given)
  local factors = {}
  for name, value in next, given.factors or {} do factors[name] = value end
  return factors
end

--- Warns of metrics that a trial must have and no log of its foregrounds is read for: it could not
--- count.
--- @param given table
--- @param needs? mutlua.Needs
function M.expect_metrics(given, needs)
  for _, wanted in ipairs(needs and needs.metrics or {}) do
    for _, one in ipairs(given.foreground or {}) do
      local known = {}
      for i, metric in ipairs(one.metrics) do known[i], known[metric] = metric, true end
      if not known[wanted] then
        warn.warning(("needs.metrics: %s has no metric '%s', so no trial of it can count; %s")
          :format(one.name, wanted, nearest.hint(wanted, known)))
      end
    end
  end
end

--- One replicate of a trial, as a protocol gets it.
--- @param given table
--- @param rule mutlua.TrainingSeed
--- @param replicate integer
--- @return mutlua.Trial
function M.replicate(given, rule, replicate)
  return {
    foregrounds = replicates.seeded_all(given.foreground or {}, rule, replicate),
    background = given.background and replicates.seeded_all(given.background, rule, replicate),
    seconds = given.seconds, block = given.block, label = given.label,
    factors = M.factors(given), replicate = replicate,
  }
end

--- Replicates of a trial as the door gets them. What the study says for all of its trials is not
--- repeated.
--- @param given table
--- @param rule mutlua.TrainingSeed
--- @param first integer replicate
--- @param count integer of replicates
--- @param spare? boolean it may be left undone
--- @return table
function M.request(given, rule, first, count, spare)
  return {
    foregrounds = replicates.descriptions(given.foreground or {}, rule, first, count),
    backgrounds = given.background
      and replicates.descriptions(given.background, rule, first, count),
    seconds = given.seconds, block = given.block, label = given.label,
    factors = given.factors or {}, spare = spare, replicate = first, replicates = count,
    retries = given.retries,
    cooling = given.cooling, settle = given.settle, governor = given.governor,
    timeout_seconds = given.timeout_seconds, gpus = given.gpus, needs = given.needs,
  }
end

return M
