-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

--- A study whose trials gave results with these joules; false for a trial that does not count.
local function measured(joules)
  local world = fakes.world()
  local study = world.mut.study { name = "s" }
  for i, value in ipairs(joules) do
    local level = i % 2 == 1 and 0.1 or 0.2
    study:add { foreground = world.mut.model "examples/mnist", label = "t" .. i,
                factors = { lr = level, number = i } }
    world.done["-/t" .. i .. "/1"] = {
      path = "p" .. i, valid = value ~= false, quality = { energy = "ok" },
      outcome = { metrics = { ["top.1"] = i } }, energy = { gpu_joules = value or nil },
    }
  end
  study:run()
  return study, world
end

spec["holds the valid results with the factors, and no others"] = function()
  local study = measured { 10, 20, 30, 40, false }
  local cell = study:cell { lr = 0.1 }
  assert(cell.n == 2 and #cell.results == 2)
  assert(cell.results[1].path == "p1" and cell.results[2].path == "p3")
  assert(study:cell { lr = 0.2, number = 4 }.n == 1)
  assert(study:cell({}).n == 4)
  assert(study:cell { lr = 0.3 }.n == 0)
end

spec["gives the mean and asks the program for the interval"] = function()
  local study, world = measured { 10, 20, 30 }
  local cell = study:cell { lr = 0.1 }
  assert(cell:mean "energy.gpu_joules" == 20)
  local interval = cell:interval("energy.gpu_joules", { confidence = 0.9 })
  assert(interval.n == 2 and interval.missing == 0 and interval.mean == 20)
  fakes.equal({ values = { 10, 30 }, confidence = 0.9 }, fakes.last(world, "estimate"))
end

spec["takes a metric whose name has a dot"] = function()
  local study = measured { 10, 20, 30 }
  assert(study:cell({ lr = 0.1 }):mean "outcome.metrics.top.1" == 2)
end

spec["leaves out what is unknown, and says so"] = function()
  local study = measured { 10, 20, 30 }
  local cell = study:cell { lr = 0.1 }
  cell.results[1].quality.energy = "invalid"
  cell.results[2].energy.gpu_joules = 0 / 0
  local mean, reason = cell:mean "energy.gpu_joules"
  assert(mean == nil and reason == "no result has energy.gpu_joules")
  assert(cell:interval("energy.gpu_joules").missing == 2)
end

spec["leaves out invalid joules wherever they stand, and nothing else"] = function()
  local cell = measured({ 10 }):cell {}
  local result = cell.results[1]
  local epoch = { seconds = 5, joules = 1, gpu_joules = 1, metrics = { saved_joules = 7 } }
  result.quality.energy = "invalid"
  result.outcome.startup_gpu_joules, result.outcome.startup_seconds = 1, 2
  result.outcome.epochs = { epoch }
  result.outcomes = { result.outcome }
  result.background = { models = { { runs = { { epochs = { epoch } } } } } }
  for _, field in ipairs {
    "outcome.startup_gpu_joules", "outcome.epochs.1.joules", "outcomes.1.startup_gpu_joules",
    "background.models.1.runs.1.epochs.1.gpu_joules",
  } do
    assert(cell:mean(field) == nil, field)
    assert(cell:interval(field).missing == 1, field)
  end
  assert(cell:mean "outcome.startup_seconds" == 2)
  assert(cell:mean "outcome.epochs.1.metrics.saved_joules" == 7)
end

spec["is empty before the study has run"] = function()
  local world = fakes.world()
  local study = world.mut.study { name = "s" }
  study:add { foreground = world.mut.model "examples/mnist", factors = { lr = 1 } }
  assert(study:cell { lr = 1 }.n == 0)
end

spec["refuses factors and fields that there are not"] = function()
  local study = measured { 10, 20 }
  fakes.raises('study:cell: unknown factor "lrr"; did you mean lr?', study.cell, study,
    { lrr = 0.1 })
  local cell = study:cell { lr = 0.1 }
  fakes.raises('cell:mean.field: unknown field "energy.gpu_joule"; did you mean energy.gpu_joules?',
    cell.mean, cell, "energy.gpu_joule")
  fakes.raises('cell:interval.field: unknown field "outcom"', cell.interval, cell, "outcom.metrics")
  fakes.raises("cell:interval.confidence: expected a number between 0 and 1, given 95",
    cell.interval, cell, "energy.gpu_joules", { confidence = 95 })
end

return spec
