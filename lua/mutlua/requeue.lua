-- SPDX-License-Identifier: MIT
--- Repeats: a trial that does not count is measured again at the end of its block.
local attempts = require "mutlua.attempts"

local M = {}

--- What a trial shares with those at whose end it is repeated: under the orders that are blocked
--- its block within its replicate, under the written one its block, and else nothing.
--- @param order string
--- @param trial mutlua.Ordered
--- @return string
local function group_of(order, trial)
  if order == "shuffled" then return "" end
  local block = trial.block and "block " .. trial.block or ""
  return order == "written" and block or trial.replicate .. " " .. block
end

--- The trials of each group, in their order, at the place of its last one.
--- @param order string
--- @param ordered mutlua.Ordered[] in the order in which they are run
--- @return table<integer, mutlua.Ordered[]> groups by place
function M.groups(order, ordered)
  local members, last = {}, {}
  local name, before
  for place, trial in ipairs(ordered) do
    local alike = before and trial.replicate == before.replicate and trial.block == before.block
    if not alike then name = group_of(order, trial) end
    before = trial
    members[name] = members[name] or {}
    table.insert(members[name], trial)
    last[name] = place
  end
  local groups = {}
  for group, place in pairs(last) do groups[place] = members[group] end
  return groups
end

--- @param study mutlua.Study
--- @param planned mutlua.PlannedTrial
--- @return boolean
local function is_due(study, planned)
  local allowed = planned.given.repeats or study.settings.repeats
  return planned.result ~= nil and planned.result.valid == false and not planned.rehearsed
    and (planned.measurements or 1) <= allowed
end

--- Measures those of a group again that do not count: all of them once, then those that still do
--- not count, until none is left that may be repeated. How often each was measured is counted over
--- all sessions at the study, by what is recorded.
--- @param study mutlua.Study
--- @param group mutlua.Ordered[]
--- @return integer measured how many measurements that took
function M.repeats(study, group)
  local measured = 0
  repeat
    local before = measured
    for _, trial in ipairs(group) do
      local planned = study.planned[trial.position]
      if is_due(study, planned) then
        attempts.measure(study, planned)
        measured = measured + 1
      end
    end
  until measured == before
  return measured
end

return M
