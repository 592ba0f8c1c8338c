-- SPDX-License-Identifier: MIT
--- Designs of factors with levels.
local check = require "mutlua.check"
local treatments = require "mutlua.treatments"

local M = {}

--- @alias mutlua.Exclusion table<string, number|string|boolean> levels of some factors
--- @alias mutlua.Excludes fun(treatment: mutlua.Treatment): any

--- @class (exact) mutlua.FactorialOptions
--- @field exclude? mutlua.Exclusion[]|mutlua.Excludes

local most = 1000000

--- @param factor mutlua.Factor
--- @param path string
--- @param level any
local function expect_level(factor, path, level)
  local known = {}
  for i, one in ipairs(factor.levels) do
    if one.name == level then return end
    known[i] = one.text
  end
  check.refuse(path, ("no level is %s; there are %s"):format(
    treatments.text(check.scalar(path, level)), table.concat(known, ", ")))
end

--- Exclusions that name a level or a factor which is not there are refused: they would exclude
--- nothing without a word.
--- @param factors mutlua.Factor[]
--- @return mutlua.Check
local function expect_exclusions(factors)
  local fields = {}
  for _, factor in ipairs(factors) do
    fields[factor.name] = function(path, level)
      expect_level(factor, path, level)
      return level
    end
  end
  local partial = check.record(fields)
  return check.list(function(path, given)
    local copy = partial(path, given)
    if next(copy) == nil then check.refuse(path, "is empty, and would exclude everything") end
    return copy
  end)
end

--- @param list mutlua.Exclusion[]
--- @return mutlua.Excludes
local function any_of(list)
  local exclusions = {}  -- as lists, which are gone through faster
  for i, exclusion in ipairs(list) do
    exclusions[i] = {}
    for name, level in pairs(exclusion) do table.insert(exclusions[i], { name, level }) end
  end
  local function matches(exclusion, factors)
    for i = 1, #exclusion do
      if factors[exclusion[i][1]] ~= exclusion[i][2] then return false end
    end
    return true
  end
  return function(treatment)
    for _, exclusion in ipairs(exclusions) do
      if matches(exclusion, treatment.factors) then return true end
    end
    return false
  end
end

--- @param factors mutlua.Factor[]
--- @param given? mutlua.Exclusion[]|mutlua.Excludes
--- @return mutlua.Excludes
local function excludes(factors, given)
  if type(given) == "function" then return given end
  return any_of(expect_exclusions(factors)("design.factorial.exclude", given or {}))
end

--- The treatment of a number, from 0: the last factor's level changes with every number.
--- @param factors mutlua.Factor[]
--- @param number integer
--- @return mutlua.Treatment
local function numbered(factors, number)
  local texts, values, names = {}, {}, {}
  for i = #factors, 1, -1 do
    local factor = factors[i]
    local level = factor.levels[number % #factor.levels + 1]
    number = math.floor(number / #factor.levels)
    texts[i] = factor.name .. " " .. level.text
    values[factor.name], names[factor.name] = level.value, level.name
  end
  return { label = table.concat(texts, ", "), values = values, factors = names }
end

--- @param factors mutlua.Factor[]
--- @return integer
local function count(factors)
  local product = 1
  for _, factor in ipairs(factors) do product = product * #factor.levels end
  if product > most then
    check.refuse("design.factorial", ("%.0f treatments are too many; at most %d"):format(
      product, most))
  end
  return product
end

local options_of = check.record {
  exclude = function(_, value) return value end,
}

--- Every combination of the levels of some factors, less those that are excluded. The last
--- factor changes fastest.
--- @param factors mutlua.Factors
--- @param options? mutlua.FactorialOptions
--- @return mutlua.Treatment[]
function M.factorial(factors, options)
  local read = treatments.factors("design.factorial", factors)
  local given = options_of("design.factorial", options or {})
  local excluded = excludes(read, given.exclude)
  local list = {}
  for number = 0, count(read) - 1 do
    local treatment = numbered(read, number)
    if not excluded(treatment) then list[#list + 1] = treatment end
  end
  if #list == 0 then check.refuse("design.factorial.exclude", "excludes every treatment") end
  return treatments.distinct(list)
end

--- The level that a factor has in the base.
--- @param factor mutlua.Factor
--- @param value any
--- @return mutlua.Level
local function base_level(factor, value)
  local path = "design.one_at_a_time.base." .. factor.name
  if value == nil then check.refuse(path, "is missing: each factor varies around its base") end
  for _, level in ipairs(factor.levels) do
    if level.value == value then return level end
  end
  local plain = type(value) ~= "table" and type(value) ~= "function"
  if not plain then return { name = "base", value = value, text = "base" } end
  return { name = value, value = value, text = treatments.text(value) }
end

--- @param base mutlua.Treatment
--- @param name string
--- @param level mutlua.Level
--- @return mutlua.Treatment
local function with_level(base, name, level)
  local changed = { label = name .. " " .. level.text, values = {}, factors = {} }
  for key, value in pairs(base.values) do changed.values[key] = value end
  for key, value in pairs(base.factors) do changed.factors[key] = value end
  changed.values[name], changed.factors[name] = level.value, level.name
  return changed
end

--- The base, and then each factor at each of its other levels while all else is as in the base.
--- @param base table<string, any> a value for each factor, and what never changes
--- @param factors mutlua.Factors
--- @return mutlua.Treatment[]
function M.one_at_a_time(base, factors)
  if type(base) ~= "table" then check.fail("design.one_at_a_time.base", "a table", base) end
  local read = treatments.factors("design.one_at_a_time", factors)
  local first = { label = "base", values = {}, factors = {} }
  for name, value in pairs(base) do
    first.values[check.text("design.one_at_a_time.base, a name", name)] = value
  end
  for _, factor in ipairs(read) do
    first.factors[factor.name] = base_level(factor, base[factor.name]).name
  end
  local list = { first }
  for _, factor in ipairs(read) do
    for _, level in ipairs(factor.levels) do
      if level.value ~= base[factor.name] then
        list[#list + 1] = with_level(first, factor.name, level)
      end
    end
  end
  return treatments.distinct(list)
end

return M
