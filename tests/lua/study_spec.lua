-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

local begin = fakes.study

local function paths(results)
  local list = {}
  for i, result in ipairs(results) do list[i] = result.path end
  return table.concat(list, " ")
end

spec["a script has one study"] = function()
  local _, world = begin()
  fakes.raises("mut.study: a script has one study", world.mut.study, { name = "t" })
end

spec["knows its name and the session's seed"] = function()
  local study = begin()
  assert(study.name == "s" and study.seed == 42)
end

spec["presents every replicate of every trial, in the order added"] = function()
  local study, world, mnist = begin { replicates = 2, training_seed = "fixed" }
  study:add { foreground = mnist, label = "a" }
  study:add { foreground = mnist, label = "b", replicates = 1 }
  study:run()
  local presented = {}
  for i, trial in ipairs(world.identified) do
    presented[i] = trial.label .. trial.replicate
  end
  fakes.equal({ "a1", "a2", "b1" }, presented)
end

spec["gives further replicates the same seed in every arm, foreground and background"] = function()
  local study, world, mnist = begin { replicates = 2 }
  study:add { foreground = mnist }
  study:add { foreground = mnist:with { epochs = 6 }, background = mnist }
  study:run()
  local sent = world.identified
  fakes.equal({}, sent[1].foregrounds[1].values)
  fakes.equal({ { "seed", 2 } }, sent[2].foregrounds[1].values)
  fakes.equal({ { "epochs", 6 } }, sent[3].foregrounds[1].values)
  fakes.equal({ { "epochs", 6 }, { "seed", 2 } }, sent[4].foregrounds[1].values)
  fakes.equal({ { "seed", 2 } }, sent[4].backgrounds[1].values)
end

spec["measures with the seeds presented, though the rule gives another each time"] = function()
  local calls = 0
  local study, world, mnist = begin { replicates = 2, training_seed = function()
    calls = calls + 1
    return calls
  end }
  study:add { foreground = mnist }
  study:add { foreground = mnist:with { epochs = 6 } }
  study:run()
  assert(calls == 2)
  fakes.equal({ { "epochs", 6 }, { "seed", 2 } }, world.identified[4].foregrounds[1].values)
  fakes.equal({ { "epochs", 6 }, { "seed", 2 } }, world.trial.foregrounds[1].values)
end

spec["runs in its order, but gives results in the order added"] = function()
  local study, world, mnist = begin { order = "blocked", replicates = 2 }
  for _, label in ipairs { "a", "b", "c" } do
    study:add { foreground = mnist, block = "x", label = label }
  end
  local order = { a1 = 3, b1 = 1, c1 = 2, a2 = 2, b2 = 3, c2 = 1 }
  local identify = world.answers.identify
  world.answers.identify = function(request)
    local reply = identify(request)
    for i, trial in ipairs(world.identified) do
      reply.orders[i] = order[trial.label .. trial.replicate]
    end
    return reply
  end
  local results = study:run()
  assert(table.concat(world.run, " ") == "x/b/1 x/c/1 x/a/1 x/c/2 x/a/2 x/b/2")
  assert(paths(results) == "x/a/1 x/a/2 x/b/1 x/b/2 x/c/1 x/c/2")
end

spec["begins, measures and ends each trial, and finishes once"] = function()
  local study, world, mnist = begin()
  study:add { foreground = mnist, label = "a" }
  study:add { foreground = mnist, label = "b" }
  world.calls = {}
  study:run()
  fakes.equal({ "identify", "begin_trial", "end_trial", "begin_trial", "end_trial", "finish" },
    fakes.kinds(world))
  fakes.equal({ trials = 2, measured = 2 }, fakes.last(world, "finish"))
end

spec["shows a protocol the trial with the conditions that hold for it"] = function()
  local study, world, mnist = begin()
  study:add { foreground = mnist, background = mnist, block = "b", label = "l",
              factors = { mode = "concurrent" } }
  study:run()
  local trial = world.trial
  assert(#trial.foregrounds == 1 and trial.foregrounds[1].name == "examples/mnist")
  assert(#trial.background == 1 and trial.block == "b" and trial.label == "l")
  assert(trial.factors.mode == "concurrent" and trial.replicate == 1)
  assert(trial.cooling.seconds == 60 and trial.settle.seconds == 30)
end

spec["hands over what the protocol measured"] = function()
  local study, world, mnist = begin {
    protocol = {
      name = "mine", version = 1, measure = function() return { energy = { id = 5 } } end,
    },
  }
  study:add { foreground = mnist }
  study:run()
  fakes.equal({ measured = { energy = { id = 5 } } }, fakes.last(world, "end_trial"))
end

spec["makes another attempt until the trial is finished"] = function()
  local study, world, mnist = begin()
  study:add { foreground = mnist, label = "a" }
  local attempts, end_trial = 0, world.answers.end_trial
  world.answers.end_trial = function(request)
    attempts = attempts + 1
    return attempts < 3 and { finished = false } or end_trial(request)
  end
  local results = study:run()
  fakes.equal({ "-/a/1", "-/a/1", "-/a/1" }, world.run)
  assert(#results == 1 and results[1].path == "-/a/1")
end

spec["does not measure a trial that a rehearsal passes over"] = function()
  local study, world, mnist = begin()
  world.answers.begin_trial = function()
    return { result = { valid = true, reused = false, rehearsed = true } }
  end
  study:add { foreground = mnist }
  assert(study:run()[1].valid)
  assert(not fakes.last(world, "spawn"))
end

spec["passes over many trials at once, up to one that a rehearsal must go through"] = function()
  local study, world, mnist = begin { order = "written", replicates = 4 }
  local begin_trial = world.answers.begin_trial
  world.answers.begin_trial = function(request)
    if request.index == 3 then return begin_trial(request) end
    return { result = { valid = true, reused = false, rehearsed = true } }
  end
  local asked = {}
  world.answers.pass_over = function(request)
    asked[#asked + 1] = table.concat(request.indices, " ")
    return { valid = request.indices[1] == 2 and { true } or {} }
  end
  study:add { foreground = mnist }
  local results = study:run()
  fakes.equal({ "2 3 4" }, asked)
  assert(#results == 4 and paths(results) == "  -/-/3 ", paths(results))
  fakes.equal({ "-/-/3" }, world.run)
end

spec["runs again what was added since, and nothing twice"] = function()
  local study, world, mnist = begin()
  study:add { foreground = mnist, label = "a" }
  study:run()
  study:add { foreground = mnist, label = "b" }
  local results = study:run()
  fakes.equal({ "-/a/1", "-/b/1" }, world.run)
  assert(paths(results) == "-/a/1 -/b/1")
  assert(#world.identified == 2)
  fakes.equal({ trials = 2, measured = 1 }, fakes.last(world, "finish"))
end

spec["shows the warnings about trials once"] = function()
  local study, world, mnist = begin()
  local identify = world.answers.identify
  world.answers.identify = function(request)
    local reply = identify(request)
    reply.warnings = { "trials 1 and 2 are equal" }
    return reply
  end
  study:add { foreground = mnist }
  study:run()
  study:run()
  fakes.equal({ "warning: trials 1 and 2 are equal" }, world.warnings)
end

spec["cannot be run by its own protocol"] = function()
  local study, mnist, _
  study, _, mnist = begin {
    protocol = { name = "mine", version = 1, measure = function() return study:run() end },
  }
  study:add { foreground = mnist }
  fakes.raises("study:run: a trial is being measured; a protocol cannot run its own study",
    study.run, study)
end

spec["goes on after an error of the protocol that the script caught"] = function()
  local world = fakes.world()
  local mut, failed = world.mut, false
  local study = mut.study { name = "s", protocol = { name = "mine", version = 1,
    measure = function()
      if not failed then
        failed = true
        error("a fault")
      end
      return { outcomes = {} }
    end } }
  study:add { foreground = mut.model "examples/mnist" }
  assert(not pcall(study.run, study))
  study:run()
  assert(fakes.last(world, "abandon_trial"))
end

spec["goes on after a protocol gave back what no record can hold"] = function()
  local given = { outcomes = {}, cooling = { seconds = 0 / 0 } }
  local study, world, mnist = begin {
    protocol = { name = "mine", version = 1, measure = function() return given end },
  }
  study:add { foreground = mnist }
  fakes.raises("study.protocol.measured.cooling.seconds: is not a number", study.run, study)
  assert(not fakes.last(world, "abandon_trial"))
  given.cooling.seconds = 1
  assert(study:run()[1].valid)
  assert(fakes.last(world, "abandon_trial"))
end

spec["refuses a protocol that gives nothing back"] = function()
  local study, _, mnist = begin {
    protocol = { name = "mine", version = 1, measure = function() end },
  }
  study:add { foreground = mnist }
  fakes.raises(
    "study.protocol.measure: expected a table with outcomes and energy back, given nothing",
    study.run, study)
end

spec["gives no results where nothing was added"] = function()
  local study = begin()
  fakes.equal({}, study:run())
end

spec["gives a verdict of its own, and prints it unless it is rehearsed"] = function()
  local study, world = begin()
  local real, printed = print, {}
  rawset(_G, "print", function(text) printed[#printed + 1] = text end)
  local given = study:verdict(true, "all is well")
  world.answers.verdict = function() return { given = false } end
  local rehearsed = study:verdict(false, "not to be seen")
  rawset(_G, "print", real)
  fakes.equal({ "all is well" }, printed)
  fakes.equal({ passed = false }, fakes.last(world, "verdict"))
  assert(given and not rehearsed)
end

spec["says why there is no verdict"] = function()
  local study, world = begin()
  local real, printed = print, {}
  rawset(_G, "print", function(text) printed[#printed + 1] = text end)
  world.answers.verdict = function() return { given = false, reason = "nothing was measured" } end
  local given = study:verdict(true, "all is well")
  rawset(_G, "print", real)
  fakes.equal({ "No verdict: nothing was measured." }, printed)
  assert(not given)
end

spec["refuses a verdict that is none"] = function()
  local study = begin()
  fakes.raises("study:verdict.passed: expected true or false, given", study.verdict, study, 1, "")
  fakes.raises("study:verdict.text: expected text, given", study.verdict, study, true, 1)
end

spec["says what was meant where a method is called with a dot"] = function()
  local world = fakes.world()
  local mut = world.mut
  local study = mut.study { name = "s" }
  fakes.raises("study.add: write study:add, with a colon", study.add, {})
  fakes.raises("study.run: write study:run, with a colon", study.run)
  local model = mut.model "examples/mnist"
  fakes.raises("model.with: write model:with, with a colon", model.with, { epochs = 3 })
  fakes.raises("training.wait: write training:wait, with a colon", mut.spawn(model).wait)
  fakes.raises("group.stop: write group:stop, with a colon", mut.background.start(model).stop)
  fakes.raises("meter.finish: write meter:finish, with a colon", mut.energy.begin().finish)
  fakes.raises("cell.mean: write cell:mean, with a colon", study:cell({}).mean, "energy.seconds")
end

spec["warns of a study that is run before a trial was added"] = function()
  local world = fakes.world()
  world.mut.study({ name = "s" }):run()
  fakes.equal({ "warning: study:run: no trial was added before" }, world.warnings)
end

spec["warns of metrics that a trial needs and its model does not have"] = function()
  local world = fakes.world()
  local mut = world.mut
  local study = mut.study { name = "s", needs = { metrics = { "test_acuracy" } } }
  study:add { foreground = mut.model "examples/mnist" }
  study:add { foreground = mut.model "examples/mnist", needs = { metrics = { "test_accuracy" } } }
  fakes.equal({ "warning: needs.metrics: examples/mnist has no metric 'test_acuracy', "
    .. "so no trial of it can count; did you mean test_accuracy?" }, world.warnings)
end

spec["warns of metrics that a study needs and its sentinel does not have"] = function()
  local world = fakes.world()
  world.mut.study {
    name = "s", needs = { metrics = { "f1" } },
    sentinel = { every = 2, foreground = world.mut.model "examples/mnist" },
  }
  assert(#world.warnings == 1 and world.warnings[1]:find("examples/mnist has no metric 'f1'", 1,
    true))
end

return spec
