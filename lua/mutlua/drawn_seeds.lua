-- SPDX-License-Identifier: MIT
--- The training seeds that are drawn for replicates, a new one for each. One that is taken makes
--- way for the next that is free: in the order of the replicates, so that further ones change no
--- earlier one, and whatever is asked first, so that every arm has the same.
local door = require "mutlua.door"
local warn = require "mutlua.warn"

local M = {}

local stream_size = 2 ^ 31  -- where a catalogue gives no range for a seed

--- The seeds of one range so far.
--- @class (exact) mutlua.DrawnSeeds
--- @field low integer
--- @field size integer how many seeds there are
--- @field free integer how many of them no replicate has
--- @field taken table<integer, boolean> by distance from low
--- @field seeds integer[] of the replicates from 2

local drawn = {} --- @type table<string, mutlua.DrawnSeeds> by range and default
local numbers = {} --- @type table<integer, integer> by replicate

--- Replicate 1 trains with the default.
--- @param hyperparameter mutlua.Hyperparameter
--- @return mutlua.DrawnSeeds
local function of_range(hyperparameter)
  local low, default = hyperparameter.low or 0, hyperparameter.default
  local size = (hyperparameter.high or low + stream_size - 1) - low + 1
  local key = ("%.17g %.17g %s"):format(low, size, tostring(default))
  if not drawn[key] then
    local inside = default and default >= low and default < low + size
    drawn[key] = { low = low, size = size, free = inside and size - 1 or size,
                   taken = inside and { [default - low] = true } or {}, seeds = {} }
  end
  return drawn[key]
end

--- @param replicate integer
--- @return integer
local function number_of(replicate)
  if not numbers[replicate] then
    local reply = door.perform("stream", { name = "training_seed", index = replicate })
    numbers[replicate] = reply.number
  end
  return numbers[replicate]
end

--- @param range mutlua.DrawnSeeds
--- @param name string of the hyperparameter
local function draw_next(range, name)
  local place = number_of(#range.seeds + 2) % range.size
  if range.free == 0 then
    local text = "%s has %d values to draw from, fewer than there are replicates: some train with "
      .. "the same seed"
    warn.warning(text:format(name, range.size))
  else
    while range.taken[place] do place = (place + 1) % range.size end
    range.taken[place], range.free = true, range.free - 1
  end
  table.insert(range.seeds, range.low + place)
end

--- The seed of a replicate.
--- @param hyperparameter mutlua.Hyperparameter
--- @param replicate integer 2 or more
--- @return integer
function M.seed(hyperparameter, replicate)
  local range = of_range(hyperparameter)
  while #range.seeds < replicate - 1 do draw_next(range, hyperparameter.name) end
  return range.seeds[replicate - 1]
end

return M
