-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

local function load()
  local world = fakes.world()
  return require "mutlua.trials", world.mut.model "examples/mnist", world
end

spec["takes a model for a list of one"] = function()
  local trials, mnist = load()
  local given = trials.read { foreground = mnist, background = { mnist, mnist } }
  assert(#given.foreground == 1 and #given.background == 2)
end

spec["refuses a trial that measures nothing"] = function()
  local trials = load()
  fakes.raises("study:add: expected a foreground, a background or both, given neither",
    trials.read, { label = "x" })
end

spec["asks how long a background alone is measured, and only then"] = function()
  local trials, mnist = load()
  fakes.raises("study:add.seconds: is missing", trials.read, { background = mnist })
  fakes.raises("study:add.seconds: is for a background alone",
    trials.read, { foreground = mnist, seconds = 5 })
  assert(trials.read({ background = mnist, seconds = 120 }).seconds == 120)
end

spec["names fields that are wrong"] = function()
  local trials, mnist = load()
  fakes.raises('study:add: unknown field "foregound"; did you mean foreground?',
    trials.read, { foregound = mnist })
  fakes.raises('study:add.foreground: expected a model or a list of models, given "examples/mnist"',
    trials.read, { foreground = "examples/mnist" })
  fakes.raises("study:add.foreground[2]: expected a model",
    trials.read, { foreground = { mnist, "x" } })
  fakes.raises("study:add.replicates: expected a whole number, 1 or more, given 0",
    trials.read, { foreground = mnist, replicates = 0 })
  fakes.raises("study:add.factors.lr: expected a number, text or a boolean, given a table",
    trials.read, { foreground = mnist, factors = { lr = {} } })
  fakes.raises('study:add.cooling: unknown field "second"; did you mean seconds?',
    trials.read, { foreground = mnist, cooling = { second = 1 } })
  fakes.raises('study:add.needs: unknown field "metric"; did you mean metrics?',
    trials.read, { foreground = mnist, needs = { metric = {} } })
end

spec["sends descriptions, and what the trial says for itself"] = function()
  local trials, mnist = load()
  local given = trials.read {
    foreground = mnist:with { epochs = 6 }, background = mnist, block = "b", label = "l",
    factors = { mode = "concurrent" }, retries = 0, cooling = { seconds = 1 },
    settle = { first_epoch = true }, governor = "performance", timeout_seconds = 9, gpus = { 1 },
    needs = { energy = { "gpu" } },
  }
  fakes.equal({
    foregrounds = { { model = "examples/mnist", values = { { "epochs", 6 } },
                      explicit = { "epochs" } } },
    backgrounds = { { model = "examples/mnist", values = {}, explicit = {} } },
    block = "b", label = "l", factors = { mode = "concurrent" }, replicate = 2, replicates = 1,
    retries = 0,
    cooling = { seconds = 1 }, settle = { first_epoch = true }, governor = "performance",
    timeout_seconds = 9, gpus = { 1 }, needs = { energy = { "gpu" } },
  }, trials.request(given, "fixed", 2, 1))
end

spec["keeps factors as they were when the trial was added"] = function()
  local trials, mnist = load()
  local factors = { level = "low" }
  local given = trials.read { foreground = mnist, factors = factors }
  factors.level = "high"
  assert(trials.replicate(given, "fixed", 1).factors.level == "low")
end

return spec
