-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

spec["draws from a range"] = function()
  local world = fakes.world()
  world.answers.sample = function() return { value = 0.25 } end
  assert(world.mut.sample(world.mut.uniform(0, 1)) == 0.25)
  fakes.equal({ range = { kind = "uniform", low = 0, high = 1 } }, fakes.last(world, "sample"))
end

spec["draws a model's hyperparameter from the catalogue's range"] = function()
  local world = fakes.world()
  world.answers.sample = function() return { value = 8 } end
  assert(world.mut.sample(world.mut.model "examples/mnist", "epochs") == 8)
  fakes.equal({ range = { kind = "integers", low = 5, high = 15 }, name = "epochs",
                model = { model = "examples/mnist", values = {}, explicit = {} } },
    fakes.last(world, "sample"))
end

spec["refuses to draw from what is no range"] = function()
  local world = fakes.world()
  fakes.raises("mut.sample: expected a range such as mut.uniform(0, 1), given 3",
    world.mut.sample, 3)
  fakes.raises("mut.sample: expected a model", world.mut.sample, "examples/mnist", "epochs")
end

spec["gives each set of a mutation as a table for with"] = function()
  local world = fakes.world()
  world.answers.mutations = function()
    return { sets = { { { "learning_rate", 0.02 }, { "epochs", 6 } }, { { "epochs", 7 } } },
             warnings = { "few values are left" } }
  end
  local model = world.mut.model "examples/mnist"
  local sets = world.mut.mutations(model, { "learning_rate", "epochs" }, 2)
  fakes.equal({ { learning_rate = 0.02, epochs = 6 }, { epochs = 7 } }, sets)
  fakes.equal({ { "epochs", 6 }, { "learning_rate", 0.02 } }, model:with(sets[1]).values)
  fakes.equal({ "warning: few values are left" }, world.warnings)
end

spec["asks for mutations with own ranges and a history"] = function()
  local world = fakes.world()
  world.answers.mutations = function() return { sets = {} } end
  local model = world.mut.model "examples/mnist"
  local own = model:range "epochs"
  world.mut.mutations(model, "epochs", 3,
    { ranges = { epochs = own }, history = { { epochs = 9 } } })
  fakes.equal({ model = { model = "examples/mnist", values = {}, explicit = {} },
                names = { "epochs" }, n = 3, history = { { epochs = 9 } },
                ranges = { epochs = { kind = "integers", low = 5, high = 15 } } },
    fakes.last(world, "mutations"))
  world.mut.mutations(model, "all", 1)
  fakes.equal({ "all" }, fakes.last(world, "mutations").names)
end

spec["refuses mutations of what is not there"] = function()
  local world = fakes.world()
  local model = world.mut.model "examples/mnist"
  fakes.raises('mut.mutations.names: examples/mnist has no hyperparameter "dropout"',
    world.mut.mutations, model, { "dropout" }, 1)
  local resnet = world.mut.model "resnet/resnet20"
  world.answers.mutations = function() return { sets = {} } end
  world.mut.mutations(resnet, "all", 1, { ranges = { weight_decay = world.mut.log_uniform(1, 2) } })
  fakes.raises('mut.mutations.ranges: examples/mnist has no hyperparameter "epoch"',
    world.mut.mutations, model, "all", 1, { ranges = { epoch = world.mut.integers(1, 2) } })
  fakes.raises("mut.mutations.ranges.learning_rate: expected mut.uniform, mut.log_uniform or "
      .. "mut.integers, given mut.choice",
    world.mut.mutations, model, "all", 1, { ranges = { learning_rate = world.mut.choice { 1 } } })
  fakes.raises("mut.mutations.n: expected a whole number, 1 to 1000000, given 0",
    world.mut.mutations, model, "all", 0)
  fakes.raises('mut.mutations: unknown field "range"; did you mean ranges?',
    world.mut.mutations, model, "all", 1, { range = {} })
end

spec["takes ranges of another kind, and draws from them without a warning"] = function()
  local world = fakes.world()
  world.answers.mutations = function() return { sets = { { { "epochs", 20 } } } } end
  local model = world.mut.model "examples/mnist"
  local ranges = { epochs = world.mut.log_uniform(5, 20) }
  local sets = world.mut.mutations(model, "epochs", 1, { ranges = ranges })
  fakes.equal({ epochs = { kind = "log_uniform", low = 5, high = 20 } },
    fakes.last(world, "mutations").ranges)
  model:with(sets[1])
  fakes.equal({}, world.warnings)
  model:with { epochs = 21 }
  assert(#world.warnings == 1)
end

spec["asks for draws that were not trained before"] = function()
  local world = fakes.world()
  world.answers.mutations = function() return { sets = {} } end
  local model = world.mut.model "examples/mnist"
  local function asked(history)
    world.mut.mutations(model, "epochs", 1, { history = history })
    return fakes.last(world, "mutations")
  end
  local past = { files = { "a.csv" }, index = true, mode = "parallel", keys = "old" }
  fakes.equal(past, asked(past).past)
  assert(asked(past).history == nil)
  fakes.equal({ index = true }, asked({ index = true }).past)
  fakes.equal({}, asked({}).history)
  assert(asked({}).past == nil)
end

spec["refuses a history that is none"] = function()
  local world = fakes.world()
  local model = world.mut.model "examples/mnist"
  local function refused(message, history)
    fakes.raises("mut.mutations.history" .. message, world.mut.mutations, model, "all", 1,
      { history = history })
  end
  refused(': unknown field "file"; did you mean files?', { file = "a.csv" })
  refused(".files: expected a list, given \"a.csv\"", { files = "a.csv" })
  refused(': expected files, index = true or both, given neither', { mode = "parallel" })
  refused('.keys: expected "typed" or "old", given "new"', { index = true, keys = "new" })
  refused('.mode: expected "sequential" or "parallel", given "both"',
    { index = true, mode = "both" })
  refused(": expected a list, given true", true)
end

return spec
