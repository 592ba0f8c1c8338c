-- SPDX-License-Identifier: MIT
--- What Latin squares and mirrored orders lack for want of replicates.
local orders = require "mutlua.orders"

local M = {}

--- How often the treatments of a block are repeated.
--- @class (exact) mutlua.Repeated
--- @field block? string
--- @field treatments integer
--- @field fewest integer replicates of one of them
--- @field most integer

--- @param block? string
--- @param replicates table<integer, integer> by treatment
--- @return mutlua.Repeated
local function summed_up(block, replicates)
  local treatments, fewest, most = 0, math.huge, 0
  for _, count in pairs(replicates) do
    treatments, fewest, most = treatments + 1, math.min(fewest, count), math.max(most, count)
  end
  return { block = block, treatments = treatments, fewest = fewest, most = most }
end

--- @param trials mutlua.Ordered[]
--- @return mutlua.Repeated[] in the order in which the script first names the blocks
local function repeated(trials)
  local names, replicates = {}, {}
  for _, trial in ipairs(orders.written(trials)) do
    local name = trial.block or false
    if not replicates[name] then names[#names + 1], replicates[name] = name, {} end
    local counts = replicates[name]
    counts[trial.treatment] = (counts[trial.treatment] or 0) + 1
  end
  local blocks = {}
  for i, name in ipairs(names) do blocks[i] = summed_up(name or nil, replicates[name]) end
  return blocks
end

--- What a block whose treatments all have the same number of replicates lacks, or nil.
--- @type table<string, fun(replicates: integer, t: integer): string?>
local lacking = {}

function lacking.abba(replicates, t)
  if t > 1 and replicates % 2 == 1 then
    return ("%d replicates; the last one has no mirror, and an even number takes a linear drift "
      .. "out"):format(replicates)
  end
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
