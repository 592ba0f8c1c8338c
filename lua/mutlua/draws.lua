-- SPDX-License-Identifier: MIT
--- Values drawn at random, from the session's seed.
local check = require "mutlua.check"
local descriptions = require "mutlua.descriptions"
local door = require "mutlua.door"
local model = require "mutlua.model"
local ranges = require "mutlua.ranges"
local values = require "mutlua.values"
local warn = require "mutlua.warn"

local M = {}

local most_sets = 1000000

--- Draws a value from a range, or for a model's hyperparameter from the catalogue's range.
--- @param from mutlua.Range|mutlua.Model
--- @param name? string the hyperparameter, where a model is given
--- @return number|string|boolean
function M.sample(from, name)
  if name == nil then
    local range = ranges.request(ranges.expect("mut.sample", from))
    return door.perform("sample", { range = range }).value
  end
  local drawn = model.expect("mut.sample", from)
  return door.perform("sample", {
    range = ranges.request(drawn:range(name)), model = descriptions.of(drawn), name = name,
  }).value
end

--- What was trained before the session began. It is read once, and kept with the session.
--- @class (exact) mutlua.History
--- @field files? string[] CSV tables with a line per training: paths from the current folder
--- @field index? boolean the other sessions of the results folder
--- @field mode? "sequential"|"parallel" only trainings alone, or beside a load; absent: both
--- @field keys? "typed"|"old" whether whole numbers are recognised; "typed"

--- @class (exact) mutlua.MutationOptions
--- @field ranges? table<string, mutlua.Range> instead of the catalogue's
--- @field history? table<string, number>[]|mutlua.History draws that must not come again

local past = check.record {
  files = check.list(check.text),
  index = check.boolean,
  mode = check.one_of { "sequential", "parallel" },
  keys = check.one_of { "typed", "old" },
}
local sets = check.list(check.map(check.scalar))

--- A list of sets, or where they are to be found.
--- @type mutlua.Check
local function history(path, value)
  if type(value) ~= "table" or type((next(value))) ~= "string" then return sets(path, value) end
  local given = past(path, value)
  if not given.files and not given.index then
    check.refuse(path, "expected files, index = true or both, given neither")
  end
  return given
end

local mutation_options = check.record { ranges = check.map(ranges.expect), history = history }

--- @param drawn mutlua.Model
--- @param names string|string[]
--- @return string[]
local function expect_names(drawn, names)
  if names == "all" then return { "all" } end
  if type(names) == "string" then names = { names } end
  local copy = check.list(check.text)("mut.mutations.names", names)
  if #copy == 0 then check.refuse("mut.mutations.names", "expected at least one, given none") end
  if #copy == 1 and copy[1] == "all" then return copy end
  for _, name in ipairs(copy) do values.hyperparameter(drawn, "mut.mutations.names", name) end
  return copy
end

--- @param drawn mutlua.Model
--- @param name string
--- @param range mutlua.Range
--- @return mutlua.Range request
local function own_range(drawn, name, range)
  local path = "mut.mutations.ranges"
  values.hyperparameter(drawn, path, name)
  local inner = range.kind == "zero_or" and range.range or range
  if inner.kind == "choice" or inner.kind == "zero_or" then
    check.refuse(path .. "." .. name,
      ("expected mut.uniform, mut.log_uniform or mut.integers, given mut.%s"):format(inner.kind))
  end
  return ranges.request(range)
end

--- A set as model:with takes it. What was drawn from a range of the script's own may lie outside of
--- the catalogue's.
--- @param drawn mutlua.Model
--- @param set mutlua.Pair[]
--- @param own table<string, mutlua.Range>
--- @return table<string, number>
local function as_map(drawn, set, own)
  local map = {}
  for _, pair in ipairs(set) do
    map[pair[1]] = pair[2]
    if own[pair[1]] then values.choose(drawn, pair[1], pair[2]) end
  end
  return map
end

--- Draws n distinct sets of values, none of them equal to the defaults.
--- @param of mutlua.Model
--- @param names string|string[] which hyperparameters are drawn; "all" for every one
--- @param n integer how many sets
--- @param options? mutlua.MutationOptions
--- @return table<string, number>[] sets each fit for model:with
function M.mutations(of, names, n, options)
  model.expect("mut.mutations.model", of)
  local given = mutation_options("mut.mutations", options or {})
  local own = {}
  for name, range in pairs(given.ranges or {}) do own[name] = own_range(of, name, range) end
  local found = given.history and (given.history.files or given.history.index)
  local reply = door.perform("mutations", {
    model = descriptions.of(of),
    names = expect_names(of, names),
    n = check.whole(1, most_sets)("mut.mutations.n", n),
    ranges = own,
    history = not found and given.history or nil,
    past = found and given.history or nil,
  })
  warn.all(reply.warnings)
  local drawn = {}
  for i, set in ipairs(reply.sets) do drawn[i] = as_map(of, set, own) end
  return drawn
end

return M
