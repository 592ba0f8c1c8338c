-- SPDX-License-Identifier: MIT
--- How a trial becomes a measurement, unless a study brings a protocol of its own.
local mut = require "mutlua"

local M = { name = "default", version = 1 }

--- Starts what is measured, together, and waits for all of it.
--- @param trial mutlua.Trial
--- @return mutlua.Outcome[]
local function train(trial)
  local trainings = {}
  for i, model in ipairs(trial.foregrounds) do
    trainings[i] = mut.spawn(model, { timeout_seconds = trial.timeout_seconds })
  end
  return mut.wait_all(trainings)
end

--- The machine cools down. The background starts and settles; where it cannot start, nothing is
--- trained. Energy is measured from before the foreground starts until all of it has ended. The
--- background runs on until then, and is stopped.
---
--- A trial without a foreground measures the background alone, for as long as it says.
--- @param trial mutlua.Trial
--- @return mutlua.Measured
function M.measure(trial)
  local cooling = mut.cool(trial.cooling)

  local load = trial.background and mut.background.start(trial.background)
  local settling = load and load:settle(trial.settle)
  if settling and not settling.started then
    return {
      background = load:stop(), cooling = cooling, settling = settling, reason = settling.reason,
    }
  end

  local outcomes = {}
  local meter = mut.energy.begin()
  if trial.seconds then mut.sleep(trial.seconds) else outcomes = train(trial) end
  local energy = meter:finish()

  return {
    outcomes = outcomes, energy = energy, background = load and load:stop(),
    cooling = cooling, settling = settling,
  }
end

return M
