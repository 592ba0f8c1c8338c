-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

--- A study of the trials a, b and c, of which earlier ones stand for some positions.
local function begin(elsewhere, settings)
  local world = fakes.world()
  local study_answer, identify = world.answers.study, world.answers.identify
  world.answers.study = function(request)
    local reply = study_answer(request)
    reply.gap = true
    return reply
  end
  world.answers.identify = function(request)
    local reply = identify(request)
    reply.elsewhere = elsewhere
    return reply
  end
  settings = settings or {}
  settings.name = "s"
  settings.protocol = {
    name = "spec", version = 1, measure = function() return { outcomes = {} } end,
  }
  local mnist = world.mut.model "examples/mnist"
  if settings.sentinel then settings.sentinel.foreground = mnist end
  local study = world.mut.study(settings)
  for _, label in ipairs { "a", "b", "c" } do study:add { foreground = mnist, label = label } end
  return study, world
end

spec["does not run what counts elsewhere, and gives its result where there is one"] = function()
  local study, world = begin {
    { position = 1, result = { valid = true, reused = true } }, { position = 3 },
  }
  world.answers.path = function(request)
    return { path = request.index == 1 and "other/a" or "here" }
  end
  local results = study:run()
  fakes.equal({ "-/b/1" }, world.run)
  assert(#results == 2 and results[1].path == "other/a" and results[2].label == "b")
  assert(study:cell({}).n == 2)
  assert(world.warnings[1]:find("1 trials count that were imported", 1, true))
end

spec["measures what no longer counts elsewhere when it is presented again"] = function()
  local elsewhere = { { position = 1 }, { position = 2, result = { valid = true, reused = true } } }
  local study, world = begin(elsewhere)
  study:run()
  table.remove(elsewhere)
  study:run()
  fakes.equal({ "-/c/1", "-/b/1" }, world.run)
end

spec["has no sentinels"] = function()
  local study, world = begin({}, { sentinel = { every = 1 } })
  study:run()
  fakes.equal({ "-/a/1", "-/b/1", "-/c/1" }, world.run)
end

spec["sends what else counts"] = function()
  local _, world = begin({}, { counts = { imported = true } })
  fakes.equal({ imported = true }, fakes.last(world, "study").counts)
  fakes.raises('study.counts: unknown field "import"; did you mean imported?',
    begin, {}, { counts = { import = true } })
end

return spec
