-- SPDX-License-Identifier: MIT
--- The training seeds of replicates.
local check = require "mutlua.check"
local descriptions = require "mutlua.descriptions"
local drawn_seeds = require "mutlua.drawn_seeds"
local model = require "mutlua.model"
local values = require "mutlua.values"

local M = {}

--- @alias mutlua.TrainingSeed "per_replicate"|"fixed"|fun(replicate: integer): number?

--- A rule that is asked once for each replicate: what it gives must not change between the trial
--- that is presented and the one that is measured.
--- @param rule fun(replicate: integer): number?
--- @return fun(replicate: integer): number?
local function asked_once(rule)
  local answers = {}
  return function(replicate)
    answers[replicate] = answers[replicate] or { rule(replicate) }
    return answers[replicate][1]
  end
end

--- How the training seeds of replicates are given.
--- @type mutlua.Check
function M.expect(path, value)
  if value == "per_replicate" or value == "fixed" then return value end
  if type(value) == "function" then return asked_once(value) end
  check.fail(path, '"per_replicate", "fixed" or a function of the replicate', value)
end

--- The name of the hyperparameter that seeds a model's trainings, where it has one.
--- @param trained mutlua.Model
--- @return string
local function name_of_seed(trained)
  return trained.roles.seed or "seed"
end

--- The seed that a replicate of a model is passed. One that the script gives by name always stands.
--- @param trained mutlua.Model
--- @param rule mutlua.TrainingSeed
--- @return (fun(replicate: integer): number?)? seed_of nil, as a function or as a seed: what the
---   model passes stands
local function seeding(trained, rule)
  local name = name_of_seed(trained)
  local hyperparameter = values.find(trained, name)
  if not hyperparameter or model.is_explicit(trained, name) then return nil end
  if type(rule) == "function" then
    return function(replicate)
      local seed = rule(replicate)
      return seed and values.checked(trained, "study.training_seed", name, seed)[2]
    end
  end
  if rule == "fixed" then return nil end
  return function(replicate)
    return replicate > 1 and drawn_seeds.seed(hyperparameter, replicate) or nil
  end
end

--- The model as a replicate trains it.
--- @param trained mutlua.Model
--- @param rule mutlua.TrainingSeed
--- @param replicate integer from 1
--- @return mutlua.Model
function M.seeded(trained, rule, replicate)
  local seed_of = seeding(trained, rule)
  local seed = seed_of and seed_of(replicate)
  return seed and model.passing(trained, name_of_seed(trained), seed) or trained
end

--- Models with the training seeds of a replicate.
--- @param models mutlua.Model[]
--- @param rule mutlua.TrainingSeed
--- @param replicate integer
--- @return mutlua.Model[]
function M.seeded_all(models, rule, replicate)
  local seeded = {}
  for i, trained in ipairs(models) do seeded[i] = M.seeded(trained, rule, replicate) end
  return seeded
end

--- How some replicates of a model differ: the seed of each.
--- @param trained mutlua.Model
--- @param rule mutlua.TrainingSeed
--- @param first integer replicate
--- @param count integer of replicates
--- @return mutlua.Model
--- @return { name: string, numbers: (number|false)[] }? varied false: the seed is not passed
local function varied(trained, rule, first, count)
  local seed_of, name = seeding(trained, rule), name_of_seed(trained)
  if not seed_of then return trained, nil end
  local at = values.index(trained.values, name)
  local own, seeded, numbers = at and trained.values[at][2] or false, nil, {}
  for i = 1, count do
    local seed = seed_of(first + i - 1)
    seeded, numbers[i] = seed or seeded, seed or own
  end
  if not seeded then return trained, nil end
  return model.passing(trained, name, seeded), { name = name, numbers = numbers }
end

--- Models as the door gets those of some replicates of a trial.
--- @param models mutlua.Model[]
--- @param rule mutlua.TrainingSeed
--- @param first integer replicate
--- @param count integer of replicates
--- @return mutlua.Description[]
function M.descriptions(models, rule, first, count)
  local described = {}
  for i, trained in ipairs(models) do
    local passing, differing = varied(trained, rule, first, count)
    described[i] = descriptions.of(passing)
    described[i].varied = differing
  end
  return described
end

return M
