-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

--- A study whose trials are called by their labels, with sentinels as the settings say.
local function begin(settings)
  local world = fakes.world()
  local mnist = world.mut.model "examples/mnist"
  settings.sentinel.foreground = mnist:with { epochs = 5 }
  settings.name = "s"
  settings.protocol = {
    name = "spec", version = 1, measure = function() return { outcomes = {} } end,
  }
  local study = world.mut.study(settings)
  local function add(...)
    for _, label in ipairs { ... } do study:add { foreground = mnist, label = label } end
  end
  return study, world, add
end

--- What was run, sentinels as S1, S2, ...
local function run(world)
  local names = {}
  for i, name in ipairs(world.run) do
    local label, replicate = name:match("^%-/(.*)/(%d+)$")
    names[i] = label == "sentinel" and "S" .. replicate or label
  end
  return table.concat(names, " ")
end

spec["stand before the first trial, after every so many, and at the end"] = function()
  local study, world, add = begin { sentinel = { every = 2 } }
  add("a", "b", "c", "d", "e")
  local results = study:run()
  assert(run(world) == "S1 a b S2 c d S3 e S4", run(world))
  assert(#results == 5 and #study:sentinels() == 4)
  assert(study:sentinels()[2].label == "sentinel" and study:sentinels()[2].replicate == 2)
  assert(study:sentinels()[2].factors.sentinel == true)
end

spec["stand at the end once, where the last trial is one of so many"] = function()
  local study, world, add = begin { sentinel = { every = 2 } }
  add("a", "b", "c", "d")
  study:run()
  assert(run(world) == "S1 a b S2 c d S3", run(world))
end

spec["go on counting where a study is run again after adding more"] = function()
  local study, world, add = begin { sentinel = { every = 2, at_end = false } }
  for _, label in ipairs { "a", "b", "c" } do
    add(label)
    study:run()
  end
  study:run()
  assert(run(world) == "S1 a b S2 c", run(world))
  study, world, add = begin { sentinel = { every = 2 } }
  add("a")
  study:run()
  add("b", "c")
  study:run()
  study:run()
  assert(run(world) == "S1 a S2 b c S3", run(world))
end

spec["stand where they stood when a study is continued"] = function()
  local study, world, add = begin { sentinel = { every = 2 } }
  for _, name in ipairs { "-/sentinel/1", "-/a/1", "-/b/1" } do
    world.done[name] = { path = name, valid = true, reused = true }
  end
  add("a", "b", "c")
  study:run()
  assert(run(world) == "S2 c S3", run(world))
end

spec["stand among the trials in the order in which they are run"] = function()
  local study, world, add = begin { order = "blocked", replicates = 2, sentinel = { every = 3 } }
  local identify = world.answers.identify
  world.answers.identify = function(request)
    local reply = identify(request)
    for i in ipairs(reply.orders) do reply.orders[i] = i end
    return reply
  end
  add("a", "b")
  study:run()
  assert(run(world) == "S1 a b a S2 b S3", run(world))
end

spec["are not planned again where the script catches an error of study:run"] = function()
  local study, _, add = begin { sentinel = { every = 2 } }
  local measure, left = study.settings.protocol.measure, 4
  study.settings.protocol.measure = function(trial)
    left = left - 1
    if left == 0 then error("broken") end
    return measure(trial)
  end
  add("a", "b", "c", "d")
  assert(not pcall(study.run, study))
  study:run()
  assert(#study:sentinels() == 3, #study:sentinels())
  assert(#study.planned == 7, #study.planned)
end

--- A study whose protocol breaks off once: at its n-th measurement.
local function begin_breaking_off(sentinel, n)
  local study, world, add = begin { sentinel = sentinel }
  local measure, left = study.settings.protocol.measure, n
  study.settings.protocol.measure = function(trial)
    left = left - 1
    if left == 0 then error("broken") end
    return measure(trial)
  end
  return study, world, add
end

spec["stand where they would have, where one of them has broken off"] = function()
  local orders = {
    [1] = "S1 S1 a b S2 c d S3", [4] = "S1 a b S2 S2 c d S3", [7] = "S1 a b S2 c d S3 S3",
  }
  for n, order in pairs(orders) do
    local study, world, add = begin_breaking_off({ every = 2 }, n)
    add("a", "b", "c", "d")
    assert(not pcall(study.run, study))
    study:run()
    assert(run(world) == order, n .. ": " .. run(world))
  end
end

spec["stand at the end also after until_precise has broken off"] = function()
  local study, world, add = begin_breaking_off({ every = 10 }, 2)
  add("a")
  local options = { outcome = "outcome.duration_seconds", half_width = 0.1, first = 2, most = 2 }
  assert(not pcall(study.until_precise, study, options))
  study:run()
  assert(run(world) == "S1 a a a S2", run(world))
end

spec["are no trials of a cell"] = function()
  local study, _, add = begin { sentinel = { every = 2 } }
  add("a", "b")
  study:run()
  assert(study:cell({}).n == 2)
end

--- Time that passes by so many hours with every trial.
local function with_hours(world, hours)
  local ended, now = {}, 0
  local end_trial = world.answers.end_trial
  world.answers.end_trial = function(request)
    now = now + hours
    ended[#ended + 1] = now
    local reply = end_trial(request)
    world.ended[#world.run] = now
    return reply
  end
  world.ended = {}
  world.answers.age = function(request)
    local name = "-/sentinel/" .. world.identified[request.index].replicate
    local done = world.done[name]
    if done then return { seconds = done.age * 3600 } end
    for i, each in ipairs(world.run) do
      local ended_at = each == name and world.ended[i]
      if ended_at then return { seconds = (now - ended_at) * 3600 } end
    end
  end
end

spec["by the clock are measured by the next run where one of them has broken off"] = function()
  for _, n in ipairs { 1, 4 } do
    local study, world, add = begin_breaking_off({ hours = 100 }, n)
    with_hours(world, 1)
    add("a", "b")
    assert(not pcall(study.run, study))
    study:run()
    local order = n == 1 and "S1 S1 a b S2" or "S1 a b S2 S2"
    assert(run(world) == order, n .. ": " .. run(world))
  end
end

spec["come when so many hours have passed, and at the end"] = function()
  local study, world, add = begin { sentinel = { hours = 4 } }
  with_hours(world, 1.5)
  add("a", "b", "c", "d")
  study:run()
  assert(run(world) == "S1 a b c S2 d S3", run(world))
  study:run()
  assert(run(world) == "S1 a b c S2 d S3", run(world))
  add("e")
  study:run()
  assert(run(world) == "S1 a b c S2 d S3 e S4", run(world))
  assert(#study:sentinels() == 4)
end

spec["count the hours from the last one that is recorded"] = function()
  local function continued(age)
    local study, world, add = begin { sentinel = { hours = 4 } }
    with_hours(world, 1)
    world.done["-/sentinel/1"] = { path = "s", valid = true, number = 1, age = age }
    world.done["-/a/1"] = { path = "a", valid = true, number = 2 }
    add("a", "b")
    study:run()
    return run(world)
  end
  assert(continued(1) == "b S2", continued(1))
  assert(continued(9) == "S2 b S3", continued(9))
end

spec["are owed at the end where the study was killed before it"] = function()
  local study, world, add = begin { sentinel = { hours = 4 } }
  with_hours(world, 1)
  world.done["-/sentinel/1"] = { path = "s", valid = true, number = 1, age = 1 }
  world.done["-/a/1"] = { path = "a", valid = true, number = 2 }
  add("a")
  study:run()
  assert(run(world) == "S2", run(world))
end

spec["are not owed in a rehearsal after one that it went through"] = function()
  local study, world, add = begin { sentinel = { hours = 4 } }
  with_hours(world, 1)
  world.done["-/a/1"] = { path = "a", valid = true, number = 2 }
  local end_trial = world.answers.end_trial
  world.answers.end_trial = function(request)
    local reply = end_trial(request)
    reply.result = { valid = true, reused = false, rehearsed = true }
    return reply
  end
  add("a")
  study:run()
  study:run()
  assert(run(world) == "S1", run(world))
end

spec["wait for the end of study:until_precise"] = function()
  local study, world, add = begin { sentinel = { every = 100 } }
  add("a")
  study:until_precise { outcome = "outcome.duration_seconds", first = 2, most = 3 }
  assert(run(world) == "S1 a a S2", run(world))
end

spec["name fields that are wrong"] = function()
  local function refused(message, sentinel)
    fakes.raises(message, begin, { sentinel = sentinel })
  end
  refused("study.sentinel: expected one of every (trials) and hours, and not both", {})
  refused("study.sentinel: expected one of every", { every = 2, hours = 3 })
  refused("study.sentinel.every: expected a whole number, 1 or more, given 0", { every = 0 })
  refused("study.sentinel.label: a sentinel has none of its own", { every = 2, label = "x" })
  refused('study.sentinel: unknown field "colling"; did you mean cooling?',
    { every = 2, colling = {} })
end

return spec
