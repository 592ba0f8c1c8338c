-- SPDX-License-Identifier: MIT
--- Designs that fill the space of their factors' ranges evenly.
local check = require "mutlua.check"
local door = require "mutlua.door"
local ranges = require "mutlua.ranges"
local treatments = require "mutlua.treatments"

local M = {}

local most_points = 1000000

--- @alias mutlua.Ranges table<string, mutlua.Range>|[string, mutlua.Range][] names and ranges

--- With twelve digits, in which the mathematics of all platforms agree.
--- @param value number
--- @return number
local function rounded(value)
  return tonumber(("%.12g"):format(value)) --[[@as number]]
end

--- @param range mutlua.Range
--- @param value number
--- @return number value inside the range
local function within(range, value)
  if range.integer then value = math.floor(value + 0.5) end
  return math.min(math.max(rounded(value), range.low), range.high)
end

--- The value of a range at a place: what lies below the place is as likely as the place says.
--- @type table<string, fun(range: mutlua.Range, place: number): any>
local at = {}

function at.uniform(range, place)
  return within(range, range.low + place * (range.high - range.low))
end

function at.log_uniform(range, place)
  local low, high = math.log(range.low), math.log(range.high)
  return within(range, math.exp(low + place * (high - low)))
end

function at.integers(range, place)
  return range.low + math.floor(place * (range.high - range.low + 1))
end

function at.choice(range, place)
  return range.choices[1 + math.floor(place * #range.choices)]
end

function at.zero_or(range, place)
  if place < range.probability then return 0 end
  local inner = range.range --[[@as mutlua.Range]]
  return at[inner.kind](inner, (place - range.probability) / (1 - range.probability))
end

--- @param path string
--- @param given mutlua.Ranges
--- @return [string, mutlua.Range][]
local function read(path, given)
  local list = treatments.named(path, given, "{ learning_rate = mut.log_uniform(0.001, 0.1) }")
  for _, pair in ipairs(list) do
    check.text(path .. ", the name of a factor", pair[1])
    ranges.expect(path .. "." .. pair[1], pair[2])
  end
  return list
end

--- @param value number|string|boolean
--- @return string
local function short(value)
  return type(value) == "number" and ("%.4g"):format(value) or tostring(value)
end

--- @param list [string, mutlua.Range][]
--- @param point number[]
--- @param number string
--- @return mutlua.Treatment
local function treatment(list, point, number)
  local texts, values, factors = {}, {}, {}
  for i, pair in ipairs(list) do
    local name, range = pair[1], pair[2]
    local value = at[range.kind](range, point[i])
    texts[i], values[name], factors[name] = name .. " " .. short(value), value, value
  end
  return { label = ("point %s: %s"):format(number, table.concat(texts, ", ")), values = values,
           factors = factors }
end

--- @param method string
--- @param given mutlua.Ranges
--- @param n integer
--- @param seed? integer
--- @return mutlua.Treatment[]
local function filled(method, given, n, seed)
  local path = "design." .. method
  local list, names = read(path .. ".ranges", given), {}
  for i, pair in ipairs(list) do names[i] = pair[1] end
  check.whole(1, most_points)(path .. ".n", n)
  if seed ~= nil then check.whole(0)(path .. ".seed", seed) end
  local request = { method = method, names = names, n = n, seed = seed }
  local digits = ("%%0%dd"):format(#tostring(n))
  local filling = {}
  for i, point in ipairs(door.perform("points", request).points) do
    filling[i] = treatment(list, point, digits:format(i))
  end
  return filling
end

--- A Latin hypercube: each factor's range is cut into n parts of equal probability, and of each
--- part there is one value, at a random place inside it.
--- @param given mutlua.Ranges
--- @param n integer how many treatments
--- @param seed? integer absent: the study's
--- @return mutlua.Treatment[]
function M.latin_hypercube(given, n, seed)
  return filled("latin_hypercube", given, n, seed)
end

--- The first n points of a Sobol sequence, shifted at random. Powers of 2 fill the space best; a
--- longer design begins with the points of a shorter one.
--- @param given mutlua.Ranges
--- @param n integer how many treatments
--- @param seed? integer absent: the study's; 0: the sequence itself, which begins at the low ends
--- @return mutlua.Treatment[]
function M.sobol(given, n, seed)
  return filled("sobol", given, n, seed)
end

return M
