-- SPDX-License-Identifier: MIT
--- @meta mutlua.door

--- The one way from a script to the world. The program provides it; this file describes it.
--- @class (exact) mutlua.door
local M = {}

--- Carries out one primitive. Raises an error where the study cannot go on.
--- @param kind string what to do: "spawn", "energy_begin", ...
--- @param request table plain data
--- @param name? string what messages call the request; the kind
--- @return table reply plain data
function M.perform(kind, request, name) end

--- Whether something has ended the script, so that nothing should be tried any more.
--- @return boolean
function M.fatal() end

--- Where the script is now: "study.lua:41: " of the nearest frame that is the user's own, or "".
--- @return string
function M.where() end

return M
