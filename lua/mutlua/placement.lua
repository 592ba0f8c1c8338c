-- SPDX-License-Identifier: MIT
--- Where trainings are placed.
local check = require "mutlua.check"

local M = {}

--- @class (exact) mutlua.Placement
--- @field gpus? (integer|string)[] numbers of GPUs from 0, PCI addresses or UUIDs

local whole = check.whole(0)

--- GPUs: numbers, PCI addresses or UUIDs. Which of them there are, the machine knows.
--- @type mutlua.Check
M.gpus = check.list(function(path, value)
  if type(value) == "string" then return value end
  if type(value) ~= "number" then
    check.fail(path, "a GPU's number, PCI address or UUID", value)
  end
  return whole(path, value)
end)

--- @type mutlua.Check
M.read = check.record { gpus = M.gpus }

return M
