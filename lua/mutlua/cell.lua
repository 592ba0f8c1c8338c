-- SPDX-License-Identifier: MIT
--- Cells: the valid results of a study that have some factors in common.
local check = require "mutlua.check"
local door = require "mutlua.door"
local methods = require "mutlua.methods"

local M = {}

--- What some values tell of their mean. What is unknown is absent, never 0.
--- @class (exact) mutlua.Interval
--- @field n integer how many results have a value
--- @field missing integer how many have none
--- @field mean? number
--- @field sd? number of the sample; absent for fewer than two values
--- @field lower? number absent where sd is
--- @field upper? number
--- @field confidence number
--- @field reason? string why something is absent

--- @class (exact) mutlua.IntervalOptions
--- @field confidence? number 0.95

--- @class (exact) mutlua.Cell
--- @field n integer how many results there are
--- @field results mutlua.Result[] in the order in which their trials were added
local Cell = {}
Cell.__index = Cell

local energy_fields = { "gpu_joules", "cpu_joules", "total_joules", "seconds", "detail" }
local outcome_fields = {
  "duration_seconds", "metrics", "exit_code", "signal", "epochs", "peak_memory_bytes",
  "peak_gpu_memory_bytes", "cpu_seconds", "startup_seconds", "startup_joules",
  "startup_cpu_joules", "startup_gpu_joules",
}
local known_fields = { energy = energy_fields, outcome = outcome_fields, outcomes = false,
                       background = false, quality = false, replicate = false }

local function contains(list, word)
  for _, each in ipairs(list) do
    if each == word then return true end
  end
  return false
end

--- A field of a result; refuses what a result does not have, with the nearest name.
--- @param path string
--- @param field any such as "energy.gpu_joules"
--- @return string field
function M.expect_field(path, field)
  check.text(path, field)
  local first, second = field:match("^([^.]*)%.?([^.]*)")
  local members = known_fields[first]
  if members == nil then
    check.unknown(path, "unknown field", first, check.sorted_keys(known_fields))
  end
  if members and not contains(members, second) then
    local full = {}
    for i, member in ipairs(members) do full[i] = first .. "." .. member end
    check.unknown(path, "unknown field", first .. "." .. second, full)
  end
  return field
end

--- What stands at a dotted path. A name with dots in it is one name where there is such a key.
--- @param value any
--- @param path string
--- @return any
local function at(value, path)
  if type(value) ~= "table" then return nil end
  if value[path] ~= nil then return value[path] end
  local first, rest = path:match("^(.-)%.(.*)$")
  if not first then return value[tonumber(path)] end
  return at(value[first] or value[tonumber(first)], rest)
end

--- Whether the verdict of the energy is one of this field too: joules also stand below outcomes and
--- the background. What a training itself prints as a metric is its own.
--- @param field string
--- @return boolean
local function is_of_sensors(field)
  if field:find("metrics.", 1, true) then return false end
  return field:find("^energy") ~= nil or field:find("joules$") ~= nil
end

--- The numbers that results have at a field, finite ones only. Joules that are invalid are unknown.
--- @param results mutlua.Result[]
--- @param field string
--- @return number[]
function M.numbers(results, field)
  local found, of_sensors = {}, is_of_sensors(field)
  for _, result in ipairs(results) do
    local invalid = of_sensors and at(result, "quality.energy") == "invalid"
    local value = not invalid and at(result, field)
    if type(value) == "number" and value - value == 0 then found[#found + 1] = value end
  end
  return found
end

local interval_options = check.record { confidence = check.number }

--- The mean of a field, and the interval in which the mean of all such trials lies: Student's t.
--- @param field string such as "energy.gpu_joules", "outcome.duration_seconds" or
--- "outcome.metrics.accuracy"
--- @param options? mutlua.IntervalOptions
--- @return mutlua.Interval
function Cell:interval(field, options)
  M.expect_field("cell:interval.field", field)
  local given = interval_options("cell:interval", options or {})
  local confidence = given.confidence or 0.95
  if confidence <= 0 or confidence >= 1 then
    check.fail("cell:interval.confidence", "a number between 0 and 1", confidence)
  end
  local values = M.numbers(self.results, field)
  local interval = door.perform("estimate", { values = values, confidence = confidence })
  interval.missing = self.n - #values
  if #values == 0 and self.n > 0 then interval.reason = "no result has " .. field end
  return interval
end

--- The mean of a field, over the results that have it.
--- @param field string
--- @return number? mean
--- @return string? reason why there is none
function Cell:mean(field)
  M.expect_field("cell:mean.field", field)
  local interval = self:interval(field)
  return interval.mean, interval.mean == nil and interval.reason or nil
end

local function has(factors, wanted)
  for name, level in pairs(wanted) do
    if factors[name] ~= level then return false end
  end
  return true
end

--- The valid ones among results that have these factors.
--- @param results mutlua.Result[]
--- @param factors table<string, number|string|boolean>
--- @param known table<string, boolean> the names of factors that the study's trials have
--- @return mutlua.Cell
function M.cell(results, factors, known)
  local wanted = check.map(check.scalar)("study:cell", factors)
  for _, name in ipairs(check.sorted_keys(wanted)) do
    if not known[name] then
      check.unknown("study:cell", "unknown factor", name, check.sorted_keys(known))
    end
  end
  local found = {}
  for _, result in ipairs(results) do
    if result.valid and has(result.factors, wanted) then found[#found + 1] = result end
  end
  return setmetatable({ n = #found, results = found }, Cell)
end

methods.expect_colon("cell", Cell)

return M
