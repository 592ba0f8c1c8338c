-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

spec["sleeps for so many seconds"] = function()
  local world = fakes.world()
  world.mut.sleep(2.5)
  fakes.equal({ seconds = 2.5 }, fakes.last(world, "sleep"))
  fakes.raises("mut.sleep.seconds: expected seconds, 0 or more, given -1", world.mut.sleep, -1)
end

spec["cools as told, or as the study does"] = function()
  local world = fakes.world()
  assert(world.mut.cool({ seconds = 10 }).criterion == "seconds")
  fakes.equal({ seconds = 10 }, fakes.last(world, "cool"))
  world.mut.cool()
  fakes.equal({}, fakes.last(world, "cool"))
  fakes.raises('mut.cool: unknown field "second"', world.mut.cool, { second = 1 })
end

spec["waits until the machine is idle where that is asked"] = function()
  local world = fakes.world()
  world.mut.cool { until_idle = true, most_seconds = 300, temperature_margin = 3 }
  fakes.equal({ until_idle = true, most_seconds = 300, temperature_margin = 3 },
    fakes.last(world, "cool"))
  fakes.raises("mut.cool.until_idle: expected true or false", world.mut.cool, { until_idle = 1 })
end

return spec
