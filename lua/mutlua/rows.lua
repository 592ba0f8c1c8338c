-- SPDX-License-Identifier: MIT
--- Rows of a study's own.
local check = require "mutlua.check"
local door = require "mutlua.door"
local results = require "mutlua.results"

local M = {}

--- Writes a row of the study's own. Inside a trial it belongs to the trial's record; outside it
--- goes to the session's rows.
--- @param row table plain data
function M.emit(row)
  if type(row) ~= "table" then check.fail("mut.emit.row", "a table", row) end
  results.read_all(row)
  door.perform("emit", { row = row })
end

return M
