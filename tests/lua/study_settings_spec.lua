-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

spec["asks for a name and fills in the rest"] = function()
  local world = fakes.world()
  fakes.raises("study.name: is missing", world.mut.study, {})
  world.mut.study { name = "s" }
  fakes.equal({ name = "s", order = "written", replicates = 1, retries = 0,
                protocol = { name = "default", version = 1 } }, fakes.last(world, "study"))
end

spec["sends what the script says"] = function()
  local world = fakes.world()
  local settings = {
    name = "s", seed = 20251111, draws = "sequence", order = "blocked", replicates = 3, retries = 2,
    cooling = { seconds = 60 }, settle = { seconds = 30 }, governor = "performance",
    timeout_seconds = 3600, gpus = { 0, "GPU-8f6d" },
    needs = { metrics = { "test_accuracy" }, energy = { "gpu" } }, idle_per_block = true,
    thresholds = { ["gpu.thermal_throttle.pct"] = 1 }, argument_decimals = 6,
  }
  world.mut.study(settings)
  settings.protocol = { name = "default", version = 1 }
  fakes.equal(settings, fakes.last(world, "study"))
end

spec["keeps silent about ranges where values are meant as they are"] = function()
  local world = fakes.world()
  world.mut.study { name = "s", range_warnings = false }
  assert(fakes.last(world, "study").range_warnings == nil)
  world.mut.model("examples/mnist"):with { epochs = 1 }
  fakes.equal({}, world.warnings)
end

spec["names fields that are wrong"] = function()
  local study = fakes.world().mut.study
  fakes.raises("study.argument_decimals: expected at most 17 decimals, given 18",
    study, { name = "s", argument_decimals = 18 })
  fakes.raises('"latin_square" or "abba", given "random"',
    study, { name = "s", order = "random" })
  fakes.raises('study.draws: expected "keyed" or "sequence", given "mt"',
    study, { name = "s", draws = "mt" })
  fakes.raises('study: unknown field "replicate"; did you mean replicates?',
    study, { name = "s", replicate = 2 })
  fakes.raises("study.seed: expected a whole number, 0 or more, given -1",
    study, { name = "s", seed = -1 })
  fakes.raises('study.needs.energy[1]: expected "gpu" or "cpu", given "gpus"',
    study, { name = "s", needs = { energy = { "gpus" } } })
  fakes.raises("study.gpus[1]: expected a GPU's number, PCI address or UUID, given true",
    study, { name = "s", gpus = { true } })
  fakes.raises("study: expected a table, given \"s\"", study, "s")
end

spec["asks a protocol for its name, version and measure"] = function()
  local study = fakes.world().mut.study
  local function measure() return {} end
  fakes.raises("study.protocol.measure: is missing",
    study, { name = "s", protocol = { name = "mine", version = 1 } })
  fakes.raises("study.protocol.version: expected a whole number, 1 or more, given 0.5",
    study, { name = "s", protocol = { name = "mine", version = 0.5, measure = measure } })
  fakes.raises("study.protocol.name: \"default\" is the name of mutlua's own protocol",
    study, { name = "s", protocol = { name = "default", version = 1, measure = measure } })
end

spec["takes the default protocol by its name"] = function()
  local world = fakes.world()
  world.mut.study { name = "s", protocol = require "mutlua.protocol" }
  fakes.equal({ name = "default", version = 1 }, fakes.last(world, "study").protocol)
end

return spec
