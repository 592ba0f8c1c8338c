-- SPDX-License-Identifier: MIT
--- Going through a study's trials in their order.
local attempts = require "mutlua.attempts"
local requeue = require "mutlua.requeue"
local sentinels = require "mutlua.sentinels"

local M = {}

--- Measures what is not done yet, and repeats at the end of each block what does not count.
--- @param study mutlua.Study
--- @param ordered mutlua.Ordered[] in the order in which they are run
--- @param present fun(position: integer) shows the program trials from that position on
--- @return integer measured how many measurements that took
function M.run(study, ordered, present)
  local measured = 0
  local groups = requeue.groups(study.settings.order, ordered)
  for place, each in ipairs(ordered) do
    local planned = study.planned[each.position]
    measured = measured + sentinels.before(study, planned, present)
    if not planned.result and not planned.elsewhere then
      attempts.measure(study, planned)
      measured = measured + 1
    end
    if groups[place] then measured = measured + requeue.repeats(study, groups[place]) end
  end
  return measured + sentinels.at_end(study, present)
end

return M
