-- SPDX-License-Identifier: MIT
--- From what a hyperparameter's value is drawn.
local check = require "mutlua.check"

local M = {}

--- @class (exact) mutlua.Range
--- @field kind "uniform"|"log_uniform"|"integers"|"choice"|"zero_or"
--- @field low? number smallest value
--- @field high? number largest value
--- @field integer? boolean draws are rounded to whole numbers
--- @field choices? (number|string|boolean)[] of kind "choice"
--- @field probability? number of kind "zero_or": how often 0 is drawn, 0 to 1
--- @field range? mutlua.Range of kind "zero_or": from what the other values are drawn
--- @field default? number the catalogue's default, where the range is a hyperparameter's own

--- @type mutlua.Check
local function probability(path, value)
  local fits = type(value) == "number" and value >= 0 and value <= 1
  if not fits then check.fail(path, "a probability, 0 to 1", value) end
  return value
end

--- @type mutlua.Check
local function whole(path, value)
  check.number(path, value)
  if value ~= math.floor(value) then check.fail(path, "a whole number", value) end
  return value
end

--- A check of a range between two ends.
--- @param low mutlua.Check
--- @param high mutlua.Check
--- @return fun(path: string, range: mutlua.Range)
local function between(low, high)
  return function(path, range)
    low(path .. ".low", range.low)
    high(path .. ".high", range.high)
    if range.integer ~= nil then check.boolean(path .. ".integer", range.integer) end
    if range.low > range.high then
      check.refuse(path, ("the low end, %.14g, is above the high end, %.14g"):format(
        range.low, range.high))
    end
  end
end

--- @type mutlua.Check
local function some_choices(path, value)
  local copy = check.list(check.scalar)(path, value)
  if #copy == 0 then check.refuse(path, "expected at least one value, given none") end
  return copy
end

--- What a range of each kind must hold.
--- @type table<string, fun(path: string, range: mutlua.Range)>
local kinds = {
  uniform = between(check.number, check.number),
  log_uniform = between(check.positive, check.number),
  integers = between(whole, whole),
  choice = function(path, range) some_choices(path .. ".choices", range.choices) end,
  zero_or = function(path, range)
    probability(path .. ".probability", range.probability)
    M.expect(path .. ".range", range.range)
  end,
}

--- A table such as one of the functions below, or model:range, makes.
--- @type mutlua.Check
function M.expect(path, value)
  local kind = type(value) == "table" and kinds[value.kind]
  if not kind then check.fail(path, "a range such as mut.uniform(0, 1)", value) end
  kind(path, value)
  return value
end

--- Values spread evenly between two ends.
--- @param low number
--- @param high number
--- @return mutlua.Range
function M.uniform(low, high)
  return M.expect("mut.uniform", { kind = "uniform", low = low, high = high })
end

--- Values whose logarithm is spread evenly: as many between 0.001 and 0.01 as between 0.01 and 0.1.
--- @param low number above 0
--- @param high number
--- @return mutlua.Range
function M.log_uniform(low, high)
  return M.expect("mut.log_uniform", { kind = "log_uniform", low = low, high = high })
end

--- Whole numbers, both ends included.
--- @param low integer
--- @param high integer
--- @return mutlua.Range
function M.integers(low, high)
  return M.expect("mut.integers", { kind = "integers", low = low, high = high })
end

--- One of some values.
--- @param choices (number|string|boolean)[]
--- @return mutlua.Range
function M.choice(choices)
  return { kind = "choice", choices = some_choices("mut.choice", choices) }
end

--- 0 with some probability, else a value of the range.
--- @param zero_probability number 0 to 1
--- @param range mutlua.Range
--- @return mutlua.Range
function M.zero_or(zero_probability, range)
  local given = { kind = "zero_or", probability = zero_probability, range = range }
  M.expect("mut.zero_or", given)
  given.range = M.request(range)
  return given
end

--- The range of a catalogue's hyperparameter; refuses one that has none.
--- @param model mutlua.Model
--- @param hyperparameter mutlua.Hyperparameter
--- @return mutlua.Range
function M.catalogues(model, hyperparameter)
  if not (hyperparameter.low and hyperparameter.high) then
    check.refuse("range." .. hyperparameter.name,
      model.name .. " has no range for it in the catalogue")
  end
  local whole_numbers = hyperparameter.type == "int"
  local range = { low = hyperparameter.low, high = hyperparameter.high }
  if hyperparameter.distribution == "log_uniform" then
    range.kind, range.integer = "log_uniform", whole_numbers or nil
  else
    range.kind = whole_numbers and "integers" or "uniform"
  end
  local zero = hyperparameter.zero_probability or 0
  if zero > 0 then range = { kind = "zero_or", probability = zero, range = range } end
  range.default = hyperparameter.default
  return range
end

--- The range as a request carries it: without what only the reader wants.
--- @param range mutlua.Range
--- @return mutlua.Range
function M.request(range)
  local copy = {}
  for key, value in pairs(range) do
    if key ~= "default" then copy[key] = value end
  end
  return copy
end

return M
