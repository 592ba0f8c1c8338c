-- SPDX-License-Identifier: MIT
--- Energy between two instants.
local check = require "mutlua.check"
local door = require "mutlua.door"
local methods = require "mutlua.methods"

local M = {}

--- @class (exact) mutlua.Reading
--- @field id? integer while its trial is measured
--- @field gpu_joules? number
--- @field cpu_joules? number
--- @field total_joules? number
--- @field seconds number
--- @field reasons table<string, string> why a field is absent
--- @field detail table each domain with its method, uncertainty and flags

--- An open window: a number, by which the program knows it.
--- @class (exact) mutlua.Meter
--- @field id integer
local Meter = {}
Meter.__index = Meter

local begin_options = check.record {}

--- Opens a measurement window. One is open at a time.
--- @param options? table none yet: an empty table
--- @return mutlua.Meter
function M.begin(options)
  begin_options("mut.energy.begin", options or {})
  return setmetatable({ id = door.perform("energy_begin", {}).id }, Meter)
end

--- Notes an instant in the trace.
--- @param label string
function Meter:mark(label)
  door.perform("energy_mark", { id = self.id, label = check.text("mark.label", label) })
end

--- Closes the window. What could not be measured is absent, with a reason; it is never 0.
--- @return mutlua.Reading
function Meter:finish()
  return door.perform("energy_finish", { id = self.id })
end

methods.expect_colon("meter", Meter)

return M
