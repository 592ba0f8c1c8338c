-- SPDX-License-Identifier: MIT
--- Pairs of models that fit a card together.
local check = require "mutlua.check"
local pair_kinds = require "mutlua.pair_kinds"
local pair_selections = require "mutlua.pair_selections"
local warn = require "mutlua.warn"

local M = {}

--- @class (exact) mutlua.PairOptions: mutlua.KindOptions
--- @field select? mutlua.PairSelection "all"
--- @field n? integer how many pairs; of every selection but "all"
--- @field seed? integer of selections that draw; absent: the study's
--- @field most_memory_mb? number of both together; 7500, which is 94 % of a card of 8 GB
--- @field most_gpu_percent? number of both together; pairs of unknown utilisation are left out then

local fields = {
  select = check.one_of(pair_selections.names), n = check.whole(1), seed = check.whole(0),
  most_memory_mb = check.positive, most_gpu_percent = check.positive,
}
for name, field in pairs(pair_kinds.fields) do fields[name] = field end

local options_of = check.record(fields)

--- @param given? mutlua.PairOptions
--- @return table
local function settings_of(given)
  local settings = pair_kinds.with_classes("design.pairs", options_of("design.pairs", given or {}))
  settings.select = settings.select or "all"
  settings.most_memory_mb = settings.most_memory_mb or 7500
  if settings.select ~= "all" then
    check.required("design.pairs", settings, { "n" })
  elseif settings.n then
    check.refuse("design.pairs.n", '"all" takes every pair that fits; say which n are taken, such '
      .. 'as select = "random"')
  end
  return settings
end

--- A model would be paired with itself, and its pairs be there twice.
--- @param members mutlua.PairMember[]
--- @return mutlua.PairMember[] members
local function different(members)
  local seen = {}
  for _, member in ipairs(members) do
    local name = member.model.name
    if seen[name] then check.refuse("design.pairs.models", name .. " is given twice") end
    seen[name] = true
  end
  return members
end

--- Those whose memory is known; a note names the others.
--- @param members mutlua.PairMember[]
--- @param settings table
--- @return mutlua.PairMember[]
local function with_memory(members, settings)
  local found, unknown = {}, {}
  for _, member in ipairs(members) do
    if member.memory_mb then
      found[#found + 1] = member
    else
      unknown[#unknown + 1] = member.model.name
    end
  end
  if #unknown > 0 then
    local measured = settings.figures == "measured"
    warn.note(("design.pairs leaves out models whose GPU memory %s: %s; memory_mb gives it"):format(
      measured and "no earlier session measured" or "is unknown", table.concat(unknown, ", ")))
  end
  return found
end

--- @param a mutlua.PairMember
--- @param b mutlua.PairMember
--- @return boolean
local function goes_first(a, b)
  if a.gpu_percent and b.gpu_percent and a.gpu_percent ~= b.gpu_percent then
    return a.gpu_percent < b.gpu_percent
  end
  return a.memory_mb <= b.memory_mb
end

--- @param pair mutlua.ModelPair
--- @param settings table
--- @return boolean
local function fits(pair, settings)
  if pair.memory_mb > settings.most_memory_mb then return false end
  local most = settings.most_gpu_percent
  return not most or (pair.gpu_percent ~= nil and pair.gpu_percent <= most)
end

--- Refuses models of which no pair fits, and says for want of what.
--- @param members mutlua.PairMember[] those whose memory is known
--- @param settings table
local function refuse_none(members, settings)
  if #members < 2 then
    local source = settings.figures == "measured"
      and "no earlier session of the results folder measured it; figures = \"either\" takes the "
        .. "catalogue's too"
      or "the catalogue has no memory_mb for them; another catalogue, memory_mb in it or in the "
        .. "options, or figures = \"either\" after some sessions may tell"
    check.refuse("design.pairs", ("GPU memory is known of %d of these models, and a pair needs "
      .. "two: %s"):format(#members, source))
  end
  local limits = ("most_memory_mb = %.14g"):format(settings.most_memory_mb)
  if settings.most_gpu_percent then
    limits = ("%s and most_gpu_percent = %.14g (pairs of unknown utilisation do not)"):format(
      limits, settings.most_gpu_percent)
  end
  check.refuse("design.pairs", "no two of these models fit together within " .. limits)
end

--- The pairs of different models that fit a card together, or some of them.
--- @param models (mutlua.Model|string)[]
--- @param options? mutlua.PairOptions
--- @return mutlua.ModelPair[]
function M.pairs(models, options)
  local settings, feasible = settings_of(options), {}
  local members = different(pair_kinds.members("design.pairs", models, settings))
  members = with_memory(members, settings)
  for i, a in ipairs(members) do
    for j = i + 1, #members do
      local b = members[j]
      local pair = goes_first(a, b) and pair_kinds.paired(a, b) or pair_kinds.paired(b, a)
      if fits(pair, settings) then feasible[#feasible + 1] = pair end
    end
  end
  if #feasible == 0 then refuse_none(members, settings) end
  return pair_selections.select(feasible, settings.select, settings.n, settings.seed)
end

return M
