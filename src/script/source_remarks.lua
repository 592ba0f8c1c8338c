-- SPDX-License-Identifier: MIT
--- What a reader would remark on in a Lua text: locals that nothing uses, and models that are made
--- and thrown away. It goes through the words of source_words.lua, and runs nothing.
---
--- Whatever is in doubt counts as used: a name uses every local of that name that is in sight, and
--- what an `until` may still ask for stays in sight. Parameters are not looked at, nor names that
--- begin with "_".
local text, words = ...

local remarks, scopes, loops = {}, { {} }, {}

local function kind(i) return words[i] and words[i].kind end

local function declare(i)
  table.insert(scopes[#scopes], { name = words[i].name, line = words[i].line })
end

local function use(name)
  for _, scope in ipairs(scopes) do
    for _, each in ipairs(scope) do each.used = each.used or each.name == name end
  end
end

local function open() scopes[#scopes + 1] = {} end

local function close()
  for _, each in ipairs(table.remove(scopes)) do
    if not each.used and not each.name:match "^_" then
      remarks[#remarks + 1] = { kind = "unused", name = each.name, line = each.line }
    end
  end
end

--- Declares the names of a list, "a, b", that begins at a word; gives the word behind it.
local function declare_list(i)
  while kind(i) == "name" do
    declare(i)
    if kind(i + 1) ~= "," then return i + 1 end
    i = i + 2
  end
  return i
end

--- The word behind a bracket that opens at a word.
local function behind(i)
  local opens, depth = { ["("] = 1, ["{"] = 1, ["["] = 1, [")"] = -1, ["}"] = -1, ["]"] = -1 }, 0
  repeat
    depth = depth + (opens[kind(i)] or 0)
    i = i + 1
  until depth == 0 or i > #words
  return i
end

--- Two operands do not stand side by side: a name behind one begins a statement.
local before_statement = { [";"] = true, ["do"] = true, ["then"] = true, ["else"] = true,
  ["repeat"] = true, ["end"] = true, ["name"] = true, ["value"] = true, [")"] = true,
  ["}"] = true, ["]"] = true, ["nil"] = true, ["true"] = true, ["false"] = true, ["..."] = true }
local gives_model = { with = true, with_roles = true, defaults = true, recording = true }

--- `model:with { ... }` as a statement of its own.
local function look_at_call(i)
  local method = words[i + 2] and words[i + 2].name
  if i > 1 and not before_statement[kind(i - 1)] then return end
  if kind(i + 1) ~= ":" or not gives_model[method] then return end
  local after = kind(behind(i + 3))
  if after == ":" or after == "." or after == "[" or after == "(" then return end
  remarks[#remarks + 1] = {
    kind = "thrown_away", name = words[i].name .. ":" .. method, line = words[i].line,
  }
end

local function is_field(i)
  local before = kind(i - 1)
  if before == "." or before == ":" then return true end
  return kind(i + 1) == "=" and (before == "{" or before == "," or before == ";")
    and words[i].in_table
end

local steps = {}

steps["local"] = function(i)
  if kind(i + 1) == "function" then
    declare(i + 2)
    return steps["function"](i + 2)
  end
  return declare_list(i + 1)
end

--- From the keyword, or from the name of a local function, to behind the parameters.
steps["function"] = function(i)
  if kind(i + 1) == "name" and kind(i) == "function" then use(words[i + 1].name) end
  while kind(i) and kind(i) ~= "(" do i = i + 1 end
  open()
  return behind(i)
end

steps["for"] = function(i)
  open()
  local last = declare_list(i + 1)
  loops[#scopes] = true
  return last
end

--- The scope of a loop's names was opened with them.
steps["do"] = function(i)
  if loops[#scopes] then loops[#scopes] = nil else open() end
  return i + 1
end

steps["then"] = function(i) open() return i + 1 end
steps["repeat"] = steps["then"]
steps["elseif"] = function(i) close() return i + 1 end
steps["else"] = function(i) close() open() return i + 1 end
steps["end"] = function(i)
  if #scopes > 1 then close() end
  return i + 1
end

steps["until"] = function(i)
  if #scopes > 1 then
    for _, each in ipairs(table.remove(scopes)) do table.insert(scopes[#scopes], each) end
  end
  return i + 1
end

--- Marks the words that stand directly inside a table constructor.
local function mark_tables()
  local inside = {}
  for _, word in ipairs(words) do
    word.in_table = inside[#inside] == "{"
    local one = word.kind
    if one == "{" or one == "(" or one == "function" then inside[#inside + 1] = one end
    if one == "do" or one == "then" or one == "repeat" then inside[#inside + 1] = one end
    if one == "}" or one == ")" or one == "end" or one == "until" then table.remove(inside) end
    if one == "elseif" or one == "else" then
      table.remove(inside)
      if one == "else" then inside[#inside + 1] = one end
    end
  end
end

if load(text, "=script", "t") then
  mark_tables()
  local i = 1
  while i <= #words do
    local step = steps[kind(i)]
    if step then
      i = step(i)
    else
      if kind(i) == "name" then
        if not is_field(i) then use(words[i].name) end
        look_at_call(i)
      end
      i = i + 1
    end
  end
  while #scopes > 0 do close() end
end
table.sort(remarks, function(a, b) return a.line < b.line end)
return remarks
