-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

local function load(name)
  local world = fakes.world()
  return world.mut.model(name or "examples/mnist"), require "mutlua.replicates", world
end

spec["replicate 1 trains with the catalogue's seed: nothing is touched"] = function()
  local model, replicates, world = load()
  assert(replicates.seeded(model, "per_replicate", 1) == model)
  assert(fakes.last(world, "stream") == nil)
end

spec["each further replicate trains with its own seed, within the catalogue's range"] = function()
  local model, replicates, world = load()
  local seeded = replicates.seeded(model, "per_replicate", 2)
  fakes.equal({ { "seed", 2 } }, seeded.values) -- 1000002 in 0 to 9999
  fakes.equal({ name = "training_seed", index = 2 }, fakes.last(world, "stream"))
  fakes.equal({ { "seed", 3 } }, replicates.seeded(model, "per_replicate", 3).values)
end

spec["a range that begins above 0 is kept to"] = function()
  local model, replicates = load()
  model.hyperparameters[4] = { name = "seed", type = "int", low = 100, high = 109 }
  fakes.equal({ { "seed", 102 } }, replicates.seeded(model, "per_replicate", 2).values)
end

spec["a default is replaced in its place; a seed given by name stands"] = function()
  local model, replicates = load()
  local seeded = replicates.seeded(model:defaults(), "per_replicate", 2)
  fakes.equal({ "seed", 2 }, seeded.values[4])
  local named = model:with { seed = 77 }
  fakes.equal({ { "seed", 77 } }, replicates.seeded(named, "per_replicate", 2).values)
end

spec["a replicate's seed is not explicit"] = function()
  local model, replicates = load()
  fakes.equal({}, replicates.seeded(model, "per_replicate", 2).explicit)
end

spec["the role says which hyperparameter is the seed"] = function()
  local model, replicates = load("bug/default")
  model.roles.seed = "max_iter"
  fakes.equal("max_iter", replicates.seeded(model, "per_replicate", 2).values[1][1])
end

spec["a model without a seed is left alone"] = function()
  local model, replicates = load("bug/default")
  assert(replicates.seeded(model, "per_replicate", 2) == model)
end

spec["fixed leaves every replicate alone"] = function()
  local model, replicates = load()
  assert(replicates.seeded(model, "fixed", 5) == model)
end

spec["a function gives the seed of each replicate, also of the first"] = function()
  local model, replicates = load()
  local function rule(replicate) return replicate < 3 and 10 * replicate or nil end
  fakes.equal({ { "seed", 10 } }, replicates.seeded(model, rule, 1).values)
  fakes.equal({ { "seed", 20 } }, replicates.seeded(model, rule, 2).values)
  assert(replicates.seeded(model, rule, 3) == model)
  fakes.raises("study.training_seed.seed of examples/mnist: expected a whole number, given 1.5",
    replicates.seeded, model, function() return 1.5 end, 1)
end

spec["other rules are refused"] = function()
  local _, replicates = load()
  fakes.raises('expected "per_replicate", "fixed" or a function of the replicate, given "random"',
    replicates.expect, "study.training_seed", "random")
end

return spec
