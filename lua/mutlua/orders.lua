-- SPDX-License-Identifier: MIT
--- The orders in which a study's trials are run. A trial added later never reorders the others.
local M = {}

--- @class (exact) mutlua.Ordered
--- @field position integer its place in the script, from 1
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

--- Replicates outermost; within one, blocks in the order in which the script first names them;
--- within a block, by hash. Trials without a block make up a block of their own.
--- @param trials mutlua.Ordered[]
--- @return mutlua.Ordered[]
function M.blocked(trials)
  local rank, blocks = {}, 0
  for _, trial in ipairs(M.written(trials)) do
    local block = trial.block or false
    if not rank[block] then blocks = blocks + 1 end
    rank[block] = rank[block] or blocks
  end
  return sorted(trials, function(trial)
    return { trial.replicate, rank[trial.block or false], trial.order, trial.position }
  end)
end

return M
