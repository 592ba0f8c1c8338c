-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

spec["declares options by name and gives their values"] = function()
  local world = fakes.world()
  world.answers.options = function() return { values = { pairs = "pilot", replicates = 1 } } end
  local options = world.mut.options {
    replicates = { default = 1 }, pairs = { default = "all", help = "which pairs" },
  }
  assert(options.pairs == "pilot" and options.replicates == 1)
  fakes.equal({ declared = { { name = "pairs", default = "all", help = "which pairs" },
                             { name = "replicates", default = 1 } } },
    fakes.last(world, "options"))
end

spec["refuses options without a default, with unknown fields, and with odd names"] = function()
  local mut = fakes.world().mut
  fakes.raises("mut.options.pairs.default: is missing", mut.options, { pairs = { help = "x" } })
  fakes.raises('mut.options.pairs: unknown field "defualt"; did you mean default?',
    mut.options, { pairs = { defualt = 1 } })
  fakes.raises('expected names of small letters, digits and underscores, given "A b"',
    mut.options, { ["A b"] = { default = 1 } })
  fakes.raises("mut.options.pairs.default: expected a number, text or a boolean",
    mut.options, { pairs = { default = {} } })
end

return spec
