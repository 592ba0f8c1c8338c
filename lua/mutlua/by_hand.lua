-- SPDX-License-Identifier: MIT
--- Trials by hand: a name, and a function of primitives that measures it.
local attempts = require "mutlua.attempts"
local check = require "mutlua.check"
local door = require "mutlua.door"
local results = require "mutlua.results"

local M = {}

--- @param identity any
local function expect_identity(identity)
  local kind = type(identity)
  if kind == "table" and next(identity) ~= nil or kind == "number" then return end
  if kind == "string" and identity ~= "" then return end
  check.fail("mut.trial.identity", "a text, a number or a table of plain data", identity)
end

--- Measures a trial by hand, once in a session.
--- @param study mutlua.Study
--- @param identity string|number|table plain data by which the trial is known
--- @param body fun(): any gives plain data
--- @return mutlua.Result
function M.trial(study, identity, body)
  expect_identity(identity)
  check.callable("mut.trial.body", body)
  attempts.expect_none(study, "mut.trial")
  results.read_all(identity)
  local known = door.perform("by_hand", { identity = identity })
  if not known.done then
    attempts.attempt(study, { by_hand = known.index }, function()
      local value = body()
      results.read_all(value)
      return { value = value }
    end)
  end
  study.by_hand[known.index] = study.by_hand[known.index] or results.by_hand(known.index)
  return study.by_hand[known.index]
end

return M
