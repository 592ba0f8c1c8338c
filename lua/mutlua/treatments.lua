-- SPDX-License-Identifier: MIT
--- Treatments: sets of values that a study gives to its models, each with a label.
local check = require "mutlua.check"

local M = {}

--- @class (exact) mutlua.Treatment
--- @field label string readable, and unlike that of every other treatment of the design
--- @field values table<string, any> by factor; fit for model:with where factors are hyperparameters
--- @field factors table<string, number|string|boolean> by factor: the value, or its level's name

--- @class (exact) mutlua.Level
--- @field name number|string|boolean the value, or where levels have names the name
--- @field value any
--- @field text string as labels show it

--- @class (exact) mutlua.Factor
--- @field name string
--- @field levels mutlua.Level[] as written; those with names sorted by name

--- @alias mutlua.Levels (number|string|boolean)[]|table<string, any> values, or names and values
--- @alias mutlua.Factors table<string, mutlua.Levels>|[string, mutlua.Levels][] names and levels

--- A value as labels show it: a number with the fewest digits that tell it from every other.
--- @param value number|string|boolean
--- @return string
function M.text(value)
  if type(value) ~= "number" then return tostring(value) end
  for digits = 6, 16 do
    local text = ("%." .. digits .. "g"):format(value)
    if tonumber(text) == value then return text end
  end
  return ("%.17g"):format(value)
end

--- @type mutlua.Check
local function name_and_entry(path, pair)
  local fits = type(pair) == "table" and type(pair[1]) == "string" and #pair == 2
  if not fits then check.refuse(path, "expected a name and its entry") end
  return { pair[1], pair[2] }
end

--- Reads what is given by name: a table from names, which is sorted, or where the order
--- matters a list of names and entries.
--- @param path string
--- @param given table
--- @param example string
--- @return [string, any][]
function M.named(path, given, example)
  if type(given) ~= "table" then check.fail(path, "a table such as " .. example, given) end
  local list, seen = {}, {}
  if type((next(given))) == "number" then
    for i, pair in ipairs(check.list(name_and_entry)(path, given)) do
      if seen[pair[1]] then check.refuse(path, pair[1] .. " is given twice") end
      list[i], seen[pair[1]] = pair, true
    end
  else
    for _, name in ipairs(check.sorted_keys(given)) do list[#list + 1] = { name, given[name] } end
  end
  if #list == 0 then check.refuse(path, "is empty; expected a table such as " .. example) end
  return list
end

--- @param path string
--- @param given mutlua.Levels
--- @return mutlua.Level[]
local function levels_of(path, given)
  if type(given) ~= "table" then check.fail(path, "a list of levels", given) end
  local levels, seen = {}, {}
  local function add(name, value)
    local text = M.text(name)
    if seen[text] then check.refuse(path, ("the level %s is given twice"):format(text)) end
    levels[#levels + 1], seen[text] = { name = name, value = value, text = text }, true
  end
  if type((next(given))) == "string" then
    for _, name in ipairs(check.sorted_keys(given)) do
      add(check.text(path .. ", the name of a level", name), given[name])
    end
  else
    for _, value in ipairs(check.list(check.scalar)(path, given)) do add(value, value) end
  end
  if #levels == 0 then check.refuse(path, "expected at least one level, given none") end
  return levels
end

--- Reads factors with their levels.
--- @param path string
--- @param given mutlua.Factors
--- @return mutlua.Factor[]
function M.factors(path, given)
  local factors = {}
  for i, pair in ipairs(M.named(path, given, "{ learning_rate = { 0.01, 0.1 } }")) do
    local name = check.text(path .. ", the name of a factor", pair[1])
    factors[i] = { name = name, levels = levels_of(path .. "." .. name, pair[2]) }
  end
  return factors
end

--- Makes labels that are equal differ: only texts that hold commas can make them so.
--- @param treatments mutlua.Treatment[]
--- @return mutlua.Treatment[] treatments the same list
function M.distinct(treatments)
  local seen = {}
  for _, treatment in ipairs(treatments) do
    local label, copies = treatment.label, 1
    while seen[treatment.label] do
      copies = copies + 1
      treatment.label = ("%s (%d)"):format(label, copies)
    end
    seen[treatment.label] = true
  end
  return treatments
end

return M
