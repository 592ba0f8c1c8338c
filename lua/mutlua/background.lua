-- SPDX-License-Identifier: MIT
--- Load beside the measurement: trainings that are started again whenever they end.
local check = require "mutlua.check"
local descriptions = require "mutlua.descriptions"
local door = require "mutlua.door"
local methods = require "mutlua.methods"
local model = require "mutlua.model"

local M = {}

--- @class (exact) mutlua.Settle
--- @field seconds? number how long to wait
--- @field first_epoch? boolean wait until every model has finished an epoch
--- @field until_training? boolean wait for any evidence that every model trains: its process on
---   a GPU, a busy GPU, or an epoch
--- @field most_seconds? number give up waiting for these after this long; 120

--- @class (exact) mutlua.Settled
--- @field seconds number how long it took
--- @field started boolean the load runs
--- @field reason? string why it does not
--- @field evidence? string by what it was seen to run
--- @field energy? table a reading of the span: roughly what the load alone uses

--- @class (exact) mutlua.BackgroundRun
--- @field status "completed"|"failed"|"timed_out"|"out_of_memory"|"stopped"
--- @field duration_seconds number
--- @field metrics table<string, number>
--- @field epochs mutlua.Epoch[]
--- @field exit_code? integer

--- @class (exact) mutlua.BackgroundModel
--- @field model string
--- @field restarts integer
--- @field gaps_seconds number all time between one run's end and the next one's start
--- @field runs mutlua.BackgroundRun[] in order; the last one was stopped with the group
--- @field window? table in a result: what it did inside the energy window

--- @class (exact) mutlua.BackgroundReport
--- @field id? integer while its trial is measured
--- @field seconds? number how long it ran, while its trial is measured
--- @field models mutlua.BackgroundModel[]

--- A group that was started: a number, by which the program knows it.
--- @class (exact) mutlua.BackgroundGroup
--- @field id integer
local Group = {}
Group.__index = Group

--- Starts one or more trainings as load, and keeps them running until the group is stopped.
--- @param models mutlua.Model|mutlua.Model[]
--- @return mutlua.BackgroundGroup
function M.start(models)
  local some = model.expect_some("mut.background.start", models)
  local reply = door.perform("background_start", { models = descriptions.of_all(some) })
  return setmetatable({ id = reply.id }, Group)
end

--- How a load may be waited for.
M.settle_options = check.record {
  seconds = check.seconds,
  first_epoch = check.boolean,
  until_training = check.boolean,
  most_seconds = check.seconds,
}

--- Waits until the load runs evenly: its start-up is over.
--- @param options? mutlua.Settle
--- @return mutlua.Settled
function Group:settle(options)
  local request = M.settle_options("settle", options or {})
  request.id = self.id
  return door.perform("background_settle", request)
end

--- Ends the load.
--- @return mutlua.BackgroundReport report what it did meanwhile
function Group:stop()
  return door.perform("background_stop", { id = self.id })
end

methods.expect_colon("group", Group)

return M
