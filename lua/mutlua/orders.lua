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
--- @param keys fun(trial: mutlua.Ordered): number[] what is compared, first things first
--- @return mutlua.Ordered[] sorted a new list
local function sorted(trials, keys)
  local copy, key_of = {}, {}
  for i, trial in ipairs(trials) do copy[i], key_of[trial] = trial, keys(trial) end
  table.sort(copy, function(a, b)
    local left, right = key_of[a], key_of[b]
    for i = 1, #left do
      if left[i] ~= right[i] then return left[i] < right[i] end
    end
    return false
  end)
  return copy
end

--- As the script adds them, the replicates of each together.
--- @param trials mutlua.Ordered[]
--- @return mutlua.Ordered[]
function M.written(trials)
  return sorted(trials, function(trial) return { trial.position } end)
end

--- By hash, all together.
--- @param trials mutlua.Ordered[]
--- @return mutlua.Ordered[]
function M.shuffled(trials)
  return sorted(trials, function(trial) return { trial.order, trial.position } end)
end

--- The place of each block in the order in which the script first names them. Trials without a
--- block make up a block of their own.
--- @param trials mutlua.Ordered[]
--- @return table<string|false, integer>
local function block_ranks(trials)
  local rank, blocks = {}, 0
  for _, trial in ipairs(M.written(trials)) do
    local block = trial.block or false
    if not rank[block] then blocks = blocks + 1 end
    rank[block] = rank[block] or blocks
  end
  return rank
end

--- Complete randomised blocks: replicates outermost; within one, blocks in the order in which the
--- script first names them; within a block, by hash.
--- @param trials mutlua.Ordered[]
--- @return mutlua.Ordered[]
function M.blocked(trials)
  local rank = block_ranks(trials)
  return sorted(trials, function(trial)
    return { trial.replicate, rank[trial.block or false], trial.order, trial.position }
  end)
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
  local rank = block_ranks(trials)
  local place, count = treatments(trials)
  return sorted(trials, function(trial)
    local block = trial.block or false
    local column = stands(place[trial.treatment], count[block], trial.replicate)
    return { trial.replicate, rank[block], column, trial.position }
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
