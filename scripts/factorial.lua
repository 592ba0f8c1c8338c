-- SPDX-License-Identifier: MIT
--- Does what one hyperparameter changes depend on another one?
---
--- Every combination of the levels of two hyperparameters, all else at the catalogue's defaults, in
--- complete randomised blocks: each replicate measures every combination once. Where both count,
--- a study that varies one at a time cannot tell what they do together. 3 x 3 levels x 10
--- replicates make 90 trials. `--skip corners` leaves out the four combinations of both extremes.
--- If neither depends on the other, the levels of the second stand in the same ratios to each other
--- at every level of the first:
---
---     mutlua scripts/factorial.lua --model examples/siamese
---     mutlua analyze --by learning_rate,epochs
local mut = require "mutlua"
local design = require "mutlua.design"

local options = mut.options {
  model = { default = "examples/mnist", help = "which model" },
  first = { default = "learning_rate", help = "a hyperparameter, or a role" },
  first_levels = { default = "0.5,1,2", help = "its levels, as multiples of the default" },
  second = { default = "epochs", help = "another one" },
  second_levels = { default = "0.5,1,1.5", help = "its levels, as multiples of the default" },
  skip = {
    default = "none", choices = { "none", "corners" },
    help = "corners: not the combinations of two extremes",
  },
  replicates = {
    default = 10, least = 1, whole = true,
    help = "how often each combination is repeated",
  },
}

local study = mut.study {
  name = ("factorial: %s %s x %s"):format(options.model, options.first, options.second),
  order = "blocked",
  replicates = options.replicates,
  range_warnings = false, -- levels beyond the catalogue's range are meant
}

local model = mut.model(options.model):defaults()

--- @param name "first"|"second"
--- @return [string, number[]] factor its name and levels
local function factor_of(name)
  local role, text, multiples = options[name], options[name .. "_levels"], {}
  for word in (text .. ","):gmatch "%s*(.-)%s*," do
    multiples[#multiples + 1] = tonumber(word)
      or error(("--%s_levels %s: expected numbers with commas between"):format(name, text), 0)
  end
  return { model:playing(role), model:multiples(role, multiples) }
end

local first, second = factor_of "first", factor_of "second"

--- What design.factorial leaves out: each entry names levels that do not occur together.
local excluded = {}
if options.skip == "corners" then
  for _, a in ipairs { first[2][1], first[2][#first[2]] } do
    for _, b in ipairs { second[2][1], second[2][#second[2]] } do
      excluded[#excluded + 1] = { [first[1]] = a, [second[1]] = b }
    end
  end
end

for _, treatment in ipairs(design.factorial({ first, second }, { exclude = excluded })) do
  study:add {
    block = model.name, label = treatment.label,
    foreground = model:with(treatment.values), factors = treatment.factors,
  }
end

study:run()
