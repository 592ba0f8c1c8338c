-- SPDX-License-Identifier: MIT
--- A world for specs: a door that answers from tables and remembers what was asked.
local door = require "mutlua.door"

local M = {}

local function seed_of(default)
  return { name = "seed", flag = "--seed", type = "int", default = default, low = 0, high = 9999,
           distribution = "uniform" }
end

local catalogue = {
  ["examples/mnist"] = {
    hyperparameters = {
      { name = "epochs", flag = "-e", type = "int", default = 10, low = 5, high = 15,
        distribution = "uniform" },
      { name = "learning_rate", flag = "-l", type = "float", default = 0.01, low = 0.005,
        high = 0.02, distribution = "log_uniform" },
      { name = "batch_size", flag = "-b", type = "int", default = 32, low = 16, high = 128,
        distribution = "uniform" },
      seed_of(1),
    },
    metrics = { "test_accuracy" },
  },
  ["resnet/resnet20"] = {
    hyperparameters = {
      { name = "epochs", flag = "-e", type = "int", default = 5, low = 1, high = 7 },
      seed_of(nil),
      { name = "weight_decay", flag = "--wd", type = "float", default = 0, low = 1e-5, high = 1e-3,
        distribution = "log_uniform", zero_probability = 0.3 },
    },
    metrics = {},
  },
  ["bug/default"] = {
    hyperparameters = {
      { name = "max_iter", flag = "--max_iter", type = "int", default = 10000, low = 1000,
        high = 20000, distribution = "log_uniform" },
      { name = "alpha", flag = "--alpha", type = "float", default = 1e-5, low = 5e-6, high = 2e-5,
        distribution = "log_uniform" },
    },
    metrics = {},
    roles = { epochs = "max_iter", learning_rate = "alpha" },
  },
}

local function copy(value)
  if type(value) ~= "table" then return value end
  local result = {}
  for key, item in pairs(value) do result[key] = copy(item) end
  return result
end

--- A number that depends on a text alone.
local function hash(text)
  local sum = 7
  for i = 1, #text do sum = (sum * 31 + text:byte(i)) % 1000003 end
  return sum
end

local function named(trial)
  return table.concat({ trial.block or "-", trial.label or "-", tostring(trial.replicate) }, "/")
end

--- What a study is told at once of a trial that is done.
local function brief(result, measurements)
  return { valid = result.valid, reused = result.reused, number = result.number,
           measurements = measurements }
end

--- The replicates of treatments, one by one, with the values of each.
local function each_replicate(treatments)
  local list = {}
  for _, treatment in ipairs(treatments) do
    for i = 1, treatment.replicates do
      local trial = copy(treatment)
      trial.replicate, trial.replicates = treatment.replicate + i - 1, nil
      for _, models in ipairs { trial.foregrounds, trial.backgrounds } do
        for _, model in ipairs(models) do
          local varied = model.varied
          model.varied = nil
          for at = #model.values, 1, -1 do
            if varied and model.values[at][1] == varied.name then
              model.values[at][2] = varied.numbers[i]
              if not varied.numbers[i] then table.remove(model.values, at) end
            end
          end
        end
      end
      list[#list + 1] = trial
    end
  end
  return list
end

--- The answers of a machine on which everything succeeds. A spec may replace each of them.
local function answers(world)
  local ids = 0
  local function id()
    ids = ids + 1
    return { id = ids }
  end
  local function nothing() return {} end
  return {
    model = function(request)
      local entry = copy(catalogue[request.name])
      if not entry then error(request.name .. " is not in the catalogue", 0) end
      local repository, model = request.name:match("(.*)/(.*)")
      return {
        name = request.name, repository = repository, model = model,
        hyperparameters = entry.hyperparameters, metrics = entry.metrics, roles = entry.roles,
      }
    end,
    study = function(request) return { seed = request.seed or 42, catalogue = "test" } end,
    stream = function(request) return { number = 1000000 + request.index } end,
    points = function(request)
      local points = {}
      for i = 1, request.n do
        points[i] = {}
        for dimension in ipairs(request.names) do points[i][dimension] = (i - 0.5) / request.n end
      end
      return { points = points }
    end,
    identify = function(request)
      local orders = {}
      local done = { positions = {}, numbers = {}, measurements = {}, valid = {} }
      if request.first == 1 then world.identified = {} end
      for i, trial in ipairs(each_replicate(request.trials)) do
        world.identified[request.first + i - 1] = trial
        local name = named(trial)
        local result = world.done[name]
        local position = request.first + i - 1
        world.results[position] = result or world.results[position]
        orders[i] = hash(name)
        if result then
          local at = #done.positions + 1
          done.positions[at], done.numbers[at] = request.first + i - 1, result.number or i
          done.measurements[at] = world.measurements[name] or 1
          done.valid[at] = result.valid or false
        end
      end
      return { orders = orders, done = done, warnings = {} }
    end,
    result = function(request)
      if request.by_hand then return { value = world.value, path = "e", valid = true } end
      return world.results[request.index]
    end,
    path = function(request) return { path = world.results[request.index].path } end,
    estimate = function(request)
      local sum = 0
      for _, value in ipairs(request.values) do sum = sum + value end
      local n = #request.values
      return { n = n, mean = n > 0 and sum / n or nil, confidence = request.confidence,
               reason = n < 2 and "too few" or nil }
    end,
    precision = function(request)
      return { n = #request.values, mean = request.values[1], needed = request.first,
               precise = #request.values >= request.first }
    end,
    by_hand = function(request)
      return { index = 1, identity = M.text(request.identity), done = false }
    end,
    begin_trial = function(request)
      if request.by_hand then return { number = 1, experiment_id = "e", attempt = 1 } end
      world.current, world.current_index = world.identified[request.index], request.index
      world.run[#world.run + 1] = named(world.current)
      return { number = #world.run, experiment_id = "e", attempt = 1,
               cooling = { seconds = 60 }, settle = { seconds = 30 } }
    end,
    end_trial = function(request)
      if not request.measured then
        world.value = request.value
        return { finished = true, result = { path = "e", valid = true } }
      end
      local name = named(world.current)
      world.measurements[name] = (world.measurements[name] or 0) + 1
      local valid = world.measurements[name] > (world.failing[name] or 0)
      local result = { outcomes = request.measured.outcomes, path = name, number = #world.run,
                       replicate = world.current.replicate, reused = false, valid = valid }
      world.results[world.current_index] = result
      return { finished = true, result = brief(result, world.measurements[name]) }
    end,
    spawn = id, background_start = id, energy_begin = id,
    wait = function(request)
      local outcomes = {}
      for i, waited in ipairs(request.ids) do
        outcomes[i] = { id = waited, status = "completed", metrics = {}, epochs = {} }
      end
      if request.any then return { id = request.ids[1], outcome = outcomes[1] } end
      return { outcomes = outcomes }
    end,
    stop = function(request) return { outcome = { id = request.id, status = "stopped" } } end,
    background_settle = function() return { seconds = 30, started = true } end,
    background_stop = function(request) return { id = request.id, seconds = 90, models = {} } end,
    energy_finish = function(request) return { id = request.id, seconds = 1, reasons = {} } end,
    cool = function() return { seconds = 60, criterion = "seconds" } end,
    warn = function(request)
      world.warnings[#world.warnings + 1] = request.severity .. ": " .. request.message
    end,
    abandon_trial = nothing,
    mark = nothing, energy_mark = nothing, sleep = nothing, emit = nothing, finish = nothing,
    verdict = function() return { given = true } end,
  }
end

--- Loads the library anew behind a fake door.
--- @return table world `mut`; `calls`, each with kind and request; `answers` by kind; `done`,
--- results by "block/label/replicate"; `failing`, how often each does not count at first, and
--- `measurements`, how often it was measured; `run`, what was begun; `warnings`
function M.world()
  for name in pairs(package.loaded) do
    if name:match("^mutlua") and name ~= "mutlua.door" then package.loaded[name] = nil end
  end
  local world = { calls = {}, done = {}, failing = {}, measurements = {}, results = {}, run = {},
                  warnings = {} }
  world.answers = answers(world)
  door.replace(function(kind, request)
    world.calls[#world.calls + 1] = { kind = kind, request = request }
    local answer = world.answers[kind]
    if not answer then error("nobody expected " .. kind, 0) end
    return answer(request)
  end)
  world.mut = require "mutlua"
  return world
end

--- The kinds that were performed, in order.
function M.kinds(world)
  local kinds = {}
  for i, call in ipairs(world.calls) do kinds[i] = call.kind end
  return kinds
end

--- The last request of a kind.
function M.last(world, kind)
  for i = #world.calls, 1, -1 do
    if world.calls[i].kind == kind then return world.calls[i].request end
  end
end

--- Numbers that depend on a seed alone: a function that gives each from 1 to what it is given.
function M.random(seed)
  local state = seed
  return function(most)
    state = (state * 16807) % 2147483647
    return 1 + state % most
  end
end

--- A value as text, tables with their keys sorted: equal values give equal texts.
function M.text(value)
  if type(value) ~= "table" then
    return type(value) == "number" and ("%.17g"):format(value) or tostring(value)
  end
  local parts, keys = {}, {}
  for i, item in ipairs(value) do parts[i] = M.text(item) end
  for key in pairs(value) do
    if type(key) == "string" then keys[#keys + 1] = key end
  end
  table.sort(keys)
  for _, key in ipairs(keys) do parts[#parts + 1] = key .. "=" .. M.text(value[key]) end
  return "{" .. table.concat(parts, ", ") .. "}"
end

--- Asserts that two values are equal all through.
function M.equal(expected, actual)
  local wanted, got = M.text(expected), M.text(actual)
  if wanted ~= got then error(("expected %s\n     got %s"):format(wanted, got), 2) end
end

--- Asserts that a function raises an error whose message holds a text.
function M.raises(text, body, ...)
  local ok, message = pcall(body, ...)
  if ok then error("expected an error with: " .. text, 2) end
  message = tostring(message)
  if not message:find(text, 1, true) then
    error(("expected an error with: %s\n                   got: %s"):format(text, message), 2)
  end
end

--- A study whose protocol only says what it measured.
--- @return mutlua.Study study
--- @return table world
--- @return mutlua.Model mnist
function M.study(settings)
  local world = M.world()
  settings = settings or {}
  settings.name = "s"
  settings.protocol = settings.protocol or {
    name = "spec", version = 1,
    measure = function(trial)
      world.trial = trial
      return { outcomes = {} }
    end,
  }
  local study = world.mut.study(settings)
  return study, world, world.mut.model "examples/mnist"
end

return M
