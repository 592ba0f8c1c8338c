-- SPDX-License-Identifier: MIT
--- At which learning rate does a training cost least for what it learns?
---
--- The results decide what is measured next: a golden-section search over the logarithm of the
--- learning rate, from a fifth of the default to five times it. The cost of a rate is the mean
--- energy of its replicates divided by their mean quality; where a machine cannot tell the energy,
--- seconds stand in for it, and the script says so. A rate whose trainings fail or learn nothing
--- costs more than any other. 8 rates x 3 replicates make 24 trials, and narrow the range to a
--- factor of 1.12, finer than most noise. Nothing is drawn, so an interrupted search goes on as
--- it would have. `mutlua plan` shows how many trials there will be; which rates, results tell.
--- The best of several looks better than it is: measure it again beside the default, as one_factor
--- does, before saying what it saves.
---
---     mutlua scripts/adaptive_learning_rate.lua --rates 6
---     mutlua analyze --by learning_rate
local mut = require "mutlua"

local options = mut.options {
  model = { default = "examples/mnist", help = "which model" },
  quality = { default = "test_accuracy", help = "the metric that counts; more is better" },
  rates = { default = 8, least = 2, whole = true, help = "how many learning rates are tried" },
  replicates = { default = 3, least = 1, whole = true, help = "how often each is repeated" },
  epochs = {
    default = 0, least = 0, whole = true,
    help = "epochs of each training; 0: the catalogue's default",
  },
}

local study = mut.study {
  name = "adaptive learning rate: " .. options.model,
  replicates = options.replicates,
  range_warnings = false, -- rates beyond the catalogue's range are meant
  needs = { metrics = { options.quality } },
}

local model = mut.model(options.model)
if options.epochs > 0 then model = model:with_roles { epochs = options.epochs } end
model = model:defaults()
local rate_name = model:playing "learning_rate"
local default = model:range(rate_name).default

local compared --- "total_joules", "gpu_joules" or "seconds": the same for all rates

--- @param results mutlua.Result[] of the first rate
--- @return string
local function comparable(results)
  for _, name in ipairs { "total_joules", "gpu_joules" } do
    for _, result in ipairs(results) do
      if result.energy and result.energy[name] then return name end
    end
  end
  print "the energy is unknown here; seconds stand in for it"
  return "seconds"
end

--- @param result mutlua.Result
--- @return number? spent nil: unknown
local function spent_on(result)
  if compared == "seconds" then return result.outcome.duration_seconds end
  return result.energy and result.energy[compared]
end

--- A rate at which a training fails is no answer; one whose energy is unknown says nothing of it.
--- @param results mutlua.Result[] of one rate
--- @param rate number
--- @return number cost per unit of quality
local function cost_of(results, rate)
  compared = compared or comparable(results)
  local spent, quality, n = 0, 0, 0
  for _, result in ipairs(results) do
    local reached = result.valid and result.outcome.metrics[options.quality]
    if not reached then return math.huge end
    local cost = spent_on(result)
    if cost then spent, quality, n = spent + cost, quality + reached, n + 1 end
  end
  if n < options.replicates then
    print(("%s %g: the energy is known of %d of %d trainings"):format(
      rate_name, rate, n, options.replicates))
  end
  return n > 0 and quality > 0 and spent / quality or math.huge
end

local costs = {} --- by the rate that was measured
local best

--- Measures a rate, once, and gives its cost.
--- @param logarithm number
local function measured(logarithm)
  local rate = tonumber(("%.6g"):format(10 ^ logarithm)) --[[@as number]]
  if costs[rate] then return costs[rate] end
  study:add {
    label = ("%s %g"):format(rate_name, rate),
    foreground = model:with { [rate_name] = rate },
    factors = { [rate_name] = rate },
  }
  local results = study:run()
  costs[rate] = cost_of({ unpack(results, #results - options.replicates + 1) }, rate)
  if not best or costs[rate] < costs[best] then best = rate end
  return costs[rate]
end

-- Kiefer (1953): each step keeps one inner point, and measures one more.
local golden = (math.sqrt(5) - 1) / 2
local low, high = math.log10(default / 5), math.log10(default * 5)
local left, right = high - golden * (high - low), low + golden * (high - low)
local left_cost, right_cost = measured(left), measured(right)
for _ = 3, options.rates do
  if left_cost <= right_cost then
    high, right, right_cost = right, left, left_cost
    left = high - golden * (high - low)
    left_cost = measured(left)
  else
    low, left, left_cost = left, right, right_cost
    right = low + golden * (high - low)
    right_cost = measured(right)
  end
end

if costs[best] == math.huge then
  print "no rate was measured with a known cost"
else
  print(("least: %s %g, %.4g %s per %s"):format(rate_name, best, costs[best],
    compared == "seconds" and "seconds" or "joules", options.quality))
end
