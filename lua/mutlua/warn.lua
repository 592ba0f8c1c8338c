-- SPDX-License-Identifier: MIT
--- Warnings: what deserves a look but stops nothing. Each is shown once.
local door = require "mutlua.door"

local M = {}

local shown = {}

--- @param severity "warning"|"note"
--- @param message string
--- @param topic? string
local function once(severity, message, topic)
  topic = topic or message
  if shown[topic] then return end
  shown[topic] = true
  door.perform("warn", { severity = severity, message = message, where = door.where() })
end

--- Says that something may be a mistake.
--- @param message string
--- @param topic? string of several messages on one topic only the first is shown
function M.warning(message, topic)
  once("warning", message, topic)
end

--- Says what was decided on the script's behalf.
--- @param message string
function M.note(message)
  once("note", message)
end

--- Says each of the warnings that came with a reply.
--- @param messages string[]?
function M.all(messages)
  for _, message in ipairs(messages or {}) do M.warning(message) end
end

return M
