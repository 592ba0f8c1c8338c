-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

--- A study of two trials whose joules are given by label and replicate, and a rule that needs
--- as many values as `needed` says of a cell's first value.
local function begin(joules, needed)
  local world = fakes.world()
  local study = world.mut.study {
    name = "s", order = "blocked",
    protocol = { name = "spec", version = 1, measure = function() return { outcomes = {} } end },
  }
  local end_trial = world.answers.end_trial
  world.answers.end_trial = function(request)
    local reply = end_trial(request)
    local given = joules(world.current.label, world.current.replicate)
    world.results[world.current_index].energy = { gpu_joules = given }
    return reply
  end
  world.answers.precision = function(request)
    local values = request.values
    local count = math.max(request.first, needed[values[1]] or 0)
    local precise = #values >= count
    return { n = #values, mean = values[1], needed = count, precise = precise,
             reason = not precise and "not yet" or nil }
  end
  local mnist = world.mut.model "examples/mnist"
  study:add { foreground = mnist, label = "a", factors = { lr = 1 } }
  study:add { foreground = mnist:with { epochs = 6 }, label = "b", factors = { lr = 2 } }
  return study, world
end

local function same(label) return label == "a" and 10 or 20 end

--- How often each label was run.
local function counts(world)
  local count = {}
  for _, name in ipairs(world.run) do
    local label = name:match("/(.*)/")
    count[label] = (count[label] or 0) + 1
  end
  return count
end

spec["adds replicates to the cells that need them, and to no others"] = function()
  local study, world = begin(same, { [20] = 8 })
  local known = study:until_precise { outcome = "energy.gpu_joules" }
  fakes.equal({ a = 5, b = 8 }, counts(world))
  assert(#known == 2 and known[1].label == "a" and known[2].factors.lr == 2)
  assert(known[1].precise and known[1].n == 5 and known[2].precise and known[2].n == 8)
  assert(known[1].replicates == 5 and known[2].mean == 20 and known[2].reason == nil)
end

spec["measures complete blocks in the first stage"] = function()
  local study, world = begin(same, {})
  study:until_precise { outcome = "energy.gpu_joules", first = 3 }
  for i = 1, 6, 2 do
    assert(world.run[i]:sub(-1) == world.run[i + 1]:sub(-1), table.concat(world.run, " "))
  end
end

spec["asks the rule with the values in the order of the replicates"] = function()
  local study, world = begin(function(_, replicate) return replicate end, {})
  study:until_precise { outcome = "energy.gpu_joules", half_width = 0.1, confidence = 0.9,
                        first = 3 }
  fakes.equal({ values = { 1, 2, 3 }, half_width = 0.1, confidence = 0.9, first = 3 },
    fakes.last(world, "precision"))
end

spec["stops at most, and says so"] = function()
  local study, world = begin(same, { [10] = 100 })
  local known = study:until_precise { outcome = "energy.gpu_joules", most = 6 }
  fakes.equal({ a = 6, b = 5 }, counts(world))
  assert(not known[1].precise)
  assert(known[1].reason == "not yet, and there are 6 trials at most")
end

spec["replaces what does not count by further replicates"] = function()
  local study, world = begin(same, {})
  world.failing = { ["-/a/2"] = 9 }
  local known = study:until_precise { outcome = "energy.gpu_joules" }
  fakes.equal({ a = 6, b = 5 }, counts(world))
  assert(known[1].n == 5 and known[1].replicates == 6)
end

spec["does not go on where the first stage has no value at all"] = function()
  local study, world = begin(function() return nil end, {})
  local known = study:until_precise { outcome = "energy.gpu_joules" }
  fakes.equal({ a = 5, b = 5 }, counts(world))
  assert(known[1].reason == "none of its 5 trials has energy.gpu_joules")
end

spec["uses again what is done, and decides as if it had just been measured"] = function()
  local first, before = begin(same, { [20] = 8 })
  first:until_precise { outcome = "energy.gpu_joules" }
  local study, world = begin(same, { [20] = 8 })
  for i, name in ipairs(before.run) do
    if i <= 11 then
      world.done[name] = { path = name, valid = true, replicate = tonumber(name:match("%d+$")),
                           energy = { gpu_joules = same(name:match("/(.*)/")) } }
    end
  end
  local known = study:until_precise { outcome = "energy.gpu_joules" }
  assert(#world.run == #before.run - 11)
  assert(known[2].n == 8 and known[2].precise)
end

spec["plans in a rehearsal what is needed by what is known, and no more"] = function()
  local study, world = begin(function() return nil end, { [20] = 8 })
  local end_trial = world.answers.end_trial
  world.answers.end_trial = function(request)
    local reply = end_trial(request)
    reply.result.rehearsed = true
    return reply
  end
  for replicate = 1, 5 do
    world.done["-/b/" .. replicate] = { path = "x", valid = true, energy = { gpu_joules = 20 } }
  end
  study:until_precise { outcome = "energy.gpu_joules" }
  fakes.equal({ a = 5, b = 3 }, counts(world))
end

spec["names fields that are wrong"] = function()
  local study, world = begin(same, {})
  fakes.raises("study:until_precise.outcome: is missing", study.until_precise, study, {})
  fakes.raises("did you mean energy.gpu_joules?", study.until_precise, study,
    { outcome = "energy.gpu_joule" })
  fakes.raises("study:until_precise.half_width: expected a number above 0, given 0",
    study.until_precise, study, { outcome = "energy.seconds", half_width = 0 })
  fakes.raises("study:until_precise.confidence: expected a number between 0 and 1, given 95",
    study.until_precise, study, { outcome = "energy.seconds", confidence = 95 })
  study:add { foreground = world.mut.model "examples/mnist", replicates = 7, label = "many" }
  fakes.raises("study:until_precise.most: 6 is less than the 7 replicates that the trials have",
    study.until_precise, study, { outcome = "energy.seconds", most = 6 })
  fakes.raises("study:until_precise.most: expected no fewer than first, 5, given 4",
    study.until_precise, study, { outcome = "energy.seconds", most = 4 })
end

return spec
