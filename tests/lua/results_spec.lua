-- SPDX-License-Identifier: MIT
--- Results: what is known of them at once, and how they and models reach the program whole.
local fakes = require "fakes"

local spec = {}

local begin = fakes.study

spec["reuses what is done, under the label and factors of now"] = function()
  local study, world, mnist = begin()
  world.done["-/new/1"] = { path = "old", label = "old", factors = { lr = "x" }, reused = true,
                            valid = true, quality = { flags = {} } }
  study:add { foreground = mnist, label = "new", factors = { lr = "min" } }
  local results = study:run()
  fakes.equal({}, world.run)
  fakes.equal({ { path = "old", label = "new", factors = { lr = "min" }, replicate = 1,
                  reused = true, valid = true, quality = { flags = {} } } }, results)
end

spec["reads a trial's record when more is asked of its result than whether it counts"] = function()
  local study, world, mnist = begin()
  world.done["-/a/1"] = { path = "old", reused = true, valid = true, quality = { flags = {} } }
  study:add { foreground = mnist, label = "a" }
  local result = study:run()[1]
  assert(result.valid and result.reused and result.label == "a" and result.block == nil)
  assert(result.replicate == 1 and next(result.factors) == nil)
  assert(not fakes.last(world, "result"))
  fakes.equal({ flags = {} }, result.quality)
  assert(fakes.last(world, "result").index == 1 and result.reason == nil)
end

spec["hands whole results to the program"] = function()
  local study, world, mnist = begin()
  study:add { foreground = mnist, label = "a" }
  world.mut.emit { best = study:run()[1] }
  assert(fakes.last(world, "emit").row.best.outcomes)
end

spec["hands whole models to the program"] = function()
  local _, world, mnist = begin()
  local trained = mnist:with { epochs = 6 }
  world.mut.emit { model = trained }
  local row = fakes.last(world, "emit").row
  assert(rawget(row.model, "name") == "examples/mnist")
  assert(#rawget(row.model, "hyperparameters") > 0)
  fakes.equal({ { "epochs", 6 } }, row.model.values)
  fakes.equal({ { "epochs", 6 }, { "learning_rate", 0.5 } },
    trained:with({ learning_rate = 0.5 }).values)
end

spec["hands over whole the models that a protocol gives back"] = function()
  local study, world, mnist = begin {
    protocol = { name = "p", version = 1, measure = function(trial)
      return { outcomes = {}, trial = trial }
    end },
  }
  study:add { foreground = mnist }
  study:run()
  local measured = fakes.last(world, "end_trial").measured
  assert(rawget(measured.trial.foregrounds[1], "name") == "examples/mnist")
end

spec["hands over whole the models that a trial by hand is known by"] = function()
  local _, world, mnist = begin()
  world.mut.trial({ what = "x", model = mnist }, function() return 1 end)
  assert(rawget(fakes.last(world, "by_hand").identity.model, "name") == "examples/mnist")
end

spec["names a field of a model that is given where a table of fields is due"] = function()
  local study, _, mnist = begin()
  fakes.raises('unknown field "explicit"', study.add, study, mnist)
end

spec["leaves other kinds of tables as they are"] = function()
  local _, world = begin()
  local strict = { __index = function(_, name) error("no field " .. name) end }
  for _, special in ipairs { { __metatable = true }, setmetatable({}, strict) } do
    world.mut.emit(setmetatable({ a = 1 }, special))
    assert(fakes.last(world, "emit").row.a == 1)
  end
end

spec["gives each result and each protocol factors of its own"] = function()
  local study, world, mnist = begin {
    replicates = 2,
    protocol = { name = "p", version = 1, measure = function(trial)
      trial.factors.mine = 0
      return { outcomes = {} }
    end },
  }
  study:add { foreground = mnist }
  study:add { foreground = mnist, factors = { lr = "min" } }
  local results = study:run()
  for i, result in ipairs(results) do result.factors.mine = i end
  for i, result in ipairs(results) do assert(result.factors.mine == i) end
  assert(study:run()[3].factors.mine == 3 and results[3].factors.lr == "min")
  fakes.equal({}, world.identified[1].factors)
  fakes.equal({ lr = "min" }, world.identified[3].factors)
end

spec["asks for the folder of a result alone"] = function()
  local study, world, mnist = begin()
  world.done["-/a/1"] = { path = "old", reused = true, valid = true }
  study:add { foreground = mnist, label = "a" }
  assert(study:run()[1].path == "old")
  assert(fakes.last(world, "path") and not fakes.last(world, "result"))
end

return spec
