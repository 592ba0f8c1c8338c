-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

--- Measures a trial with the default protocol; gives what it returns and the kinds performed.
local function measure(prepare)
  local world = fakes.world()
  local mnist = world.mut.model "examples/mnist"
  local trial = { foregrounds = { mnist }, cooling = { seconds = 60 }, settle = { seconds = 30 },
                  factors = {}, replicate = 1 }
  prepare(trial, mnist, world)
  world.calls = {}
  local measured = require("mutlua.protocol").measure(trial)
  return measured, table.concat(fakes.kinds(world), " "), world
end

spec["alone: cools, measures, trains"] = function()
  local measured, kinds, world = measure(function(trial) trial.timeout_seconds = 90 end)
  assert(kinds == "cool energy_begin spawn wait energy_finish", kinds)
  fakes.equal({ seconds = 60 }, fakes.last(world, "cool"))
  assert(fakes.last(world, "spawn").timeout_seconds == 90)
  assert(#measured.outcomes == 1 and measured.energy and measured.cooling)
  assert(not measured.background and not measured.settling and not measured.reason)
end

spec["beside a background: it settles before the meter begins, and runs until it has finished"] =
  function()
    local measured, kinds, world = measure(function(trial, mnist) trial.background = { mnist } end)
    assert(kinds == "cool background_start background_settle energy_begin spawn wait energy_finish "
      .. "background_stop", kinds)
    assert(fakes.last(world, "background_settle").seconds == 30)
    assert(measured.background.seconds == 90 and measured.settling.started)
  end

spec["several foregrounds start together and are waited for together"] = function()
  local measured, kinds = measure(function(trial, mnist) trial.foregrounds = { mnist, mnist } end)
  assert(kinds == "cool energy_begin spawn spawn wait energy_finish", kinds)
  assert(#measured.outcomes == 2)
end

spec["a background alone is measured for its seconds"] = function()
  local measured, kinds, world = measure(function(trial, mnist)
    trial.foregrounds, trial.background, trial.seconds = {}, { mnist }, 120
  end)
  assert(kinds == "cool background_start background_settle energy_begin sleep energy_finish "
    .. "background_stop", kinds)
  assert(fakes.last(world, "sleep").seconds == 120)
  assert(#measured.outcomes == 0 and measured.energy)
end

spec["gives up before training where the background does not start"] = function()
  local measured, kinds = measure(function(trial, mnist, world)
    trial.background = { mnist }
    world.answers.background_settle = function()
      return { seconds = 3, started = false, reason = "it exits with 1" }
    end
  end)
  assert(kinds == "cool background_start background_settle background_stop", kinds)
  assert(measured.reason == "it exits with 1" and measured.outcomes == nil and not measured.energy)
  assert(measured.background.seconds == 90 and measured.settling.started == false)
end

return spec
