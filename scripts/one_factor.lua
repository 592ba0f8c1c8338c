-- SPDX-License-Identifier: MIT
--- How does one hyperparameter change what a training costs and what it learns?
---
--- One model, one hyperparameter at five levels, all else at the catalogue's defaults. Latin
--- square: over ten replicates each level stands twice at every place of the order and follows each
--- other level equally often, so that neither drift nor the trial before favours one. 5 levels x 10
--- replicates make 50 trials. Other numbers of replicates: a multiple of the levels, or of twice
--- their number where that is odd; else the square is not whole. What the levels change, against
--- the default:
---
---     mutlua scripts/one_factor.lua --factor learning_rate
---     mutlua analyze --arm learning_rate=0.01
local mut = require "mutlua"

local options = mut.options {
  model = { default = "examples/mnist", help = "which model" },
  factor = { default = "learning_rate", help = "the hyperparameter, or the role, that varies" },
  levels = { default = "0.2,0.5,1,2,5", help = "its levels, as multiples of the default" },
  replicates = { default = 10, least = 1, whole = true, help = "how often each level is repeated" },
  epochs = {
    default = 0, least = 0, whole = true,
    help = "epochs of each training; 0: the catalogue's default",
  },
}

local study = mut.study {
  name = "one factor: " .. options.model .. " " .. options.factor,
  order = "latin_square",
  replicates = options.replicates,
  range_warnings = false, -- levels beyond the catalogue's range are meant
}

local model = mut.model(options.model)
if options.epochs > 0 then model = model:with_roles { epochs = options.epochs } end
model = model:defaults()

local factor = model:playing(options.factor)
local multiples = {}
for word in (options.levels .. ","):gmatch "%s*(.-)%s*," do
  multiples[#multiples + 1] = tonumber(word)
    or error(("--levels %s: expected numbers with commas between"):format(options.levels), 0)
end

for _, level in ipairs(model:multiples(factor, multiples)) do
  study:add {
    block = model.name,
    label = ("%s %.12g"):format(factor, level),
    foreground = model:with { [factor] = level },
    factors = { [factor] = level },
  }
end

study:run()
