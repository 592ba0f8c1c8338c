-- SPDX-License-Identifier: MIT
--- Going through a study's trials in their order.
local attempts = require "mutlua.attempts"
local requeue = require "mutlua.requeue"
local sentinels = require "mutlua.sentinels"

local M = {}

local part_size = 500  -- trials that are passed over at once

--- Passes over trials that a rehearsal need not go through, from a place in the order on: many at
--- once, for a large study is all but made of them.
--- @param study mutlua.Study
--- @param ordered mutlua.Ordered[]
--- @param place integer
--- @return integer count
local function pass_over(study, ordered, place)
  if study.settings.sentinel then return 0 end -- they stand between the trials
  local positions = {}
  while place <= #ordered and #positions < part_size do
    local planned = study.planned[ordered[place].position]
    if not planned.result and not planned.elsewhere then
      positions[#positions + 1] = planned.position
    end
    place = place + 1
  end
  return #positions > 0 and attempts.pass_over(study, positions) or 0
end

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
      local passed_over = attempts.measure(study, planned)
      measured = measured + 1
      if passed_over then measured = measured + pass_over(study, ordered, place + 1) end
    end
    if groups[place] then measured = measured + requeue.repeats(study, groups[place]) end
  end
  return measured + sentinels.at_end(study, present)
end

return M
