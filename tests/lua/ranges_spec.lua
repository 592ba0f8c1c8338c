-- SPDX-License-Identifier: MIT
local fakes = require "fakes"
local ranges = require "mutlua.ranges"

local spec = {}

spec["makes plain tables"] = function()
  fakes.equal({ kind = "uniform", low = 0, high = 1 }, ranges.uniform(0, 1))
  fakes.equal({ kind = "log_uniform", low = 1e-4, high = 0.1 }, ranges.log_uniform(1e-4, 0.1))
  fakes.equal({ kind = "integers", low = 5, high = 15 }, ranges.integers(5, 15))
  fakes.equal({ kind = "choice", choices = { 16, 32 } }, ranges.choice { 16, 32 })
  fakes.equal({ kind = "zero_or", probability = 0.3,
                range = { kind = "uniform", low = 0, high = 1 } },
    ranges.zero_or(0.3, ranges.uniform(0, 1)))
end

spec["refuses ends in the wrong order"] = function()
  fakes.raises("mut.uniform: the low end, 2, is above the high end, 1", ranges.uniform, 2, 1)
  fakes.raises("mut.integers: the low end", ranges.integers, 2, 1)
  fakes.raises("mut.log_uniform: the low end", ranges.log_uniform, 2, 1)
end

spec["refuses a logarithm of 0, fractions of integers and no choice"] = function()
  fakes.raises("mut.log_uniform.low: expected a number above 0, given 0", ranges.log_uniform, 0, 1)
  fakes.raises("mut.integers.high: expected a whole number, given 1.5", ranges.integers, 1, 1.5)
  fakes.raises("mut.choice: expected at least one value, given none", ranges.choice, {})
end

spec["refuses a probability above 1 and what is no range"] = function()
  fakes.raises("mut.zero_or.probability: expected a probability, 0 to 1, given 30",
    ranges.zero_or, 30, ranges.uniform(0, 1))
  fakes.raises("mut.zero_or.range: expected a range", ranges.zero_or, 0.3, { 0, 1 })
end

spec["a range that a script makes by hand must hold what its kind needs"] = function()
  local function refused(message, range) fakes.raises(message, ranges.expect, "here", range) end
  refused("here.low: expected a number, given nothing", { kind = "uniform" })
  refused("here.high: expected a number, given nothing", { kind = "log_uniform", low = 1 })
  refused("here.low: expected a number above 0, given 0", { kind = "log_uniform", low = 0 })
  refused("here.low: expected a whole number, given 0.5", { kind = "integers", low = 0.5 })
  refused("here: the low end, 2, is above", { kind = "uniform", low = 2, high = 1 })
  refused("here.choices: expected a list, given nothing", { kind = "choice" })
  refused("here.integer: expected true or false", { kind = "uniform", low = 0, high = 1,
                                                    integer = "yes" })
  refused("here.range.high: expected a number", { kind = "zero_or", probability = 0.5,
                                                  range = { kind = "uniform", low = 0 } })
  refused("here: expected a range such as", { kind = "normal" })
  local made = { kind = "uniform", low = 0, high = 1 }
  assert(ranges.expect("here", made) == made)
end

spec["leaves the default out of a request"] = function()
  fakes.equal({ kind = "uniform", low = 0, high = 1 },
    ranges.request { kind = "uniform", low = 0, high = 1, default = 0.5 })
end

return spec
