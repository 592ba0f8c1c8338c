-- SPDX-License-Identifier: MIT
--- A door whose answers are the spec's own:
---
---   local door = require "mutlua.door"
---   door.replace(function(kind, request) return { ... } end)   -- nil stands for {}
---   door.refuse("message")     -- in such a function: raises what the runtime's Error(script) is
---
--- Requests and replies pass the real conversion, so what could not cross the door fails here too.
local door = require "mutlua.door"
local through_the_program = door.perform

local function answer(kind)
  error("the door is asked for '" .. kind .. "', and the spec has not replaced it", 0)
end

function door.perform(kind, request, name)
  local reply = answer(kind, through_the_program(kind, request, name))
  return through_the_program("reply to " .. kind, reply or {})
end

function door.replace(new_answer)
  answer = new_answer
end

function door.refuse(message)
  through_the_program("refuse", { message = message })
end
