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

--- @class (exact) mutlua.MutationOptions
--- @field ranges? table<string, mutlua.Range> instead of the catalogue's, and of the same kind
--- @field history? table<string, number>[] draws that must not come again

local mutation_options = check.record {
  ranges = check.map(ranges.expect),
  history = check.list(check.map(check.scalar)),
}

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

--- A range of the script's own differs from the catalogue's in its ends, not in its kind.
--- @param drawn mutlua.Model
--- @param name string
--- @param range mutlua.Range
--- @return mutlua.Range request
local function own_range(drawn, name, range)
  local path = "mut.mutations.ranges"
  local usual = ranges.of(values.hyperparameter(drawn, path, name))
  if usual and usual.kind == "zero_or" then usual = usual.range end
  local kind = usual and usual.kind or "uniform"
  if range.kind ~= kind then
    check.refuse(path .. "." .. name,
      ("expected mut.%s, which the catalogue draws from, given mut.%s"):format(kind, range.kind))
  end
  return ranges.request(range)
end

--- @param pairs_drawn mutlua.Pair[]
--- @return table<string, number>
local function as_map(pairs_drawn)
  local map = {}
  for _, pair in ipairs(pairs_drawn) do map[pair[1]] = pair[2] end
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
  local reply = door.perform("mutations", {
    model = descriptions.of(of),
    names = expect_names(of, names),
    n = check.whole(1)("mut.mutations.n", n),
    ranges = own,
    history = given.history,
  })
  warn.all(reply.warnings)
  local sets = {}
  for i, set in ipairs(reply.sets) do sets[i] = as_map(set) end
  return sets
end

return M
