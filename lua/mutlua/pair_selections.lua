-- SPDX-License-Identifier: MIT
--- Which of many pairs a study takes.
local check = require "mutlua.check"
local door = require "mutlua.door"

local M = {}

--- @alias mutlua.PairSelection
--- | "all" as they are
--- | "random" drawn, each as likely as the others
--- | "stratified" of each class its share, drawn
--- | "representative" of each class its share, spread over its memory: no draw
--- | "orthogonal" such that all models occur as equally often as exchanging single pairs makes them
--- | "practical" those of which there is data, that need the GPU and its memory least: no draw
--- | "hybrid" half of them practical, of the rest a stratified draw

M.names = {
  "all", "random", "stratified", "representative", "orthogonal", "practical", "hybrid",
}

--- @alias mutlua.Selecting fun(feasible: mutlua.ModelPair[], n: integer, seed?: integer):
---   mutlua.ModelPair[]

--- The pairs in the order of some keys, first things first; equal ones as they were.
--- @param list mutlua.ModelPair[]
--- @param keys fun(pair: mutlua.ModelPair, place: integer): number[]
--- @return mutlua.ModelPair[] sorted a new list
local function sorted(list, keys)
  local entries = {}
  for i, pair in ipairs(list) do entries[i] = { pair = pair, keys = keys(pair, i), place = i } end
  table.sort(entries, function(a, b)
    for i = 1, #a.keys do
      if a.keys[i] ~= b.keys[i] then return a.keys[i] < b.keys[i] end
    end
    return a.place < b.place
  end)
  local result = {}
  for i, entry in ipairs(entries) do result[i] = entry.pair end
  return result
end

--- @param list mutlua.ModelPair[]
--- @param seed? integer
--- @return mutlua.ModelPair[]
local function shuffled(list, seed)
  local request = { method = "latin_hypercube", names = { "pairs" }, n = #list, seed = seed }
  local points = door.perform("points", request).points
  return sorted(list, function(_, place) return { points[place][1] } end)
end

--- @param list mutlua.ModelPair[]
--- @param n integer
--- @return mutlua.ModelPair[]
local function first(list, n)
  local result = {}
  for i = 1, n do result[i] = list[i] end
  return result
end

--- @class (exact) mutlua.Stratum
--- @field pairs mutlua.ModelPair[]
--- @field share integer how many of them are taken

--- The pairs by class, in the order in which classes first occur. A class is given its share of n
--- by the method of largest remainders, which never exceeds what the class has.
--- @param list mutlua.ModelPair[]
--- @param n integer
--- @return mutlua.Stratum[]
local function strata(list, n)
  local found, of_class = {}, {}
  for _, pair in ipairs(list) do
    local stratum = of_class[pair.class]
    if not stratum then
      stratum = { pairs = {} }
      found[#found + 1], of_class[pair.class] = stratum, stratum
    end
    stratum.pairs[#stratum.pairs + 1] = pair
  end
  local rest, by_remainder = n, {}
  for i, stratum in ipairs(found) do
    local product = n * #stratum.pairs
    stratum.share = math.floor(product / #list)
    rest, by_remainder[i] = rest - stratum.share, { i, product % #list }
  end
  table.sort(by_remainder, function(a, b)
    if a[2] ~= b[2] then return a[2] > b[2] end
    return a[1] < b[1]
  end)
  for i = 1, rest do
    local stratum = found[by_remainder[i][1]]
    stratum.share = stratum.share + 1
  end
  return found
end

--- @type table<mutlua.PairSelection, mutlua.Selecting>
local by = {}

function by.all(feasible) return feasible end

function by.random(feasible, n, seed) return first(shuffled(feasible, seed), n) end

function by.stratified(feasible, n, seed)
  local chosen = {}
  for _, stratum in ipairs(strata(shuffled(feasible, seed), n)) do
    for i = 1, stratum.share do chosen[#chosen + 1] = stratum.pairs[i] end
  end
  return chosen
end

function by.representative(feasible, n)
  local chosen = {}
  for _, stratum in ipairs(strata(feasible, n)) do
    local by_memory = sorted(stratum.pairs, function(pair) return { pair.memory_mb } end)
    for i = 1, stratum.share do -- the middle of each of so many equal parts
      local middle = math.ceil((i - 0.5) * #by_memory / stratum.share)
      chosen[#chosen + 1] = by_memory[middle]
    end
  end
  return chosen
end

--- Exchanges chosen pairs for others while that makes the models occur more equally often: each
--- exchange lowers the sum of the squares of how often they do, so there is an end.
--- @param chosen mutlua.ModelPair[]
--- @param left mutlua.ModelPair[] the others
--- @param uses table<string, integer> how often each model occurs in those that are chosen
local function even_out(chosen, left, uses)
  local function add(pair, times)
    uses[pair.companion.name] = uses[pair.companion.name] + times
    uses[pair.varied.name] = uses[pair.varied.name] + times
  end
  local function used(pair) return uses[pair.companion.name] + uses[pair.varied.name] end
  repeat
    local exchanged = false
    for i in ipairs(chosen) do
      add(chosen[i], -1)
      for j, other in ipairs(left) do
        if used(other) < used(chosen[i]) then
          chosen[i], left[j], exchanged = other, chosen[i], true
        end
      end
      add(chosen[i], 1)
    end
  until not exchanged
end

--- Takes, again and again, the pair whose models were taken least often so far. What that has used
--- up too early is exchanged.
function by.orthogonal(feasible, n, seed)
  local left, chosen, uses = shuffled(feasible, seed), {}, {}
  for _, pair in ipairs(left) do uses[pair.companion.name], uses[pair.varied.name] = 0, 0 end
  local function used(pair)
    local a, b = uses[pair.companion.name], uses[pair.varied.name]
    return math.max(a, b) * 2 * n + a + b
  end
  for i = 1, n do
    local best = 1
    for j = 2, #left do
      if used(left[j]) < used(left[best]) then best = j end
    end
    chosen[i] = table.remove(left, best)
    for _, one in ipairs { chosen[i].companion, chosen[i].varied } do
      uses[one.name] = uses[one.name] + 1
    end
  end
  even_out(chosen, left, uses)
  return chosen
end

function by.practical(feasible, n)
  return first(sorted(feasible, function(pair)
    return { -pair.data, pair.gpu_percent or math.huge, pair.memory_mb }
  end), n)
end

function by.hybrid(feasible, n, seed)
  local chosen = by.practical(feasible, math.ceil(n / 2))
  local taken, rest = {}, {}
  for _, pair in ipairs(chosen) do taken[pair] = true end
  for _, pair in ipairs(feasible) do
    if not taken[pair] then rest[#rest + 1] = pair end
  end
  if n == #chosen then return chosen end
  for _, pair in ipairs(by.stratified(rest, n - #chosen, seed)) do chosen[#chosen + 1] = pair end
  return chosen
end

--- Selects n of some pairs.
--- @param feasible mutlua.ModelPair[]
--- @param name mutlua.PairSelection
--- @param n? integer absent: all
--- @param seed? integer absent: the study's
--- @return mutlua.ModelPair[]
function M.select(feasible, name, n, seed)
  if n and n > #feasible then
    check.refuse("design.pairs.n", ("%d are wanted, and %d fit"):format(n, #feasible))
  end
  return by[name](feasible, n or #feasible, seed)
end

return M
