-- SPDX-License-Identifier: MIT
local fakes = require "fakes"
local design = require "mutlua.design"

local spec = {}

local function labels(treatments)
  local texts = {}
  for i, treatment in ipairs(treatments) do texts[i] = treatment.label end
  return texts
end

--- Factors a, b, ... as written, each with levels 1 to some number.
local function any_factors(draw)
  local factors = {}
  for i = 1, draw(4) do
    local levels = {}
    for level = 1, draw(5) do levels[level] = level end
    factors[i] = { string.char(96 + i), levels }
  end
  return factors
end

local function any_exclusions(draw, factors)
  local exclusions = {}
  for i = 1, draw(4) - 1 do
    local partial = {}
    for _ = 1, draw(2) do
      local factor = factors[draw(#factors)]
      partial[factor[1]] = draw(#factor[2])
    end
    exclusions[i] = partial
  end
  return exclusions
end

--- Every combination, by recursion; the last factor fastest.
local function combinations(factors, i, chosen, found)
  if i > #factors then
    local copy = {}
    for name, level in pairs(chosen) do copy[name] = level end
    found[#found + 1] = copy
    return found
  end
  for _, level in ipairs(factors[i][2]) do
    chosen[factors[i][1]] = level
    combinations(factors, i + 1, chosen, found)
  end
  return found
end

local function is_excluded(combination, exclusions)
  for _, partial in ipairs(exclusions) do
    local all = true
    for name, level in pairs(partial) do all = all and combination[name] == level end
    if all then return true end
  end
  return false
end

local function values(treatments)
  local list = {}
  for i, treatment in ipairs(treatments) do list[i] = treatment.values end
  return list
end

spec["is every combination, the last factor fastest"] = function()
  local treatments = design.factorial { { "rate", { 0.1, 0.01 } }, { "epochs", { 5, 10 } } }
  fakes.equal({ "rate 0.1, epochs 5", "rate 0.1, epochs 10", "rate 0.01, epochs 5",
                "rate 0.01, epochs 10" }, labels(treatments))
  fakes.equal({ rate = 0.1, epochs = 10 }, treatments[2].values)
  fakes.equal({ rate = 0.1, epochs = 10 }, treatments[2].factors)
end

spec["takes the factors of a table by name, and levels as written"] = function()
  fakes.equal({ "a 2, b x", "a 1, b x" }, labels(design.factorial { b = { "x" }, a = { 2, 1 } }))
end

spec["tells named levels by their names"] = function()
  local treatments = design.factorial { rate = { low = 0.01, high = 0.1 } }
  fakes.equal({ "rate high", "rate low" }, labels(treatments))
  fakes.equal({ rate = 0.1 }, treatments[1].values)
  fakes.equal({ rate = "high" }, treatments[1].factors)
end

spec["loses exactly what is excluded, however exclusions overlap"] = function()
  for seed = 1, 300 do
    local draw = fakes.random(seed)
    local factors = any_factors(draw)
    local exclusions = any_exclusions(draw, factors)
    local expected = {}
    for _, combination in ipairs(combinations(factors, 1, {}, {})) do
      if not is_excluded(combination, exclusions) then expected[#expected + 1] = combination end
    end
    if #expected == 0 then
      fakes.raises("excludes every treatment", design.factorial, factors, { exclude = exclusions })
    else
      fakes.equal(expected, values(design.factorial(factors, { exclude = exclusions })))
    end
  end
end

spec["a function excludes what it says yes to"] = function()
  local treatments = design.factorial({ a = { 1, 2, 3 }, b = { 1, 2, 3 } }, {
    exclude = function(treatment) return treatment.values.a + treatment.values.b > 3 end,
  })
  fakes.equal({ "a 1, b 1", "a 1, b 2", "a 2, b 1" }, labels(treatments))
end

spec["labels are distinct, and numbers are as short as tells them apart"] = function()
  local near = design.factorial { rate = { 0.1, 0.1 + 2 ^ -56 } }
  assert(near[1].label == "rate 0.1" and near[2].label ~= near[1].label)
  local odd = design.factorial { { "a", { "1, b 2", "1" } }, { "b", { "2", "2, b 2" } } }
  local seen = {}
  for _, label in ipairs(labels(odd)) do
    assert(not seen[label], label)
    seen[label] = true
  end
end

spec["refuses what is no design"] = function()
  local function refused(message, ...) fakes.raises(message, design.factorial, ...) end
  refused("design.factorial: expected a table such as", 3)
  refused("design.factorial: is empty", {})
  refused("design.factorial.a: expected at least one level", { a = {} })
  refused("design.factorial.a: the level 1 is given twice", { a = { 1, 2, 1 } })
  refused("design.factorial.a: the level 1 is given twice", { a = { 1, "1" } })
  refused("design.factorial: a is given twice", { { "a", { 1 } }, { "a", { 2 } } })
  refused("design.factorial[1]: expected a name and its entry", { { "a", 1, 2 } })
  refused('design.factorial: expected a list without gaps, given the key "b"',
    { { "a", { 1 } }, b = { 2 } })
  refused('design.factorial: unknown field "exclud"; did you mean exclude?', { a = { 1 } },
    { exclud = {} })
  refused('exclude[1]: unknown field "b"', { a = { 1 } }, { exclude = { { b = 1 } } })
  refused("exclude[1].a: no level is 3; there are 1, 2", { a = { 1, 2 } },
    { exclude = { { a = 3 } } })
  refused("exclude[1]: is empty", { a = { 1 } }, { exclude = { {} } })
  local many = {}
  for i = 1, 101 do many[i] = i end
  refused("1030301 treatments are too many", { a = many, b = many, c = many })
end

spec["one at a time: the base, then every other level of every factor"] = function()
  local treatments = design.one_at_a_time({ rate = 0.1, epochs = 10, seed = 1 },
    { { "rate", { 0.01, 0.1, 1 } }, { "epochs", { few = 5, usual = 10 } } })
  fakes.equal({ "base", "rate 0.01", "rate 1", "epochs few" }, labels(treatments))
  fakes.equal({ rate = 0.1, epochs = 10, seed = 1 }, treatments[1].values)
  fakes.equal({ rate = 0.1, epochs = "usual" }, treatments[1].factors)
  fakes.equal({ rate = 0.1, epochs = 5, seed = 1 }, treatments[4].values)
  fakes.equal({ rate = 0.1, epochs = "few" }, treatments[4].factors)
end

spec["one at a time: every treatment differs from the base in one factor"] = function()
  for seed = 1, 100 do
    local draw = fakes.random(seed)
    local factors, base, expected = any_factors(draw), {}, 1
    for _, factor in ipairs(factors) do
      base[factor[1]] = draw(6)
      expected = expected + #factor[2] - (base[factor[1]] <= #factor[2] and 1 or 0)
    end
    local treatments = design.one_at_a_time(base, factors)
    assert(#treatments == expected, ("seed %d: %d, not %d"):format(seed, #treatments, expected))
    for i, treatment in ipairs(treatments) do
      local changed = 0
      for name, value in pairs(base) do
        if treatment.values[name] ~= value then changed = changed + 1 end
      end
      assert(changed == (i == 1 and 0 or 1))
    end
  end
end

spec["one at a time: a level may be anything that has a name"] = function()
  local first, second = {}, {}
  local treatments = design.one_at_a_time({ thing = first }, { thing = { other = second } })
  fakes.equal({ "base", "thing other" }, labels(treatments))
  assert(treatments[1].values.thing == first and treatments[1].factors.thing == "base")
  assert(treatments[2].values.thing == second and treatments[2].factors.thing == "other")
end

spec["one at a time: refuses a base that lacks a factor"] = function()
  fakes.raises("design.one_at_a_time.base.rate: is missing", design.one_at_a_time, { epochs = 1 },
    { rate = { 1 } })
  fakes.raises("design.one_at_a_time.base: expected a table", design.one_at_a_time, nil,
    { rate = { 1 } })
end

return spec
