-- SPDX-License-Identifier: MIT
--- Trainings: one process tree each, from start to exit.
local check = require "mutlua.check"
local descriptions = require "mutlua.descriptions"
local door = require "mutlua.door"
local methods = require "mutlua.methods"
local model = require "mutlua.model"

local M = {}

--- @class (exact) mutlua.Epoch
--- @field index integer from 1
--- @field seconds? number from the mark before it; absent where a mark is missing or came late
--- @field cpu_joules? number while an energy window was open
--- @field gpu_joules? number the same, of epochs of 5 s and more
--- @field joules? number both together
--- @field metrics table<string, number>

--- Short epochs taken together, of 10 s and more.
--- @class (exact) mutlua.EnergyBlock
--- @field first integer the index of its first epoch
--- @field last integer
--- @field seconds number
--- @field cpu_joules? number
--- @field gpu_joules? number
--- @field joules? number both together

--- @class (exact) mutlua.Mark
--- @field label string
--- @field seconds number since the training's start
--- @field cpu_joules? number since then
--- @field gpu_joules? number

--- @class (exact) mutlua.Outcome
--- @field id? integer while its trial is measured
--- @field status "completed"|"failed"|"timed_out"|"out_of_memory"|"stopped"
--- @field exit_code? integer
--- @field signal? integer
--- @field duration_seconds number wall time, start to exit
--- @field metrics table<string, number> as the catalogue's patterns read them
--- @field missing_metrics string[] metrics whose pattern found nothing
--- @field epochs mutlua.Epoch[]
--- @field energy_blocks? mutlua.EnergyBlock[]
--- @field startup_seconds? number before the first epoch began, where the log shows that
--- @field startup_cpu_joules? number
--- @field startup_gpu_joules? number
--- @field startup_joules? number both together
--- @field marks? mutlua.Mark[] what training:mark noted
--- @field peak_memory_bytes? integer
--- @field cpu_seconds? number
--- @field strays? integer processes that it left behind, and that were ended
--- @field peak_gpu_memory_bytes? integer in a result
--- @field peak_gpu_memory_of? "processes"|"board" whose: its own, or of all that used the GPU
--- @field log string the path of what it printed
--- @field reason? string why it is not completed

--- @class (exact) mutlua.SpawnOptions
--- @field timeout_seconds? number stopped after this long, more than 0; absent: never

--- A training that was started: a number, by which the program knows it.
--- @class (exact) mutlua.Training
--- @field id integer
local Training = {}
Training.__index = Training

local spawn_options = check.record { timeout_seconds = check.duration }

--- Starts one training. A training that fails is a result, not an error.
--- @param trained mutlua.Model
--- @param options? mutlua.SpawnOptions
--- @return mutlua.Training
function M.spawn(trained, options)
  model.expect("mut.spawn.model", trained)
  local given = spawn_options("mut.spawn", options or {})
  local reply = door.perform("spawn", {
    model = descriptions.of(trained), timeout_seconds = given.timeout_seconds,
  })
  return setmetatable({ id = reply.id }, Training)
end

--- Waits until it ends.
--- @return mutlua.Outcome
function Training:wait()
  return door.perform("wait", { ids = { self.id }, any = false }).outcomes[1]
end

--- Ends it: asks, and after 10 seconds insists.
--- @return mutlua.Outcome
function Training:stop()
  return door.perform("stop", { id = self.id }).outcome
end

--- Notes an instant in its record.
--- @param label string
function Training:mark(label)
  door.perform("mark", { id = self.id, label = check.text("mark.label", label) })
end

--- @type mutlua.Check
local function started(path, value)
  if getmetatable(value) ~= Training then
    check.fail(path, "a training that mut.spawn has started", value)
  end
  return value
end

--- @param path string
--- @param trainings mutlua.Training[]
--- @return integer[]
local function ids(path, trainings)
  local numbers = {}
  for i, training in ipairs(check.list(started)(path, trainings)) do numbers[i] = training.id end
  if #numbers == 0 then check.refuse(path, "expected at least one training, given none") end
  return numbers
end

--- Waits until all of them have ended.
--- @param trainings mutlua.Training[]
--- @return mutlua.Outcome[] outcomes in the order of the trainings
function M.wait_all(trainings)
  return door.perform("wait", { ids = ids("mut.wait_all", trainings), any = false }).outcomes
end

--- Waits until one of them ends.
--- @param trainings mutlua.Training[]
--- @return mutlua.Outcome outcome
--- @return mutlua.Training training the one that ended
function M.wait_any(trainings)
  local reply = door.perform("wait", { ids = ids("mut.wait_any", trainings), any = true })
  for _, training in ipairs(trainings) do
    if training.id == reply.id then return reply.outcome, training end
  end
  error("mut.wait_any: a training ended that was not waited for", 0)
end

methods.expect_colon("training", Training)

return M
