-- SPDX-License-Identifier: MIT
--- The orders in which a study's trials are run.
---
--- Written, shuffled, blocked: a trial added later never reorders the others. Latin squares and
--- mirrored orders balance positions over the replicates, so one more treatment is another order.
local M = {}

--- @class (exact) mutlua.Ordered
--- @field position integer its place in the script, from 1
--- @field treatment integer the position of its first replicate
--- @field replicate integer
--- @field block? string
--- @field order integer a hash of the session's seed and the trial's identity

--- @param trials mutlua.Ordered[]
--- @return mutlua.Ordered[]
local function copied(trials)
  local copy = {}
  for i, trial in ipairs(trials) do copy[i] = trial end
  return copy
end

--- @param trials mutlua.Ordered[]
--- @param before fun(a: mutlua.Ordered, b: mutlua.Ordered): boolean
--- @return mutlua.Ordered[] sorted a new list
local function sorted(trials, before)
  local copy = copied(trials)
  table.sort(copy, before)
  return copy
end

--- @param trials mutlua.Ordered[]
--- @return boolean
local function in_positions(trials)
  for i = 2, #trials do
    if trials[i - 1].position > trials[i].position then return false end
  end
  return true
end

--- As the script adds them, the replicates of each together.
--- @param trials mutlua.Ordered[]
--- @return mutlua.Ordered[]
function M.written(trials)
  if in_positions(trials) then return copied(trials) end
  return sorted(trials, function(a, b) return a.position < b.position end)
end

--- By hash; equal ones as they are written.
local function shuffled_before(a, b)
  if a.order ~= b.order then return a.order < b.order end
  return a.position < b.position
end

--- By hash, all together.
--- @param trials mutlua.Ordered[]
--- @return mutlua.Ordered[]
function M.shuffled(trials)
  return sorted(trials, shuffled_before)
end

--- The place of each block in the order in which the script first names them. Trials without a
--- block make up a block of their own.
--- @param trials mutlua.Ordered[]
--- @return table<string|false, integer> rank by block, from 1
--- @return integer count
local function block_ranks(trials)
  local rank, blocks = {}, 0
  for _, trial in ipairs(M.written(trials)) do
    local block = trial.block or false
    if not rank[block] then blocks = blocks + 1 end
    rank[block] = rank[block] or blocks
  end
  return rank, blocks
end

--- Replicates outermost; within one, blocks in the order in which the script first names them.
--- @param trials mutlua.Ordered[]
--- @param before fun(a: mutlua.Ordered, b: mutlua.Ordered): boolean within a block
--- @return mutlua.Ordered[]
local function by_replicate_and_block(trials, before)
  local rank, blocks = block_ranks(trials)
  local groups, last_replicate = {}, 0
  for _, trial in ipairs(trials) do
    local place = trial.replicate * blocks + rank[trial.block or false]
    groups[place] = groups[place] or {}
    table.insert(groups[place], trial)
    last_replicate = math.max(last_replicate, trial.replicate)
  end
  local ordered = {}
  for place = blocks, (last_replicate + 1) * blocks do
    for _, trial in ipairs(sorted(groups[place] or {}, before)) do
      ordered[#ordered + 1] = trial
    end
  end
  return ordered
end

--- Complete randomised blocks: replicates outermost; within one, blocks in the order in which the
--- script first names them; within a block, by hash.
--- @param trials mutlua.Ordered[]
--- @return mutlua.Ordered[]
function M.blocked(trials)
  return by_replicate_and_block(trials, shuffled_before)
end

--- The treatments of each block in a random order that is the same in all replicates: the place of
--- each one, from 0, and how many there are.
--- @param trials mutlua.Ordered[]
--- @return table<integer, integer> place by treatment
--- @return table<string|false, integer> count by block
local function treatments(trials)
  local place, count = {}, {}
  for _, trial in ipairs(M.blocked(trials)) do
    local block = trial.block or false
    if not place[trial.treatment] then
      place[trial.treatment] = count[block] or 0
      count[block] = place[trial.treatment] + 1
    end
  end
  return place, count
end

--- As blocked, but where a treatment stands in its block is given by its place among the block's
--- treatments, their number, and the replicate.
--- @param trials mutlua.Ordered[]
--- @param stands fun(place: integer, count: integer, replicate: integer): integer
--- @return mutlua.Ordered[]
local function balanced(trials, stands)
  local place, count = treatments(trials)
  local function column(trial)
    return stands(place[trial.treatment], count[trial.block or false], trial.replicate)
  end
  return by_replicate_and_block(trials, function(a, b)
    local left, right = column(a), column(b)
    if left ~= right then return left < right end
    return a.position < b.position
  end)
end

--- The column of the Latin square of Williams (1949) in which an entry stands in a row, all from 0.
--- The first row is 0, 1, t-1, 2, t-2, ...; each further one adds 1 to all entries, modulo t. Over
--- t rows every entry stands once in every column; for an even t each also follows each other one
--- once, and for an odd t it does so twice over 2 t rows, the second half of which is mirrored.
--- @param entry integer
--- @param t integer
--- @param row integer
--- @return integer
local function williams_column(entry, t, row)
  local first = (entry - row) % t
  local column = 2 * first - 1
  if first == 0 then column = 0 elseif 2 * first > t then column = 2 * (t - first) end
  local mirrored = t % 2 == 1 and math.floor(row / t) % 2 == 1
  return mirrored and t - 1 - column or column
end

--- As blocked, but over as many replicates as a block has treatments each one stands once at every
--- place, which takes any drift within a block out of their differences.
--- @param trials mutlua.Ordered[]
--- @return mutlua.Ordered[]
function M.latin_square(trials)
  return balanced(trials, function(place, count, replicate)
    return williams_column(place, count, replicate - 1)
  end)
end

--- As blocked, but each even replicate is the mirror of the one before it (ABBA), which takes a
--- linear drift out of the differences.
--- @param trials mutlua.Ordered[]
--- @return mutlua.Ordered[]
function M.abba(trials)
  return balanced(trials, function(place, count, replicate)
    return replicate % 2 == 1 and place or count - 1 - place
  end)
end

return M
