-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

local function labels(levels)
  local texts = {}
  for i, level in ipairs(levels) do texts[i] = level.label end
  return texts
end

spec["labels the edges, learning_rate as lr"] = function()
  local mut = fakes.world().mut
  local levels = mut.boundary(mut.model "examples/mnist", { "learning_rate", "epochs" })
  fakes.equal({ "lr_min", "lr_max", "epochs_min", "epochs_max" }, labels(levels))
end

spec["takes the edges of the range where no factors are given"] = function()
  local mut = fakes.world().mut
  local levels = mut.boundary(mut.model "examples/mnist", { "learning_rate", "epochs" },
    { epochs = { 0.5, 1.5 } })
  fakes.equal({ learning_rate = 0.005 }, levels[1].values)
  fakes.equal({ learning_rate = 0.02 }, levels[2].values)
  fakes.equal({ epochs = 5 }, levels[3].values)
  fakes.equal({ epochs = 15 }, levels[4].values)
end

spec["multiplies the default without the noise of binary fractions"] = function()
  local mut = fakes.world().mut
  local levels = mut.boundary(mut.model "examples/mnist", { "learning_rate" },
    { learning_rate = { 0.7, 3 } })
  assert(levels[1].values.learning_rate == 0.007)
  assert(levels[2].values.learning_rate == 0.03)
end

spec["rounds whole numbers half to even, and to 1 at least"] = function()
  local mut = fakes.world().mut
  local resnet = mut.model "resnet/resnet20" -- 5 epochs by default
  local function edges(low, high)
    local levels = mut.boundary(resnet, { "epochs" }, { epochs = { low, high } })
    return { levels[1].values.epochs, levels[2].values.epochs }
  end
  fakes.equal({ 2, 8 }, edges(0.5, 1.5))    -- 2.5 and 7.5
  fakes.equal({ 4, 6 }, edges(0.7, 1.3))    -- 3.5 and 6.5
  fakes.equal({ 3, 7 }, edges(0.52, 1.48))  -- 2.6 and 7.4
  fakes.equal({ 1, 1 }, edges(0.01, 0.1))   -- 0.05 and 0.5
end

spec["follows roles, keeps the labels and says so"] = function()
  local world = fakes.world()
  local levels = world.mut.boundary(world.mut.model "bug/default", { "learning_rate", "epochs" },
    { learning_rate = { 0.2, 5 }, epochs = { 0.5, 1.5 } })
  fakes.equal({ label = "lr_min", values = { alpha = 2e-6 }, hyperparameter = "alpha",
                role = "learning_rate" }, levels[1])
  fakes.equal({ label = "epochs_max", values = { max_iter = 15000 }, hyperparameter = "max_iter",
                role = "epochs" }, levels[4])
  fakes.equal({ "note: bug/default: alpha plays learning_rate",
                "note: bug/default: max_iter plays epochs" }, world.warnings)
end

spec["prefers a hyperparameter's own name to a role"] = function()
  local world = fakes.world()
  local model = world.mut.model "examples/mnist"
  model.roles.epochs = "batch_size"
  fakes.equal({ epochs = 5 }, world.mut.boundary(model, { "epochs" })[1].values)
  fakes.equal({}, world.warnings)
end

spec["starts from the catalogue's default, whatever the model passes"] = function()
  local mut = fakes.world().mut
  local model = mut.model "examples/mnist":with { epochs = 6 }
  fakes.equal({ epochs = 5 },
    mut.boundary(model, { "epochs" }, { epochs = { 0.5, 1.5 } })[1].values)
end

spec["refuses names, factors and defaults that give no edges"] = function()
  local mut = fakes.world().mut
  local mnist, resnet = mut.model "examples/mnist", mut.model "resnet/resnet20"
  fakes.raises('names: examples/mnist has no hyperparameter "epoch"; did you mean epochs?',
    mut.boundary, mnist, { "epoch" })
  fakes.raises('mut.boundary.factors: unknown field "epoch"; did you mean epochs?',
    mut.boundary, mnist, { "epochs" }, { epoch = { 0.5, 1.5 } })
  fakes.raises("mut.boundary.factors.epochs: expected two factors, the smaller first",
    mut.boundary, mnist, { "epochs" }, { epochs = { 1.5, 0.5 } })
  fakes.raises("mut.boundary.factors.epochs[1]: expected a multiple of the default, 0 or more, "
    .. "given -1", mut.boundary, mnist, { "epochs" }, { epochs = { -1, 2 } })
  fakes.raises("mut.boundary.names: epochs is given twice", mut.boundary, mnist,
    { "epochs", "learning_rate", "epochs" })
  fakes.raises("mut.boundary.names: alpha is given twice", mut.boundary, mut.model "bug/default",
    { "alpha", "learning_rate" })
  fakes.raises("mut.boundary.weight_decay: resnet/resnet20 has no default other than 0",
    mut.boundary, resnet, { "weight_decay" }, { weight_decay = { 0.5, 2 } })
  fakes.raises("mut.boundary.seed: resnet/resnet20 has no default other than 0",
    mut.boundary, resnet, { "seed" }, { seed = { 0.5, 2 } })
end

return spec
