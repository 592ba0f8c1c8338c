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

--- mut.options where the command line says so.
local function given(values)
  local world = fakes.world()
  world.answers.options = function() return { values = values } end
  return world.mut.options, world
end

spec["refuses numbers outside of what an option says, by the option's own name"] = function()
  local declared = { n = { default = 3, least = 2, whole = true }, m = { default = 1, most = 5 } }
  local options = given { n = 2, m = 5 }
  fakes.equal({ n = 2, m = 5 }, options(declared))
  fakes.raises("--n 1: expected a whole number, 2 or more", given { n = 1, m = 1 }, declared)
  fakes.raises("--n 2.5: expected a whole number, 2 or more", given { n = 2.5, m = 1 }, declared)
  fakes.raises("--m 6: expected a number, 5 or less", given { n = 2, m = 6 }, declared)
  fakes.raises("--p 0: expected a number from 1 to 5", given { p = 0 },
    { p = { default = 2, least = 1, most = 5 } })
end

spec["refuses a word that is none of an option's choices"] = function()
  local declared = { skip = { default = "none", choices = { "none", "corners" } } }
  fakes.equal({ skip = "corners" }, given { skip = "corners" }(declared))
  fakes.raises('--skip all: expected one of "none", "corners"', given { skip = "all" }, declared)
end

spec["lists what a value must be behind the help"] = function()
  local options, world = given { n = 1, skip = "a" }
  options {
    n = { default = 1, least = 1, whole = true, help = "how many" },
    skip = { default = "a", choices = { "a", "b" } },
  }
  fakes.equal({ declared = {
    { name = "n", default = 1, help = "how many; a whole number, 1 or more" },
    { name = "skip", default = "a", help = 'one of "a", "b"' },
  } }, fakes.last(world, "options"))
end

spec["refuses limits that do not go with the default"] = function()
  local mut = fakes.world().mut
  fakes.raises("mut.options.n.default: expected a number, 2 or more, given 1",
    mut.options, { n = { default = 1, least = 2 } })
  fakes.raises("mut.options.n: least, most and whole are for options whose default is a number",
    mut.options, { n = { default = "1", least = 2 } })
  fakes.raises("mut.options.n.choices: is for options whose default is text",
    mut.options, { n = { default = 1, choices = { "1" } } })
end

return spec
