-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

--- The models of the study of 2025 in the catalogue's order: name, MB, and percent of the GPU
--- where a figure is known.
local study = {
  { "MRT-OAST/default", 1950, 93 }, { "bug-localization-by-dnn-and-rvsm/default", 1800, 50 },
  { "resnet/resnet20", 720, 50 }, { "resnet/resnet32" }, { "resnet/resnet44", 1080, 50 },
  { "resnet/resnet56", 1350, 50 }, { "VulBERTa/mlp", 1300 }, { "VulBERTa/cnn", 1350, 50 },
  { "reID/densenet121", 3300, 72 }, { "reID/hrnet18", 2250, 50 }, { "reID/pcb", 2000 },
  { "examples/mnist", 450, 12 }, { "examples/mnist_rnn", 450, 50 },
  { "examples/mnist_ff", 450, 50 }, { "examples/siamese", 1300 }, { "examples/word_lm" },
}
local unknown = { ["resnet/resnet32"] = 900, ["examples/word_lm"] = 1000 }
local data = { "examples/mnist", "reID/densenet121", "MRT-OAST/default" }

--- A world whose catalogue these models are, the designs in it, and the models' names.
local function studied()
  local world, names, known = fakes.world(), {}, {}
  for i, entry in ipairs(study) do names[i], known[entry[1]] = entry[1], entry end
  world.answers.model = function(request)
    local repository, name = request.name:match("(.*)/(.*)")
    return { name = request.name, repository = repository, model = name, hyperparameters = {},
             metrics = {}, memory_mb = known[request.name][2],
             gpu_percent = known[request.name][3] }
  end
  world.answers.points = function(request)
    local points = {}
    for i = 1, request.n do points[i] = { (i * 7919 + (request.seed or 5) * 31) % 1009 / 1009 } end
    return { points = points }
  end
  return world, require "mutlua.design", names
end

local function counts(selected)
  local count = {}
  for _, pair in ipairs(selected) do count[pair.class] = (count[pair.class] or 0) + 1 end
  return count
end

local function short(selected)
  local labels = {}
  for i, pair in ipairs(selected) do
    labels[i] = pair.companion.model .. "+" .. pair.varied.model
  end
  return labels
end

spec["all 120 pairs of the old study fit, in classes without regard to order"] = function()
  local _, design, names = studied()
  local all = design.pairs(names, { memory_mb = unknown, most_memory_mb = 9000 })
  assert(#all == 120)
  fakes.equal({ ["low+low"] = 55, ["low+medium"] = 44, ["low+high"] = 11, ["medium+medium"] = 6,
                ["medium+high"] = 4 }, counts(all))
  assert(#design.pairs(names, { memory_mb = unknown }) == 120)
end

spec["models of unknown memory are left out, and named"] = function()
  local world, design, names = studied()
  assert(#design.pairs(names) == 91)
  fakes.equal({ "note: design.pairs leaves out models whose GPU memory is unknown: "
    .. "resnet/resnet32, examples/word_lm; memory_mb gives it" }, world.warnings)
end

spec["models of which no pair fits are refused, and it says for want of what"] = function()
  local world, design, names = studied()
  fakes.raises("no two of these models fit together within most_memory_mb = 500", design.pairs,
    names, { most_memory_mb = 500 })
  fakes.raises("within most_memory_mb = 7500 and most_gpu_percent = 10 (pairs of unknown",
    design.pairs, names, { most_gpu_percent = 10 })
  fakes.raises("GPU memory is known of 1 of these models, and a pair needs two: the catalogue has "
    .. "no memory_mb", design.pairs, { "resnet/resnet32", "examples/mnist" })
  world.answers.measured_use = function()
    return { memory_bytes = { n = 0 }, gpu_percent = { n = 0 } }
  end
  fakes.raises("GPU memory is known of 0 of these models, and a pair needs two: no earlier session "
    .. "of the results folder measured it", design.pairs, names, { figures = "measured" })
end

spec["limits leave out what is above them, or unknown"] = function()
  local _, design, names = studied()
  assert(#design.pairs(names, { most_gpu_percent = 200 }) == 55)
  for _, pair in ipairs(design.pairs(names, { most_gpu_percent = 100, most_memory_mb = 2000 })) do
    assert(pair.gpu_percent <= 100 and pair.memory_mb <= 2000)
  end
end

spec["a pair says what kind it is, the companion being the one that uses the GPU less"] =
  function()
    local _, design = studied()
    local function pair_of(a, b) return design.pairs({ a, b })[1] end
    local light = pair_of("reID/densenet121", "examples/mnist")
    assert(light.companion.model == "mnist" and light.varied.model == "densenet121")
    assert(light.memory_mb == 3750 and light.gpu_percent == 84 and not light.kin)
    fakes.equal({ class = "low+high", use = "complementary", kin = false }, light.factors)
    local heavy = pair_of("MRT-OAST/default", "reID/densenet121")
    assert(heavy.companion.model == "densenet121" and heavy.use == "competing")
    assert(heavy.class == "medium+high" and heavy.gpu_percent == 165)
    local kin = pair_of("resnet/resnet56", "resnet/resnet44")
    assert(kin.companion.model == "resnet44" and kin.kin and kin.use == "moderate")
    local half = pair_of("reID/pcb", "examples/mnist")
    assert(half.use == nil and half.gpu_percent == nil and half.companion.model == "mnist")
  end

spec["practical: the first six of the old study"] = function()
  local _, design, names = studied()
  fakes.equal({ "mnist+densenet121", "mnist+default", "densenet121+default", "mnist+mnist_rnn",
                "mnist+mnist_ff", "mnist+resnet20" },
    short(design.pairs(names, { select = "practical", n = 6, data = data })))
end

spec["hybrid: the old study's first six, and of the rest as many of each class as it had"] =
  function()
    local _, design, names = studied()
    for seed = 1, 20 do
      local hybrid = design.pairs(names,
        { select = "hybrid", n = 12, seed = seed, data = data, most_gpu_percent = 200 })
      fakes.equal(short(design.pairs(names, { select = "practical", n = 6, data = data })),
        short { unpack(hybrid, 1, 6) })
      fakes.equal({ ["low+low"] = 2, ["low+medium"] = 3, ["low+high"] = 1 },
        counts { unpack(hybrid, 7) })
    end
  end

spec["every selection gives n different pairs, and the same ones for a seed"] = function()
  local _, design, names = studied()
  local selections = { "random", "stratified", "representative", "orthogonal", "practical",
                       "hybrid" }
  for _, select in ipairs(selections) do
    for n = 1, 91, 6 do
      local chosen = design.pairs(names, { select = select, n = n, seed = n })
      local seen = {}
      for _, pair in ipairs(chosen) do
        assert(not seen[pair.label], select)
        seen[pair.label] = true
      end
      assert(#chosen == n, select)
      fakes.equal(short(chosen), short(design.pairs(names, { select = select, n = n, seed = n })))
    end
  end
end

spec["stratified and representative give each class its share"] = function()
  local _, design, names = studied()
  for _, select in ipairs { "stratified", "representative" } do
    fakes.equal({ ["low+low"] = 8, ["low+medium"] = 8, ["low+high"] = 2, ["medium+medium"] = 1,
                  ["medium+high"] = 1 },
      counts(design.pairs(names, { select = select, n = 20, seed = 3 })))
  end
end

--- How often the model that occurs least, and the one that occurs most, is in some pairs.
local function fewest_and_most(selected, models)
  local uses, fewest, most = {}, math.huge, 0
  for _, name in ipairs(models) do uses[name] = 0 end
  for _, pair in ipairs(selected) do
    for _, one in ipairs { pair.companion, pair.varied } do uses[one.name] = uses[one.name] + 1 end
  end
  for _, count in pairs(uses) do fewest, most = math.min(fewest, count), math.max(most, count) end
  return fewest, most
end

spec["orthogonal: all models occur as equally often as they can"] = function()
  local _, design, names = studied()
  for models = 3, 8 do
    local some = { unpack(names, 5, 4 + models) } -- all of known memory
    for n = 1, models * (models - 1) / 2 do
      for seed = 1, 20 do
        local chosen = design.pairs(some, { select = "orthogonal", n = n, seed = seed })
        local fewest, most = fewest_and_most(chosen, some)
        assert(fewest == math.floor(2 * n / models) and most == math.ceil(2 * n / models),
          ("%d of %d models, seed %d: %d to %d"):format(n, models, seed, fewest, most))
      end
    end
  end
end

spec["orthogonal: where not all pairs fit, no exchange would even the models out"] = function()
  local _, design, names = studied()
  local fitting = design.pairs(names, { most_memory_mb = 2400 })
  for seed = 1, 20 do
    local chosen = design.pairs(names,
      { most_memory_mb = 2400, select = "orthogonal", n = 12, seed = seed })
    local uses, is_chosen = {}, {}
    local function add(pair, times)
      for _, one in ipairs { pair.companion.name, pair.varied.name } do
        uses[one] = (uses[one] or 0) + times
      end
    end
    local function used(pair)
      return (uses[pair.companion.name] or 0) + (uses[pair.varied.name] or 0)
    end
    for _, pair in ipairs(chosen) do
      add(pair, 1)
      is_chosen[pair.label] = true
    end
    for _, pair in ipairs(chosen) do
      add(pair, -1)
      for _, other in ipairs(fitting) do
        assert(is_chosen[other.label] or used(other) >= used(pair), other.label)
      end
      add(pair, 1)
    end
  end
end

spec["draws by the study's seed where none is given"] = function()
  local world, design, names = studied()
  design.pairs(names, { select = "random", n = 3 })
  fakes.equal({ method = "latin_hypercube", names = { "pairs" }, n = 91 },
    fakes.last(world, "points"))
end

--- A world in which earlier sessions measured these models: MB and percent.
local function measured(known)
  local world, design, names = studied()
  world.answers.measured_use = function(request)
    local use = known[request.model.model] or {}
    return { memory_bytes = { n = use[1] and 3 or 0, median = use[1] and use[1] * 1e6 },
             gpu_percent = { n = use[2] and 3 or 0, median = use[2] } }
  end
  return world, design, names
end

local use = {
  ["examples/mnist"] = { 2000, 30 }, ["examples/word_lm"] = { 600, 20 }, ["reID/pcb"] = { nil, 80 },
}

spec["figures may be measured: then what no session measured is unknown"] = function()
  local world, design, names = measured(use)
  local pairs_found = design.pairs(names, { figures = "measured" })
  assert(#pairs_found == 1)
  local pair = pairs_found[1]
  assert(pair.label == "examples/word_lm + examples/mnist" and pair.memory_mb == 2600)
  fakes.equal({ class = "low+medium", use = "complementary", kin = true }, pair.factors)
  assert(pair.data == 2)
  assert(world.warnings[1]:find("whose GPU memory no earlier session measured: MRT-OAST/default",
    1, true))
  fakes.equal({ model = fakes.last(world, "measured_use").model, imported = false },
    fakes.last(world, "measured_use"))
end

spec["figures may be either: measured where they were, else the catalogue's"] = function()
  local _, design, names = measured(use)
  assert(#design.pairs(names, { figures = "either" }) == 105) -- all but resnet32
  local pair = design.pairs({ "examples/mnist", "reID/pcb" }, { figures = "either" })[1]
  assert(pair.memory_mb == 4000 and pair.gpu_percent == 110 and pair.data == 2)
  local given = design.pairs({ "examples/mnist", "reID/pcb" },
    { figures = "either", memory_mb = { ["examples/mnist"] = 100 } })[1]
  assert(given.memory_mb == 2100)
end

spec["figures say where they are from"] = function()
  local _, design = measured(use)
  local function figures(name, options)
    local found = design.figures({ name }, options)[1]
    found.model = nil
    return found
  end
  fakes.equal({ memory_mb = 450, memory_from = "catalogue", memory_n = 0, gpu_percent = 12,
                gpu_percent_from = "catalogue", gpu_percent_n = 0 }, figures "examples/mnist")
  fakes.equal({ memory_mb = 2000, memory_from = "measured", memory_n = 3, gpu_percent = 30,
                gpu_percent_from = "measured", gpu_percent_n = 3 },
    figures("examples/mnist", { figures = "measured" }))
  fakes.equal({ memory_mb = 2000, memory_from = "catalogue", memory_n = 0, gpu_percent = 80,
                gpu_percent_from = "measured", gpu_percent_n = 3 },
    figures("reID/pcb", { figures = "either" }))
  fakes.equal({ memory_n = 0, gpu_percent_n = 0 },
    figures("VulBERTa/mlp", { figures = "measured" }))
  fakes.equal({ memory_mb = 7, memory_from = "given", memory_n = 0, gpu_percent_n = 0 },
    figures("VulBERTa/mlp", { figures = "measured", memory_mb = { ["VulBERTa/mlp"] = 7 } }))
end

spec["two models are told apart in the roles that they are given"] = function()
  local _, design = studied()
  local pair = design.pair("MRT-OAST/default", "examples/mnist")
  assert(pair.companion.name == "MRT-OAST/default" and pair.varied.name == "examples/mnist")
  fakes.equal({ class = "low+medium", use = "complementary", kin = false }, pair.factors)
  local kin = design.pair("resnet/resnet20", "resnet/resnet32")
  fakes.equal({ kin = true }, kin.factors)
  assert(kin.memory_mb == nil and kin.gpu_percent == nil)
  fakes.raises('design.pair: unknown field "select"', design.pair, "resnet/resnet20",
    "resnet/resnet32", { select = "all" })
  fakes.raises("design.pair.models[2]: expected a model", design.pair, "resnet/resnet20")
end

spec["refuses a model that is given twice"] = function()
  local world, design = studied()
  local mnist = world.mut.model "examples/mnist"
  fakes.raises("design.pairs.models: examples/mnist is given twice", design.pairs,
    { "examples/mnist", "resnet/resnet20", mnist })
end

spec["refuses options that make no selection"] = function()
  local _, design, names = studied()
  local function refused(message, options) fakes.raises(message, design.pairs, names, options) end
  refused("design.pairs.n: is missing", { select = "random" })
  refused('design.pairs.n: "all" takes every pair that fits', { n = 2 })
  refused("design.pairs.n: 92 are wanted, and 91 fit", { select = "random", n = 92 })
  refused('design.pairs.select: expected "all", "random"', { select = "best", n = 2 })
  refused("design.pairs: no two of these models fit together", { most_memory_mb = 100 })
  refused("design.pairs.classes: expected two limits", { classes = { 3000, 1500 } })
  refused('design.pairs.data: the list has no model "mnist"', { data = { "mnist" } })
  refused('design.pairs.memory_mb: the list has no model "resnet"', { memory_mb = { resnet = 9 } })
end

return spec
