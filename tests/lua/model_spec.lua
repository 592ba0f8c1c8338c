-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

local function mnist()
  local world = fakes.world()
  return world.mut.model "examples/mnist", world
end

spec["passes nothing at first"] = function()
  local model = mnist()
  assert(model.name == "examples/mnist" and model.repository == "examples")
  fakes.equal({}, model.values)
  fakes.equal({}, model.explicit)
end

spec["says what the catalogue says of it"] = function()
  local world = fakes.world()
  fakes.equal({ epochs = "max_iter", learning_rate = "alpha" },
    world.mut.model("bug/default").roles)
  fakes.equal({ "test_accuracy" }, world.mut.model("examples/mnist").metrics)
end

spec["passes the values of a map in the catalogue's order"] = function()
  local model = mnist():with { learning_rate = 0.01, seed = 3, epochs = 7 }
  fakes.equal({ { "epochs", 7 }, { "learning_rate", 0.01 }, { "seed", 3 } }, model.values)
end

spec["passes the values of a list in the order given"] = function()
  local model = mnist():with { { "learning_rate", 0.01 }, { "epochs", 7 } }
  fakes.equal({ { "learning_rate", 0.01 }, { "epochs", 7 } }, model.values)
end

spec["puts a list's values last where others are passed already"] = function()
  local model = mnist():with { epochs = 7, batch_size = 16 }
  model = model:with { { "seed", 4 }, { "epochs", 8 } }
  fakes.equal({ { "batch_size", 16 }, { "seed", 4 }, { "epochs", 8 } }, model.values)
end

spec["keeps a list's order when a map changes a value or adds some"] = function()
  local model = mnist():with { { "seed", 2 }, { "epochs", 7 } }
  model = model:with { epochs = 8, batch_size = 16, learning_rate = 0.01 }
  fakes.equal({ { "seed", 2 }, { "epochs", 8 }, { "learning_rate", 0.01 }, { "batch_size", 16 } },
    model.values)
end

spec["keeps the other values when some are changed"] = function()
  local model = mnist():with { epochs = 7, seed = 1 }:with { epochs = 8 }
  fakes.equal({ { "epochs", 8 }, { "seed", 1 } }, model.values)
end

spec["changes no model that exists already"] = function()
  local plain = mnist()
  local placed = plain:on { gpus = { 1 } }
  local trained = plain:with { epochs = 7 }
  trained:with { epochs = 8 }
  fakes.equal({}, plain.values)
  assert(plain.gpus == nil)
  fakes.equal({ 1 }, placed.gpus)
  fakes.equal({ { "epochs", 7 } }, trained.values)
end

spec["passes defaults beside the values given, and leaves out what has none"] = function()
  local model, world = mnist()
  model = model:with { learning_rate = 0.02 }:defaults()
  fakes.equal({ { "epochs", 10 }, { "learning_rate", 0.02 }, { "batch_size", 32 }, { "seed", 1 } },
    model.values)
  fakes.equal({ { "epochs", 5 }, { "weight_decay", 0 } },
    world.mut.model("resnet/resnet20"):defaults().values)
end

spec["counts as explicit what with has given, not what defaults has"] = function()
  local model = mnist():defaults():with { seed = 5 }:with { { "epochs", 6 }, { "seed", 6 } }
  fakes.equal({ "seed", "epochs" }, model.explicit)
  fakes.equal({}, mnist():defaults().explicit)
end

spec["refuses unknown names with the nearest known one"] = function()
  fakes.raises('with: examples/mnist has no hyperparameter "learnig_rate"; did you mean learning_',
    function() mnist():with { learnig_rate = 0.1 } end)
  fakes.raises('has no hyperparameter "epoch"; did you mean epochs?',
    function() mnist():with { { "epoch", 1 } } end)
end

spec["refuses fractions of whole numbers, text and what is no number"] = function()
  fakes.raises("with.epochs of examples/mnist: expected a whole number, given 1.5",
    function() mnist():with { epochs = 1.5 } end)
  fakes.raises('with.learning_rate of examples/mnist: expected a number, given "0.1"',
    function() mnist():with { learning_rate = "0.1" } end)
  fakes.raises("expected a number, given inf",
    function() mnist():with { learning_rate = math.huge } end)
end

spec["refuses a list that is no list of names and values"] = function()
  fakes.raises('with[1]: expected a name and a value: { "epochs", 1 }',
    function() mnist():with { { "epochs" } } end)
  fakes.raises("with: epochs is given twice",
    function() mnist():with { { "epochs", 5 }, { "epochs", 6 } } end)
  fakes.raises("with: expected a table of values, given 3", function() mnist():with(3) end)
end

spec["warns once of values outside the catalogue's range"] = function()
  local model, world = mnist()
  model:with { learning_rate = 0.05 }:with { learning_rate = 0.06 }
  fakes.equal({ "warning: examples/mnist: learning_rate = 0.05 lies outside the catalogue's range, "
    .. "0.005 to 0.02" }, world.warnings)
end

spec["warns neither of a range's ends, nor of a default, nor of a 0 that is drawn"] = function()
  local model, world = mnist()
  model:with { learning_rate = 0.02, epochs = 5 }
  local resnet = world.mut.model "resnet/resnet20"
  resnet.hyperparameters[3].default = 1e-4
  resnet:with { weight_decay = 0 }
  fakes.equal({}, world.warnings)
end

spec["gives the range of a hyperparameter with its default"] = function()
  local model, world = mnist()
  fakes.equal({ kind = "log_uniform", low = 0.005, high = 0.02, default = 0.01 },
    model:range "learning_rate")
  fakes.equal({ kind = "integers", low = 5, high = 15, default = 10 }, model:range "epochs")
  fakes.equal({ kind = "log_uniform", low = 1000, high = 20000, integer = true, default = 10000 },
    world.mut.model("bug/default"):range "max_iter")
  fakes.equal({ kind = "zero_or", probability = 0.3, default = 0,
                range = { kind = "log_uniform", low = 1e-5, high = 1e-3 } },
    world.mut.model("resnet/resnet20"):range "weight_decay")
  fakes.raises('range: examples/mnist has no hyperparameter "lr"', model.range, model, "lr")
end

spec["passes values by the role that a hyperparameter plays"] = function()
  local model, world = mnist()
  fakes.equal({ { "epochs", 7 } }, model:with_roles { epochs = 7 }.values)
  local bug = world.mut.model "bug/default"
  fakes.equal({ { "max_iter", 5000 }, { "alpha", 2e-5 } },
    bug:with_roles { epochs = 5000, alpha = 2e-5 }.values)
  assert(bug:playing "learning_rate" == "alpha" and bug:playing "max_iter" == "max_iter")
  fakes.raises("with_roles: max_iter of bug/default is given twice",
    function() bug:with_roles { epochs = 5000, max_iter = 5000 } end)
  fakes.raises('with_roles: bug/default has no hyperparameter "dropout"',
    function() bug:with_roles { dropout = 0.1 } end)
  fakes.raises("with_roles: expected a table of roles and values, given 3",
    function() bug:with_roles(3) end)
  fakes.raises('playing: examples/mnist has no hyperparameter "epoch"; did you mean epochs?',
    model.playing, model, "epoch")
end

spec["says what to give where a whole treatment is given"] = function()
  local model = mnist()
  fakes.raises("with: expected values, given a treatment or an edge; give its field values",
    function() model:with { label = "rate 1", values = { learning_rate = 0.01 }, factors = {} } end)
end

spec["multiplies a default"] = function()
  local model, world = mnist()
  fakes.equal({ 0.002, 0.01, 0.05 }, model:multiples("learning_rate", { 0.2, 1, 5 }))
  fakes.equal({ 1, 2, 15 }, model:multiples("epochs", { 0.01, 0.25, 1.5 }))
  fakes.equal({ 5000 }, world.mut.model("bug/default"):multiples("epochs", { 0.5 }))
  fakes.raises("multiples.seed: resnet/resnet20 has no default other than 0 to multiply",
    function() world.mut.model("resnet/resnet20"):multiples("seed", { 2 }) end)
  fakes.raises("multiples.epochs[2]: expected a multiple of the default, 0 or more, given -1",
    function() model:multiples("epochs", { 1, -1 }) end)
  fakes.raises('multiples.epochs[1]: expected a number, given "2"',
    function() model:multiples("epochs", { "2" }) end)
end

spec["records values that no training is passed"] = function()
  local model, world = mnist()
  local recording = model:with({ epochs = 7 }):recording { dropout = 0.2, alpha = 1 }
  fakes.equal({ { "epochs", 7 } }, recording.values)
  fakes.equal({ { "alpha", 1 }, { "dropout", 0.2 } }, recording.recorded)
  fakes.equal({}, model.recorded)
  world.mut.spawn(recording)
  fakes.equal({ { "alpha", 1 }, { "dropout", 0.2 } },
    fakes.last(world, "spawn").model.recorded)
end

spec["refuses to record what it could pass"] = function()
  fakes.raises("recording.epochs: examples/mnist has this hyperparameter",
    function() mnist():recording { epochs = 7 } end)
  fakes.raises('recording.dropout: expected a number, given "much"',
    function() mnist():recording { dropout = "much" } end)
end

spec["refuses a placement that is none"] = function()
  fakes.raises('on: unknown field "gpu"; did you mean gpus?',
    function() mnist():on { gpu = { 1 } } end)
  fakes.raises("on.gpus[1]: expected a whole number, 0 or more, given -1",
    function() mnist():on { gpus = { -1 } } end)
end

spec["asks the catalogue for text only, and defines what has a name"] = function()
  local world = fakes.world()
  fakes.raises("mut.model: expected text, given a table", world.mut.model, {})
  fakes.raises("mut.define.name: is missing", world.mut.define, { path = "~/vit" })
  world.answers.define = function(definition)
    return { name = definition.name, repository = "mine", model = "vit", metrics = {},
             hyperparameters = { { name = "epochs", flag = "--epochs", type = "int" } } }
  end
  local mine = world.mut.define { name = "mine/vit", command = { "python", "train.py" } }
  fakes.equal({ { "epochs", 3 } }, mine:with { epochs = 3 }.values)
end

return spec
