-- SPDX-License-Identifier: MIT
--- How does one hyperparameter change what a training costs and what it learns?
---
--- One model, one hyperparameter at five levels, all else at the catalogue's defaults. Latin
--- square: over ten replicates each level stands twice at every place of the order and follows each
--- other level equally often, so that neither drift nor the trial before favours one. 5 levels x 10
--- replicates make 50 trials. Other numbers of replicates: a multiple of the levels, or of twice
--- their number where that is odd; else the square is not whole.
local mut = require "mutlua"

local options = mut.options {
  model = { default = "examples/mnist", help = "which model" },
  factor = { default = "learning_rate", help = "the hyperparameter, or the role, that varies" },
  levels = { default = "0.2,0.5,1,2,5", help = "its levels, as multiples of the default" },
  replicates = { default = 10, help = "how often each level is repeated" },
  epochs = { default = 0, help = "epochs of each training; 0: the catalogue's default" },
}

local study = mut.study {
  name = "one factor: " .. options.model .. " " .. options.factor,
  order = "latin_square",
  replicates = options.replicates,
  range_warnings = false, -- levels beyond the catalogue's range are meant
}

local model = mut.model(options.model)
if options.epochs > 0 then
  model = model:with { [model.roles.epochs or "epochs"] = options.epochs }
end
model = model:defaults()

local factor = model.roles[options.factor] or options.factor

--- The default times a multiple, as the hyperparameter takes it.
local function level_of(multiple)
  for _, hyperparameter in ipairs(model.hyperparameters) do
    if hyperparameter.name == factor then
      local value = (hyperparameter.default or 0) * multiple
      assert(value > 0, factor .. " has no default to multiply; choose another one")
      if hyperparameter.type == "int" then return math.max(1, math.floor(value + 0.5)) end
      return tonumber(("%.12g"):format(value))
    end
  end
  error(("%s has no hyperparameter %s"):format(model.name, factor))
end

for word in options.levels:gmatch "[^,%s]+" do
  local multiple = assert(tonumber(word), "--levels: not a number: " .. word)
  local level = level_of(multiple)
  study:add {
    block = model.name,
    label = ("%s %.12g"):format(factor, level),
    foreground = model:with { [factor] = level },
    factors = { [factor] = level, multiple = multiple },
  }
end

study:run()
