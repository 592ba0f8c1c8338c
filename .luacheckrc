std = "luajit"
max_line_length = 100
cache = false

-- Empty bodies that describe natives: their arguments are for the reader.
files["lua/mutlua/_meta"] = { ignore = { "212" } }
