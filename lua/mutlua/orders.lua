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

--- How often the treatments of a block are repeated.
--- @class (exact) mutlua.Repeated
--- @field block string|false
--- @field treatments integer
--- @field fewest integer replicates of one of them
--- @field most integer

--- @param trials mutlua.Ordered[]
--- @return mutlua.Repeated[] in the order in which the script first names the blocks
local function repeated(trials)
  local replicates, block_of = {}, {}
  for _, trial in ipairs(trials) do
    replicates[trial.treatment] = (replicates[trial.treatment] or 0) + 1
    block_of[trial.treatment] = trial.block or false
  end
  local blocks, rank = {}, block_ranks(trials)
  for block, place in pairs(rank) do
    blocks[place] = { block = block, treatments = 0, fewest = math.huge, most = 0 }
  end
  for treatment, count in pairs(replicates) do
    local block = blocks[rank[block_of[treatment]]]
    block.treatments = block.treatments + 1
    block.fewest, block.most = math.min(block.fewest, count), math.max(block.most, count)
  end
  return blocks
end

--- What a block whose treatments all have the same number of replicates lacks, or nil.
--- @type table<string, fun(replicates: integer, t: integer): string?>
local lacking = {}

function lacking.abba(replicates)
  return replicates % 2 == 1 and ("%d replicates; the last one has no mirror, and an even number "
    .. "takes a linear drift out"):format(replicates) or nil
end

function lacking.latin_square(replicates, t)
  if replicates % t ~= 0 then
    return ("%d replicates of %d treatments; only with a multiple of %d does each stand equally "
      .. "often at every place"):format(replicates, t, t)
  elseif t > 1 and t % 2 == 1 and replicates % (2 * t) ~= 0 then
    return ("%d replicates of %d treatments; each stands equally often at every place, but only "
      .. "with a multiple of %d does it follow each other one equally often"):format(
        replicates, t, 2 * t)
  end
end

--- What a balanced order lacks for want of replicates, or nil: that of the first block that lacks
--- something.
--- @param order string
--- @param trials mutlua.Ordered[]
--- @return string?
function M.lacks(order, trials)
  local lacks = lacking[order]
  if not lacks then return nil end
  for _, each in ipairs(repeated(trials)) do
    local what = lacks(each.most, each.treatments)
    if each.fewest < each.most then
      what = ("its treatments have %d to %d replicates; only with as many of each are they "
        .. "balanced"):format(each.fewest, each.most)
    end
    local where = each.block and (", block %s"):format(each.block) or ""
    if what then return ("order %s%s: %s"):format(order, where, what) end
  end
end

return M
