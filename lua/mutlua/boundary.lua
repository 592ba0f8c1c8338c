-- SPDX-License-Identifier: MIT
--- The levels at the edges of a hyperparameter.
local check = require "mutlua.check"
local model = require "mutlua.model"
local multiples = require "mutlua.multiples"
local roles = require "mutlua.roles"
local values = require "mutlua.values"
local warn = require "mutlua.warn"

local M = {}

--- @class (exact) mutlua.Edge
--- @field label string such as "lr_min"
--- @field values table<string, number> fit for model:with
--- @field hyperparameter string the name that is varied
--- @field role? string the name that was asked for, where another hyperparameter plays it

local short_labels = { learning_rate = "lr" }

--- @param of mutlua.Model
--- @param name string
--- @return mutlua.Hyperparameter
local function playing(of, name)
  local played = roles.playing(of, "mut.boundary.names", name)
  if played.name ~= name then warn.note(("%s: %s plays %s"):format(of.name, played.name, name)) end
  return played
end

--- @param of mutlua.Model
--- @param hyperparameter mutlua.Hyperparameter
--- @param factors? [number, number]
--- @return number low
--- @return number high
local function edges(of, hyperparameter, factors)
  local path = "mut.boundary." .. hyperparameter.name
  if not factors then
    if not (hyperparameter.low and hyperparameter.high) then
      check.refuse(path, of.name .. " has no range for it in the catalogue; give factors")
    end
    return hyperparameter.low, hyperparameter.high
  end
  return multiples.level(of, path, hyperparameter, factors[1]),
    multiples.level(of, path, hyperparameter, factors[2])
end

--- @param names string[]
--- @return mutlua.Check
local function factors_for(names)
  local pair = check.list(multiples.expect)
  local fields = {}
  for _, name in ipairs(names) do
    fields[name] = function(path, value)
      local two = pair(path, value)
      if #two ~= 2 or two[1] > two[2] then
        check.refuse(path, "expected two factors, the smaller first: { 0.5, 1.5 }")
      end
      return two
    end
  end
  return check.record(fields)
end

--- The levels at both edges of each hyperparameter, all else unchanged.
---
--- An edge is the end of the catalogue's range, or where factors are given the catalogue's default
--- times a factor; whole numbers are then rounded, half to even, and are at least 1. A model that
--- has no hyperparameter of a name is asked which one plays it (its roles), and a note says so.
--- An edge may lie outside the catalogue's range without a warning: that is what it is for.
--- @param of mutlua.Model
--- @param names string[]
--- @param factors? table<string, [number, number]> for each name the lower and the upper factor
--- @return mutlua.Edge[]
function M.boundary(of, names, factors)
  model.expect("mut.boundary.model", of)
  names = check.list(check.text)("mut.boundary.names", names)
  factors = factors_for(names)("mut.boundary.factors", factors or {})
  local levels, seen = {}, {}
  for _, name in ipairs(names) do
    local played = playing(of, name)
    if seen[played.name] then
      check.refuse("mut.boundary.names", played.name .. " is given twice")
    end
    seen[played.name] = true
    local low, high = edges(of, played, factors[name])
    local role = played.name ~= name and name or nil
    local function add(label, value)
      values.choose(of, played.name, value)
      levels[#levels + 1] = {
        label = (short_labels[name] or name) .. label, values = { [played.name] = value },
        hyperparameter = played.name, role = role,
      }
    end
    add("_min", low)
    add("_max", high)
  end
  return levels
end

return M
