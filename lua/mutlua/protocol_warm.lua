-- SPDX-License-Identifier: MIT
--- Every trial starts equally warm: the same load runs for the same time before each measurement.
---
--- With mutlua's own protocol a trial beside a load begins on a card that settling has warmed, and
--- one alone on a cool card. Here both are preceded by the same preload.
local check = require "mutlua.check"
local model = require "mutlua.model"
local mut = require "mutlua"

local M = {}

--- @class (exact) mutlua.WarmOptions
--- @field model mutlua.Model what warms the machine, before every trial
--- @field seconds? number how long it runs, once it is up; 120

local warm_options = check.record { model = model.expect, seconds = check.duration }

--- What the values of a model are, for the protocol's name: they are part of what was done.
--- @param warmer mutlua.Model
--- @return string
local function shown(warmer)
  local words = { warmer.name }
  for _, pair in ipairs(warmer.values) do
    words[#words + 1] = ("%s=%.14g"):format(pair[1], pair[2])
  end
  return table.concat(words, " ")
end

--- @param trial mutlua.Trial
--- @return mutlua.Outcome[]
local function train(trial)
  local trainings = {}
  for i, trained in ipairs(trial.foregrounds) do
    trainings[i] = mut.spawn(trained, { timeout_seconds = trial.timeout_seconds })
  end
  return mut.wait_all(trainings)
end

--- @param warmer mutlua.Model
--- @param seconds number
--- @param trial mutlua.Trial
--- @return string? reason why the machine is not warm
local function warm_up(warmer, seconds, trial)
  local preload = mut.background.start { warmer }
  local settled = preload:settle(trial.settle)
  if settled.started then mut.sleep(seconds) end
  preload:stop()
  return settled.reason
end

--- A protocol that warms the machine with a model before each measurement. It cools first, as the
--- trial says, so that what ran before does not matter.
--- @param options mutlua.WarmOptions
--- @return mutlua.Protocol
function M.with(options)
  local given = warm_options("mutlua.protocol_warm", options)
  check.required("mutlua.protocol_warm", given, { "model" })
  local warmer, seconds = given.model, given.seconds or 120

  local function measure(trial)
    local cooling = mut.cool(trial.cooling)
    local reason = warm_up(warmer, seconds, trial)
    if reason then return { cooling = cooling, reason = "warming up: " .. reason } end

    local load = trial.background and mut.background.start(trial.background)
    local settling = load and load:settle(trial.settle)
    if settling and not settling.started then
      return { background = load:stop(), cooling = cooling, settling = settling,
               reason = settling.reason }
    end
    local outcomes = {}
    local meter = mut.energy.begin()
    if trial.seconds then mut.sleep(trial.seconds) else outcomes = train(trial) end
    local energy = meter:finish()
    return { outcomes = outcomes, energy = energy, background = load and load:stop(),
             cooling = cooling, settling = settling }
  end

  return {
    name = ("warm: %s, %.14g s"):format(shown(warmer), seconds), version = 1, measure = measure,
  }
end

return M
