-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

--- A world in which trials by hand have these results, by identity.
local function begin(done)
  local world = fakes.world()
  local indices, count = {}, 0
  world.answers.by_hand = function(request)
    local name = request.identity
    if not indices[name] then
      count = count + 1
      indices[name] = count
    end
    local result = done and done[name]
    world.recorded = result
    return { index = indices[name], identity = name, done = result ~= nil }
  end
  world.answers.begin_trial = function() return {} end
  world.answers.end_trial = function(request)
    world.recorded = { value = request.value, valid = true }
    return { finished = true, result = { valid = true } }
  end
  world.answers.result = function() return world.recorded end
  world.mut.study { name = "s" }
  return world.mut, world
end

spec["measures what its body does, between the beginning and the end of a trial"] = function()
  local mut, world = begin()
  world.calls = {}
  local result = mut.trial("probe", function()
    mut.sleep(1)
    return { best = 3 }
  end)
  fakes.equal({ "by_hand", "begin_trial", "sleep", "end_trial", "result" }, fakes.kinds(world))
  fakes.equal({ by_hand = 1 }, fakes.last(world, "begin_trial"))
  assert(result.value.best == 3 and result.valid)
end

spec["gives what is recorded, and does nothing then"] = function()
  local mut, world = begin { probe = { value = 5, reused = true } }
  world.calls = {}
  local result = mut.trial("probe", function() error "not to be called" end)
  assert(result.value == 5 and result.reused)
  fakes.equal({ "by_hand", "result" }, fakes.kinds(world))
end

spec["makes another attempt until it is finished"] = function()
  local mut, world = begin()
  local attempts = 0
  world.answers.end_trial = function()
    attempts = attempts + 1
    world.recorded = { value = attempts }
    return { finished = attempts == 3, result = { valid = true } }
  end
  assert(mut.trial("probe", function() end).value == 3)
end

spec["stands in no other trial, and no study runs in it"] = function()
  local mut = begin()
  fakes.raises("mut.trial: a trial is being measured", mut.trial, "outer", function()
    return mut.trial("inner", function() end)
  end)
end

spec["goes on after a body gave back what no record can hold"] = function()
  local mut, world = begin()
  fakes.raises("mut.trial.value.ratio: is not a number", mut.trial, "ratio", function()
    return { ratio = 0 / 0 }
  end)
  assert(mut.trial("next", function() return 1 end).value == 1)
  assert(fakes.last(world, "abandon_trial"))
end

spec["names what is wrong"] = function()
  local mut = begin()
  fakes.raises("mut.trial.identity: expected a text, a number or a table of plain data, given",
    mut.trial, nil, function() end)
  fakes.raises("mut.trial.identity: expected", mut.trial, {}, function() end)
  fakes.raises("mut.trial.body: expected a function, given", mut.trial, "x", 5)
  fakes.raises("mut.trial: its record belongs to a study; begin one with mut.study before it",
    fakes.world().mut.trial, "x", function() end)
end

return spec
