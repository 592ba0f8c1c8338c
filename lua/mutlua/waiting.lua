-- SPDX-License-Identifier: MIT
--- Letting time pass.
local check = require "mutlua.check"
local door = require "mutlua.door"

local M = {}

--- @class (exact) mutlua.Cooling
--- @field seconds? number how long to wait, whatever is seen; 60
--- @field until_idle? boolean instead: until the sensors show a machine that is idle and cool
--- @field least_seconds? number with until_idle: at least so long; 5
--- @field most_seconds? number then the trial begins all the same, with a flag; 600
--- @field window_seconds? number for so long all criteria must have held; 10
--- @field temperature_margin? number degrees above the block's first idle that are cool enough; 2

--- @class (exact) mutlua.Cooled
--- @field seconds number how long it took
--- @field criterion string which one was met last
--- @field timed_out? boolean it gave up waiting, and that criterion was missing
--- @field reason? string why it was a fixed time though more was asked for
--- @field begin_temperature_c? table<string, number> of each GPU, by UUID, when it began
--- @field start_temperature_c? table<string, number> the same when it ended
--- @field idle? table power, temperatures and clocks of its last seconds

--- Waits.
--- @param seconds number
function M.sleep(seconds)
  door.perform("sleep", { seconds = check.seconds("mut.sleep.seconds", seconds) })
end

--- How a machine may be waited for.
M.cool_options = check.record {
  seconds = check.seconds,
  until_idle = check.boolean,
  least_seconds = check.seconds,
  most_seconds = check.seconds,
  window_seconds = check.duration,
  temperature_margin = check.seconds,
}

--- Waits until the machine is idle and cool again, or gives up waiting.
--- @param options? mutlua.Cooling
--- @return mutlua.Cooled
function M.cool(options)
  return door.perform("cool", M.cool_options("mut.cool", options or {}))
end

return M
