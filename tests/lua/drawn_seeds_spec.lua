-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

--- What is drawn for the replicates from 2, where the stream gives these numbers.
local function begin(numbers)
  local world = fakes.world()
  world.answers.stream = function(request) return { number = numbers[request.index - 1] } end
  return require "mutlua.drawn_seeds", world
end

local function seeds(drawn_seeds, hyperparameter, count)
  local list = {}
  for i = 1, count do list[i] = drawn_seeds.seed(hyperparameter, i + 1) end
  return list
end

local function range(low, high, default)
  return { name = "seed", type = "int", low = low, high = high, default = default }
end

spec["a seed is what the stream gives, within the range"] = function()
  local drawn_seeds = begin { 1003, 1005, 1004 }
  fakes.equal({ 103, 105, 104 }, seeds(drawn_seeds, range(100, 109), 3))
end

spec["one that is taken makes way for the next that is free"] = function()
  local drawn_seeds = begin { 3, 13, 4, 9, 19 }
  fakes.equal({ 3, 4, 5, 9, 0 }, seeds(drawn_seeds, range(0, 9), 5))
end

spec["the default is taken: replicate 1 trains with it"] = function()
  fakes.equal({ 108, 109 }, seeds(begin { 7, 8 }, range(100, 109, 107), 2))
  fakes.equal({ 107, 108 }, seeds(begin { 7, 8 }, range(100, 109, 42), 2))
end

spec["a replicate has the same seed, whichever is asked first"] = function()
  local numbers = { 3, 3, 3, 4 }
  local in_order = seeds(begin(numbers), range(0, 9), 4)
  local drawn_seeds = begin(numbers)
  for _, replicate in ipairs { 5, 2, 4, 3 } do
    assert(drawn_seeds.seed(range(0, 9), replicate) == in_order[replicate - 1])
  end
end

spec["seeds repeat where the range has too few, with one warning"] = function()
  local drawn_seeds, world = begin { 1, 1, 0, 1, 2 }
  fakes.equal({ 1, 2, 0, 1, 2 }, seeds(drawn_seeds, range(0, 2), 5))
  fakes.equal({ "warning: seed has 3 values to draw from, fewer than there are replicates: some "
    .. "train with the same seed" }, world.warnings)
end

spec["without a range there are two thousand million seeds"] = function()
  fakes.equal({ 5, 2 ^ 31 - 1, 6 }, seeds(begin { 5, 2 ^ 31 - 1, 5 + 2 ^ 31 }, range(), 3))
end

return spec
