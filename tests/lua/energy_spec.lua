-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

spec["begins, marks and finishes one window"] = function()
  local world = fakes.world()
  local meter = world.mut.energy.begin()
  meter:mark("epoch 2")
  local reading = meter:finish()
  fakes.equal({ "energy_begin", "energy_mark", "energy_finish" }, fakes.kinds(world))
  fakes.equal({ id = meter.id, label = "epoch 2" }, fakes.last(world, "energy_mark"))
  assert(reading.id == meter.id)
end

spec["refuses options that it does not have"] = function()
  local mut = fakes.world().mut
  fakes.raises('mut.energy.begin: unknown field "gpus"', mut.energy.begin, { gpus = { 0 } })
end

return spec
