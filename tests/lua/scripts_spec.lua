-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

local folder = arg[0]:match("^(.*)tests/lua/[^/]*$") .. "scripts/"

local function hyperparameter(name, kind, default)
  return { name = name, flag = "--" .. name, type = kind, default = default,
           low = default / 20, high = default * 20 }
end

--- Every model has epochs and a learning rate; the one for bugs calls them otherwise.
local function entry(request)
  local repository, model = request.name:match("(.*)/(.*)")
  local rate, epochs, roles = "learning_rate", "epochs", nil
  if repository:match("^bug") then
    rate, epochs, roles = "alpha", "max_iter", { learning_rate = "alpha", epochs = "max_iter" }
  end
  local heavy = model == "densenet121"
  return {
    name = request.name, repository = repository, model = model, metrics = {}, roles = roles,
    memory_mb = heavy and 3300 or 450, gpu_percent = heavy and 72 or 12,
    hyperparameters = { hyperparameter(epochs, "int", 10), hyperparameter(rate, "float", 0.05) },
  }
end

--- Runs the concurrent study with these options; gives the trials that it presented.
local function concurrent_study(pairs_text, replicates)
  local world = fakes.world()
  world.answers.model = entry
  world.answers.options = function()
    return { values = { pairs = pairs_text, replicates = replicates, from = "" } }
  end
  assert(loadfile(folder .. "concurrent_study.lua"))()
  return world.identified, world
end

local function count(trials, text)
  local found = 0
  for _, trial in ipairs(trials) do
    local mode = #(trial.backgrounds or {}) > 0 and "concurrent" or "alone"
    local name = table.concat({ trial.block, trial.label, mode }, " ")
    if name:find(text, 1, true) then found = found + 1 end
  end
  return found
end

spec["the concurrent study has 132 trials, eleven of each pair"] = function()
  local trials, world = concurrent_study("all", 1)
  assert(#trials == 132 and #world.run == 132)
  for number = 1, 12 do assert(count(trials, ("pair %02d"):format(number)) == 11) end
  assert(fakes.last(world, "study").order == "blocked")
end

spec["each level is measured beside the companion and alone, the companion alone"] = function()
  local trials = concurrent_study("1", 1)
  for _, level in ipairs { "default", "lr_min", "lr_max", "epochs_min", "epochs_max" } do
    assert(count(trials, level .. " concurrent") == 1, level)
    assert(count(trials, level .. " alone") == 1, level)
  end
  assert(count(trials, "companion alone") == 1 and count(trials, "companion concurrent") == 0)
  assert(trials[1].foregrounds[1].model == "Person_reID_baseline_pytorch/densenet121")
  assert(trials[1].backgrounds[1].model == "examples/mnist")
  assert(trials[3].foregrounds[1].model == "examples/mnist")
end

spec["edges are a fifth and five times the learning rate, half and one and a half epochs"] =
  function()
    local trials = concurrent_study("1", 1)
    local function values(i) return trials[i].foregrounds[1].values end
    fakes.equal({ { "epochs", 10 }, { "learning_rate", 0.01 } }, values(4))
    fakes.equal({ { "epochs", 10 }, { "learning_rate", 0.25 } }, values(6))
    fakes.equal({ { "epochs", 5 }, { "learning_rate", 0.05 } }, values(8))
    fakes.equal({ { "epochs", 15 }, { "learning_rate", 0.05 } }, values(10))
  end

spec["each trial of the concurrent study says what kind of pair it is of"] = function()
  local trials = concurrent_study("1,4", 1)
  local first = trials[1].factors
  assert(first.class == "low+high" and first.use == "complementary" and first.kin == false)
  assert(trials[12].factors.class == "low+low" and trials[12].factors.kin == true)
  for _, trial in ipairs(trials) do assert(trial.factors.class and trial.factors.level) end
end

spec["roles vary what plays learning rate and epochs"] = function()
  local trials = concurrent_study("10", 1)
  assert(trials[4].label == "lr_min")
  fakes.equal({ { "max_iter", 10 }, { "alpha", 0.01 } }, trials[4].foregrounds[1].values)
end

spec["the pilot is the first three pairs, and replicates multiply"] = function()
  assert(#concurrent_study("pilot", 1) == 33)
  assert(#concurrent_study("2,5", 3) == 66)
end

spec["the selection of pairs prints those that fit, and those that are selected"] = function()
  local world = fakes.world()
  world.answers.model = function(request)
    local known = entry(request)
    known.memory_mb, known.gpu_percent = #request.name * 50, #request.name
    return known
  end
  world.answers.options = function(request)
    local values = {}
    for _, option in ipairs(request.declared) do values[option.name] = option.default end
    return { values = values }
  end
  local lines = {}
  local script = assert(loadfile(folder .. "select_pairs.lua"))
  setfenv(script, setmetatable({ print = function(line) lines[#lines + 1] = line end },
    { __index = _G }))()
  local text = table.concat(lines, "\n")
  assert(text:find("examples/mnist .-700 MB +14 %%"), text)
  assert(text:find("\n120 pairs fit", 1, true), text)
  assert(text:find("selected: hybrid", 1, true) and text:find("\n  12  ", 1, true), text)
end

spec["the first steps measure a training beside a load"] = function()
  local world = fakes.world()
  world.answers.model = entry
  assert(loadfile(folder .. "first_steps.lua"))()
  local kinds = table.concat(fakes.kinds(world), " ")
  assert(kinds == "model background_start background_settle energy_begin model spawn wait "
    .. "energy_finish background_stop emit", kinds)
end

return spec
