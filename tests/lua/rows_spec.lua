-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

spec["writes a row as it is"] = function()
  local world = fakes.world()
  world.mut.emit { label = "first", joules = { 1, 2 } }
  fakes.equal({ row = { label = "first", joules = { 1, 2 } } }, fakes.last(world, "emit"))
end

spec["refuses what is no row"] = function()
  fakes.raises("mut.emit.row: expected a table, given 3", fakes.world().mut.emit, 3)
end

return spec
