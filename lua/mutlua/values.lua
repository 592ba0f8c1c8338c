-- SPDX-License-Identifier: MIT
--- The values that a training is passed: lists of names and numbers, in the order of the arguments.
local check = require "mutlua.check"
local warn = require "mutlua.warn"

local M = {}

--- @alias mutlua.Pair [string, number] a hyperparameter's name and its value
--- @alias mutlua.Values table<string, number>|mutlua.Pair[]

--- The hyperparameter of that name, or nil.
--- @param model mutlua.Model
--- @param name string
--- @return mutlua.Hyperparameter?
function M.find(model, name)
  for _, hyperparameter in ipairs(model.hyperparameters) do
    if hyperparameter.name == name then return hyperparameter end
  end
end

--- The hyperparameter of that name; refuses unknown ones with the nearest that is known.
--- @param model mutlua.Model
--- @param path string
--- @param name any
--- @return mutlua.Hyperparameter
function M.hyperparameter(model, path, name)
  local found = M.find(model, name)
  if not found then
    local known = {}
    for i, hyperparameter in ipairs(model.hyperparameters) do known[i] = hyperparameter.name end
    check.unknown(path, model.name .. " has no hyperparameter", name, known)
  end
  return found --[[@as mutlua.Hyperparameter]]
end

local chosen = {}  -- values that lie outside of a range on purpose

--- @param model mutlua.Model
--- @param name string
--- @param value number
--- @return string
local function key_of(model, name, value)
  return ("%s %s %.17g"):format(model.name, name, value)
end

--- Says that a value was chosen whatever the catalogue's range is: it draws no warning.
--- @param model mutlua.Model
--- @param name string
--- @param value number
function M.choose(model, name, value)
  chosen[key_of(model, name, value)] = true
end

local warns = true

--- Says whether values that lie outside of a range draw a warning.
--- @param wanted boolean
function M.range_warnings(wanted)
  warns = wanted
end

--- @param model mutlua.Model
--- @param hyperparameter mutlua.Hyperparameter
--- @param value number
local function warn_outside(model, hyperparameter, value)
  if not warns then return end
  local name, low, high = hyperparameter.name, hyperparameter.low, hyperparameter.high
  if not (low and high) or (value >= low and value <= high) then return end
  local zero = value == 0 and (hyperparameter.zero_probability or 0) > 0
  if zero or value == hyperparameter.default or chosen[key_of(model, name, value)] then return end
  warn.warning(("%s: %s = %.14g lies outside the catalogue's range, %.14g to %.14g"):format(
    model.name, name, value, low, high), "range of " .. model.name .. " " .. name)
end

--- Refuses a value that the hyperparameter cannot take; warns of one outside its range.
--- @param model mutlua.Model
--- @param path string
--- @param name any
--- @param value any
--- @return mutlua.Pair
function M.checked(model, path, name, value)
  local hyperparameter = M.hyperparameter(model, path, name)
  path = ("%s.%s of %s"):format(path, name, model.name)
  check.number(path, value)
  if hyperparameter.type == "int" and value ~= math.floor(value) then
    check.fail(path, "a whole number", value)
  end
  warn_outside(model, hyperparameter, value)
  return { name, value }
end

--- Where the value of a name stands; nil if it is not passed.
--- @param values mutlua.Pair[]
--- @param name string
--- @return integer? index
function M.index(values, name)
  for i, pair in ipairs(values) do
    if pair[1] == name then return i end
  end
end

--- @param model mutlua.Model
--- @param values mutlua.Pair[]
--- @return mutlua.Pair[] sorted
local function in_catalogue_order(model, values)
  if #values < 2 then return values end
  local sorted = {}
  for _, hyperparameter in ipairs(model.hyperparameters) do
    local i = M.index(values, hyperparameter.name)
    if i then sorted[#sorted + 1] = values[i] end
  end
  return sorted
end

--- Reads `{ learning_rate = 0.1 }`: checked, and in the catalogue's order.
--- @param model mutlua.Model
--- @param path string
--- @param map table<string, number>
--- @return mutlua.Pair[]
function M.of_map(model, path, map)
  if type(map.values) == "table" and map.label then
    check.refuse(path, "expected values, given a treatment or an edge; give its field values")
  end
  local values = {}
  for _, name in ipairs(check.sorted_keys(map)) do
    values[#values + 1] = M.checked(model, path, name, map[name])
  end
  return in_catalogue_order(model, values)
end

--- Reads `{ {"epochs", 1}, {"learning_rate", 0.1} }`: checked, and in the order given.
--- @param model mutlua.Model
--- @param path string
--- @param list mutlua.Pair[]
--- @return mutlua.Pair[]
function M.of_list(model, path, list)
  local values = {}
  for i, pair in ipairs(check.list(check.list(check.scalar))(path, list)) do
    if #pair ~= 2 then
      check.refuse(("%s[%d]"):format(path, i), 'expected a name and a value: { "epochs", 1 }')
    end
    if M.index(values, pair[1]) then check.refuse(path, pair[1] .. " is given twice") end
    values[i] = M.checked(model, path, pair[1], pair[2])
  end
  return values
end

--- Reads values that are recorded and not passed: of names that the model does not have.
--- @param model mutlua.Model
--- @param path string
--- @param map table<string, number>
--- @return mutlua.Pair[] sorted by name
function M.recorded(model, path, map)
  local values, given = {}, check.map(check.number)(path, map)
  for i, name in ipairs(check.sorted_keys(given)) do
    if M.find(model, name) then
      check.refuse(path .. "." .. name,
        ("%s has this hyperparameter; with passes it, and what is passed is recorded"):format(
          model.name))
    end
    values[i] = { name, given[name] }
  end
  return values
end

--- The values of a model without those that are listed.
--- @param values mutlua.Pair[]
--- @param listed mutlua.Pair[]
--- @return mutlua.Pair[]
function M.without(values, listed)
  local rest = {}
  for _, pair in ipairs(values) do
    if not M.index(listed, pair[1]) then rest[#rest + 1] = pair end
  end
  return rest
end

--- Values of which some are replaced in their places and the new ones stand last; but all in the
--- catalogue's order where the script has given none.
--- @param model mutlua.Model
--- @param additions mutlua.Pair[]
--- @return mutlua.Pair[]
function M.merged(model, additions)
  local values = { unpack(model.values) }
  for _, pair in ipairs(additions) do
    values[M.index(values, pair[1]) or #values + 1] = pair
  end
  return model.listed and values or in_catalogue_order(model, values)
end

return M
