-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

--- A study with the trials A and B in the blocks x and y, of which some do not count at first.
local function begin(settings, failing)
  local world = fakes.world()
  settings.name = "s"
  settings.protocol = {
    name = "spec", version = 1, measure = function() return { outcomes = {} } end,
  }
  world.failing = failing
  local identify = world.answers.identify
  world.answers.identify = function(request)
    local reply = identify(request)
    for i in ipairs(reply.orders) do reply.orders[i] = i end
    return reply
  end
  local study = world.mut.study(settings)
  for _, block in ipairs { "x", "y" } do
    for _, label in ipairs { "a", "b" } do
      study:add { foreground = world.mut.model "examples/mnist", block = block, label = label }
    end
  end
  return study, world
end

local function run_of(settings, failing)
  local study, world = begin(settings, failing)
  study:run()
  return table.concat(world.run, " ")
end

spec["measures what does not count once, unless the study says repeats"] = function()
  assert(run_of({}, { ["x/a/1"] = 1 }) == "x/a/1 x/b/1 y/a/1 y/b/1")
end

spec["repeats at the end of the block, and takes the last result"] = function()
  local study, world = begin({ repeats = 1 }, { ["x/a/1"] = 1 })
  local results = study:run()
  assert(table.concat(world.run, " ") == "x/a/1 x/b/1 x/a/1 y/a/1 y/b/1")
  assert(results[1].valid and #results == 4)
end

spec["repeats all of a block once before one comes twice"] = function()
  assert(run_of({ repeats = 2 }, { ["x/a/1"] = 9, ["x/b/1"] = 1 })
    == "x/a/1 x/b/1 x/a/1 x/b/1 x/a/1 y/a/1 y/b/1")
end

spec["repeats within the replicate where the order is blocked"] = function()
  local failing = { ["x/a/1"] = 1 }
  assert(run_of({ repeats = 1, replicates = 2, order = "blocked" }, failing)
    == "x/a/1 x/b/1 x/a/1 y/a/1 y/b/1 x/a/2 x/b/2 y/a/2 y/b/2")
  assert(run_of({ repeats = 1, replicates = 2 }, failing)
    == "x/a/1 x/a/2 x/b/1 x/b/2 x/a/1 y/a/1 y/a/2 y/b/1 y/b/2")
  assert(run_of({ repeats = 1, order = "shuffled" }, failing) == "x/a/1 x/b/1 y/a/1 y/b/1 x/a/1")
end

spec["counts the repeats of earlier sessions at the study"] = function()
  local function continued(measurements)
    local study, world = begin({ repeats = 2 }, { ["x/a/1"] = 9 })
    world.done["x/a/1"] = { path = "old", valid = false }
    world.measurements["x/a/1"] = measurements
    study:run()
    return table.concat(world.run, " ")
  end
  assert(continued(2) == "x/b/1 x/a/1 y/a/1 y/b/1")
  assert(continued(3) == "x/b/1 y/a/1 y/b/1")
end

spec["lets a trial say for itself how often it is repeated"] = function()
  local study, world = begin({ repeats = 1 }, { ["-/c/1"] = 9 })
  study:add { foreground = world.mut.model "examples/mnist", label = "c", repeats = 0 }
  study:run()
  assert(table.concat(world.run, " ") == "x/a/1 x/b/1 y/a/1 y/b/1 -/c/1")
end

spec["repeats nothing in a rehearsal, which has measured nothing"] = function()
  local study, world = begin({ repeats = 1 }, { ["x/a/1"] = 9 })
  local end_trial = world.answers.end_trial
  world.answers.end_trial = function(request)
    local reply = end_trial(request)
    reply.result.rehearsed = true
    return reply
  end
  study:run()
  assert(#world.run == 4)
end

return spec
