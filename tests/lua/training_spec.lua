-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

spec["starts a training with what its model passes"] = function()
  local world = fakes.world()
  local model = world.mut.model "examples/mnist":with { epochs = 6 }:on { gpus = { 1 } }
  world.mut.spawn(model, { timeout_seconds = 90 })
  fakes.equal({ model = { model = "examples/mnist", values = { { "epochs", 6 } },
                          explicit = { "epochs" }, gpus = { 1 } }, timeout_seconds = 90 },
    fakes.last(world, "spawn"))
end

spec["waits for one training and gives its outcome"] = function()
  local world = fakes.world()
  local training = world.mut.spawn(world.mut.model "examples/mnist")
  local outcome = training:wait()
  assert(outcome.status == "completed" and outcome.id == training.id)
  fakes.equal({ ids = { training.id }, any = false }, fakes.last(world, "wait"))
end

spec["waits for all trainings and gives outcomes in their order"] = function()
  local world = fakes.world()
  local model = world.mut.model "examples/mnist"
  local one, two = world.mut.spawn(model), world.mut.spawn(model)
  local outcomes = world.mut.wait_all { two, one }
  fakes.equal({ ids = { two.id, one.id }, any = false }, fakes.last(world, "wait"))
  assert(outcomes[1].id == two.id and outcomes[2].id == one.id)
end

spec["waits for any training and says which ended"] = function()
  local world = fakes.world()
  local model = world.mut.model "examples/mnist"
  local one, two = world.mut.spawn(model), world.mut.spawn(model)
  world.answers.wait = function() return { id = two.id, outcome = { status = "failed" } } end
  local outcome, ended = world.mut.wait_any { one, two }
  assert(outcome.status == "failed" and ended == two)
  assert(fakes.last(world, "wait").any == true)
end

spec["stops and marks a training"] = function()
  local world = fakes.world()
  local training = world.mut.spawn(world.mut.model "examples/mnist")
  training:mark("warm")
  assert(training:stop().status == "stopped")
  fakes.equal({ id = training.id, label = "warm" }, fakes.last(world, "mark"))
  fakes.equal({ id = training.id }, fakes.last(world, "stop"))
  fakes.raises("mark.label: expected text, given 3", training.mark, training, 3)
end

spec["refuses what is no model and what is no training"] = function()
  local mut = fakes.world().mut
  fakes.raises("mut.spawn.model: expected a model", mut.spawn, "examples/mnist")
  fakes.raises('mut.spawn: unknown field "timeout"; did you mean timeout_seconds?',
    mut.spawn, mut.model "examples/mnist", { timeout = 3 })
  fakes.raises("mut.wait_all[1]: expected a training", mut.wait_all, { 7 })
  fakes.raises("mut.wait_any: expected at least one training, given none", mut.wait_any, {})
end

return spec
