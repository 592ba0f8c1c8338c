-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

--- A world whose door gives these points, and the designs in it.
local function answering(points)
  local world = fakes.world()
  world.answers.points = function() return { points = points } end
  return world, require "mutlua.design"
end

--- What a range gives at these places.
local function at(range_of, places)
  local points = {}
  for i, place in ipairs(places) do points[i] = { place } end
  local world, design = answering(points)
  local values = {}
  for i, treatment in ipairs(design.sobol({ x = range_of(world.mut) }, #places)) do
    values[i] = treatment.values.x
  end
  return values
end

local last = 1 - 2 ^ -32

spec["a range is cut by its kind"] = function()
  fakes.equal({ 2, 3, 5 }, at(function(mut) return mut.uniform(2, 6) end, { 0, 0.25, 0.75 }))
  fakes.equal({ 0.001, 0.01, 0.1, 1 },
    at(function(mut) return mut.log_uniform(0.001, 10) end, { 0, 0.25, 0.5, 0.75 }))
  fakes.equal({ 5, 5, 6, 7, 7 },
    at(function(mut) return mut.integers(5, 7) end, { 0, 0.33, 0.34, 0.67, last }))
  fakes.equal({ "a", "a", "b", "b" },
    at(function(mut) return mut.choice { "a", "b" } end, { 0, 0.49, 0.5, last }))
  fakes.equal({ 0, 0, 1, 2 },
    at(function(mut) return mut.zero_or(0.5, mut.uniform(1, 3)) end, { 0, 0.49, 0.5, 0.75 }))
  fakes.equal({ 0, 0 }, at(function(mut) return mut.zero_or(1, mut.uniform(1, 3)) end, { 0, last }))
end

spec["the catalogue's ranges serve as well, whole numbers staying whole"] = function()
  fakes.equal({ 5, 10, 15 },
    at(function(mut) return mut.model "examples/mnist":range "epochs" end, { 0, 0.5, last }))
  fakes.equal({ 1000, 4472, 20000 },
    at(function(mut)
      local range = mut.model "bug/default":range "max_iter"
      assert(range.integer)
      return range
    end, { 0, 0.5, last }))
end

spec["no value leaves its range, and equal places give equal parts"] = function()
  local places = {}
  for i = 1, 600 do places[i] = (i - 1) / 600 end
  local counts = {}
  for _, value in ipairs(at(function(mut) return mut.integers(-2, 3) end, places)) do
    counts[value + 3] = (counts[value + 3] or 0) + 1
  end
  fakes.equal({ 100, 100, 100, 100, 100, 100 }, counts)
  for _, value in ipairs(at(function(mut) return mut.log_uniform(1e-5, 3e-5) end, places)) do
    assert(value >= 1e-5 and value <= 3e-5)
  end
end

spec["asks for points by the factors' names, and labels them"] = function()
  local world, design = answering { { 0, 0.5 }, { 0.5, 0 } }
  local mut = world.mut
  local treatments = design.latin_hypercube(
    { { "rate", mut.log_uniform(0.01, 1) }, { "epochs", mut.integers(1, 10) } }, 2, 7)
  fakes.equal({ method = "latin_hypercube", names = { "rate", "epochs" }, n = 2, seed = 7 },
    fakes.last(world, "points"))
  fakes.equal({ label = "point 1: rate 0.01, epochs 6", values = { rate = 0.01, epochs = 6 },
                factors = { rate = 0.01, epochs = 6 } }, treatments[1])
  assert(treatments[2].label == "point 2: rate 0.1, epochs 1")
  design.sobol({ b = mut.uniform(0, 1), a = mut.uniform(0, 1) }, 2)
  fakes.equal({ method = "sobol", names = { "a", "b" }, n = 2 }, fakes.last(world, "points"))
end

spec["refuses what is no range, number or seed"] = function()
  local world, design = answering {}
  local ranges = { a = world.mut.uniform(0, 1) }
  fakes.raises("design.sobol.ranges.a: expected a range", design.sobol, { a = { 0, 1 } }, 4)
  fakes.raises("design.sobol.ranges: is empty", design.sobol, {}, 4)
  fakes.raises("design.latin_hypercube.n: expected a whole number, 1 to 1000000, given 0",
    design.latin_hypercube, ranges, 0)
  fakes.raises("design.sobol.n: expected a whole number, 1 to 1000000, given 4294967304",
    design.sobol, ranges, 2 ^ 32 + 8)
  fakes.raises("design.latin_hypercube.seed: expected a whole number, 0 or more, given 1.5",
    design.latin_hypercube, ranges, 4, 1.5)
end

return spec
