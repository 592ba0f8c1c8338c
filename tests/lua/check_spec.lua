-- SPDX-License-Identifier: MIT
local fakes = require "fakes"
local check = require "mutlua.check"

local spec = {}

spec["names the field, what was expected and what was given"] = function()
  local order = check.one_of { "written", "shuffled", "blocked" }
  fakes.raises(
    'study.order: expected "written", "shuffled" or "blocked", given "random"',
    order, "study.order", "random")
end

spec["refuses unknown fields with the nearest known one"] = function()
  local study = check.record { name = check.text, replicates = check.whole(1) }
  fakes.raises('study: unknown field "replicate"; did you mean replicates?',
    study, "study", { replicate = 3 })
end

spec["refuses a position where fields are due"] = function()
  fakes.raises("study: unknown field 1", check.record { name = check.text }, "study", { "name" })
end

spec["names a missing field"] = function()
  fakes.raises("study.name: is missing", check.required, "study", {}, { "name" })
end

spec["says of what type a value is that has no short text"] = function()
  fakes.raises("x: expected text, given a table", check.text, "x", {})
  fakes.raises("x: expected text, given nothing", check.text, "x", nil)
  fakes.raises("x: expected text, given true", check.text, "x", true)
end

spec["takes whole numbers from the least on, and no fractions or text"] = function()
  local whole = check.whole(1)
  assert(whole("n", 1) == 1)
  for _, wrong in ipairs { 0, 1.5, "2", 2 ^ 53, math.huge, 0 / 0 } do
    fakes.raises("n: expected a whole number, 1 or more", whole, "n", wrong)
  end
end

spec["takes seconds from 0 on, but not for ever"] = function()
  assert(check.seconds("s", 0) == 0)
  assert(check.seconds("s", 0.5) == 0.5)
  for _, wrong in ipairs { -1, math.huge, 0 / 0, "60" } do
    fakes.raises("s: expected seconds, 0 or more", check.seconds, "s", wrong)
  end
end

spec["takes a duration only above 0"] = function()
  assert(check.duration("timeout_seconds", 0.5) == 0.5)
  fakes.raises("timeout_seconds: expected seconds, more than 0, given 0",
    check.duration, "timeout_seconds", 0)
end

spec["takes numbers that are finite"] = function()
  assert(check.number("x", -1.5) == -1.5)
  for _, wrong in ipairs { math.huge, -math.huge, 0 / 0, "1" } do
    fakes.raises("x: expected a number", check.number, "x", wrong)
  end
end

spec["names the entry of a list"] = function()
  fakes.raises("gpus[2]: expected a whole number", check.list(check.whole(0)), "gpus", { 0, -1 })
end

spec["refuses lists with gaps and with names"] = function()
  local list = check.list(check.whole(0))
  fakes.raises("gpus: expected a list without gaps, given the key 3", list, "gpus", { 0, nil, 2 })
  fakes.raises('gpus: expected a list without gaps, given the key "a"', list, "gpus", { 0, a = 1 })
end

spec["names the entry of a map, and refuses positions in it"] = function()
  local map = check.map(check.scalar)
  fakes.raises("factors.lr: expected a number, text or a boolean, given a table",
    map, "factors", { lr = {} })
  fakes.raises("factors: expected names as keys, given 1", map, "factors", { "min" })
end

spec["gives a copy that the script cannot change"] = function()
  local given = { gpus = { 0 }, flag = false }
  local copy = check.record { gpus = check.list(check.whole(0)), flag = check.boolean }("x", given)
  given.gpus[1] = 7
  fakes.equal({ gpus = { 0 }, flag = false }, copy)
end

return spec
