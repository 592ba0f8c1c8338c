-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

spec["starts a list of models as one group"] = function()
  local world = fakes.world()
  local mut = world.mut
  mut.background.start { mut.model "examples/mnist", mut.model "bug/default" }
  local models = fakes.last(world, "background_start").models
  assert(#models == 2 and models[1].model == "examples/mnist" and models[2].model == "bug/default")
end

spec["takes one model for a list of one"] = function()
  local world = fakes.world()
  world.mut.background.start(world.mut.model "examples/mnist")
  assert(#fakes.last(world, "background_start").models == 1)
end

spec["settles and stops its own group"] = function()
  local world = fakes.world()
  local group = world.mut.background.start(world.mut.model "examples/mnist")
  assert(group:settle({ seconds = 5, first_epoch = true, most_seconds = 60 }).started)
  fakes.equal({ id = group.id, seconds = 5, first_epoch = true, most_seconds = 60 },
    fakes.last(world, "background_settle"))
  assert(group:stop().seconds == 90)
  fakes.equal({ id = group.id }, fakes.last(world, "background_stop"))
end

spec["refuses an empty group and unknown ways to settle"] = function()
  local mut = fakes.world().mut
  fakes.raises("mut.background.start: expected at least one model", mut.background.start, {})
  fakes.raises("mut.background.start: expected a model or a list of models, given nothing",
    mut.background.start)
  local group = mut.background.start(mut.model "examples/mnist")
  fakes.raises('settle: unknown field "second"; did you mean seconds?',
    group.settle, group, { second = 5 })
end

return spec
