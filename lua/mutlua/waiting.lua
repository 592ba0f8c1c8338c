-- SPDX-License-Identifier: MIT
--- Letting time pass.
local check = require "mutlua.check"
local door = require "mutlua.door"

local M = {}

--- @class (exact) mutlua.Cooling
--- @field seconds? number how long to wait

--- @class (exact) mutlua.Cooled
--- @field seconds number how long it took
--- @field criterion string which one was met last
--- @field timed_out? boolean it gave up waiting

--- Waits.
--- @param seconds number
function M.sleep(seconds)
  door.perform("sleep", { seconds = check.seconds("mut.sleep.seconds", seconds) })
end

--- How a machine may be waited for.
M.cool_options = check.record { seconds = check.seconds }

--- Waits until the machine is idle and cool again, or gives up waiting.
--- @param options? mutlua.Cooling
--- @return mutlua.Cooled
function M.cool(options)
  return door.perform("cool", M.cool_options("mut.cool", options or {}))
end

return M
