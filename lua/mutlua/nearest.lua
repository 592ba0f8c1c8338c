-- SPDX-License-Identifier: MIT
--- Finds the word somebody meant.
local M = {}

--- How many letters must be added, left out or changed to turn one word into the other.
--- @param a string
--- @param b string
--- @return integer
local function distance(a, b)
  local row = {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local diagonal = row[0]
    row[0] = i
    for j = 1, #b do
      local changed = diagonal + (a:byte(i) == b:byte(j) and 0 or 1)
      diagonal = row[j]
      row[j] = math.min(changed, row[j] + 1, row[j - 1] + 1)
    end
  end
  return row[#b]
end

--- How far a given word is from a known one; a word cut short is near.
--- @param given string
--- @param word string
--- @return integer
local function letters_between(given, word)
  if #given >= 3 and word:sub(1, #given) == given then return 1 end
  return distance(given, word)
end

--- The known word nearest to the given one; nil where none is near enough to be meant.
--- @param given string
--- @param known string[]
--- @return string?
function M.word(given, known)
  local best, fewest = nil, math.max(2, math.floor(#given / 3)) + 1
  for _, word in ipairs(known) do
    local letters = letters_between(given:lower(), word:lower())
    if letters < fewest then best, fewest = word, letters end
  end
  return best
end

--- A sentence's end for an unknown word: the nearest known one, else all of them.
--- @param given string
--- @param known string[]
--- @return string
function M.hint(given, known)
  local word = M.word(given, known)
  if word then return "did you mean " .. word .. "?" end
  if #known == 0 then return "there are none" end
  return "known: " .. table.concat(known, ", ")
end

return M
