-- SPDX-License-Identifier: MIT
--- The words of a Lua text, each with its line and kind: "name", "value" (numbers and strings) or
--- the keyword or sign itself.
local source = ...

local words, at, line = {}, 1, 1
local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat
    return then true until while]]):gmatch "%a+" do keywords[word] = true end

local function skip(to)
  for _ in source:sub(at, to):gmatch "\n" do line = line + 1 end
  at = to + 1
end

local function add(kind, to, name)
  words[#words + 1] = { kind = kind, line = line, name = name }
  skip(to)
end

--- The end of a long bracket that opens here; nil if none does.
local function long_end()
  local equals = source:match("^%[(=*)%[", at)
  if not equals then return nil end
  local _, last = source:find("]" .. equals .. "]", at, true)
  return last or #source
end

local function quoted_end()
  local quote, i = source:sub(at, at), at + 1
  while i <= #source and source:sub(i, i) ~= quote do
    i = i + (source:sub(i, i) == "\\" and 2 or 1)
  end
  return i
end

while at <= #source do
  local name = source:match("^[%a_][%w_]*", at)
  local number = source:match("^%.?%d[%w.]*", at)
  if source:match("^%s", at) then
    skip(select(2, source:find("^%s+", at)))
  elseif source:match("^%-%-", at) then
    skip(at + 1)
    skip(long_end() or (source:find("\n", at, true) or #source + 1) - 1)
  elseif name then
    add(keywords[name] and name or "name", at + #name - 1, name)
  elseif number then
    add("value", at + #number - 1)
  elseif source:match("^[\"']", at) then
    add("value", quoted_end())
  elseif long_end() then
    add("value", long_end())
  else
    local sign = source:match("^%.%.%.", at) or source:match("^[=~<>]=", at)
      or source:match("^::", at) or source:match("^%.%.", at) or source:sub(at, at)
    add(sign, at + #sign - 1)
  end
end

return words
