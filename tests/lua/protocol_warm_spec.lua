-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

local function warm(options)
  local world = fakes.world()
  options = options or {}
  options.model = world.mut.model "examples/mnist":with { epochs = 6 }
  return require("mutlua.protocol_warm").with(options), world
end

local function trial_of(world)
  return { foregrounds = { world.mut.model "examples/mnist" }, cooling = { seconds = 60 },
           settle = { seconds = 30 }, factors = {}, replicate = 1 }
end

spec["has its model and its time in its name, so that others are other trials"] = function()
  assert(warm().name == "warm: examples/mnist epochs=6, 120 s")
  assert(warm({ seconds = 30 }).name == "warm: examples/mnist epochs=6, 30 s")
  assert(warm().version == 1)
end

spec["warms before each measurement, alone too"] = function()
  local protocol, world = warm { seconds = 30 }
  local trial = trial_of(world)
  world.calls = {}
  local measured = protocol.measure(trial)
  local kinds = table.concat(fakes.kinds(world), " ")
  assert(kinds == "cool background_start background_settle sleep background_stop "
    .. "energy_begin spawn wait energy_finish", kinds)
  assert(fakes.last(world, "sleep").seconds == 30 and not measured.background)
end

spec["gives up where the preload does not start"] = function()
  local protocol, world = warm()
  world.answers.background_settle = function()
    return { seconds = 3, started = false, reason = "it exits with 1" }
  end
  local measured = protocol.measure(trial_of(world))
  assert(measured.reason == "warming up: it exits with 1" and not measured.energy)
end

spec["refuses what is no model"] = function()
  fakes.world()
  local with = require("mutlua.protocol_warm").with
  fakes.raises("mutlua.protocol_warm.model: is missing", with, {})
  fakes.raises("mutlua.protocol_warm.model: expected a model", with, { model = "examples/mnist" })
end

return spec
