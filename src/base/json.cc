// SPDX-License-Identifier: MIT
#include "base/json.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <vector>

#include "base/error.h"
#include "base/files.h"

namespace mutlua {
namespace {

constexpr int kDeepest = 64;

/// "line 3, column 7" of a byte offset.
std::string position(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto start = before.rfind('\n');
  const auto column = start == std::string_view::npos ? before.size() : before.size() - start - 1;
  return fmt::format("line {}, column {}", line, column);
}

/// "[json.exception.out_of_range.406] number overflow" without its first word.
std::string_view without_tag(std::string_view what) {
  const std::size_t end = what.starts_with('[') ? what.find("] ") : std::string_view::npos;
  return end == std::string_view::npos ? what : what.substr(end + 2);
}

/// Refuses what the plain parser would accept silently: duplicate keys and bottomless nesting.
class Strictness {
 public:
  bool operator()(int depth, Json::parse_event_t event, const Json& value) {
    using Event = Json::parse_event_t;
    if (depth > kDeepest)
      throw Error(ErrorKind::usage, fmt::format("nested deeper than {}", kDeepest));
    if (event == Event::object_start) keys_.emplace_back();
    if (event == Event::object_end && !keys_.empty()) keys_.pop_back();
    if (event == Event::key && !keys_.empty() &&
        !keys_.back().insert(value.get<std::string>()).second) {
      throw Error(ErrorKind::usage,
                  fmt::format("the key '{}' stands twice", value.get<std::string>()));
    }
    return true;
  }

 private:
  std::vector<std::set<std::string>> keys_;
};

bool is_plain(char c) { return c >= ' ' && c < 127 && c != '"' && c != '\\'; }

}  // namespace

Json read_json(const std::filesystem::path& path, std::size_t limit) {
  try {
    return parse_json(read_file(path, limit), path.string());
  } catch (const Error& error) {
    throw Error(ErrorKind::usage, error.what());
  }
}

Json parse_json(std::string_view text, const std::string& name) {
  try {
    Strictness strictness;
    return Json::parse(text, [&](int depth, Json::parse_event_t event, Json& value) {
      return strictness(depth, event, value);
    });
  } catch (const Json::parse_error& error) {
    throw Error(ErrorKind::usage,
                fmt::format("{}: not valid JSON at {}", name, position(text, error.byte)));
  } catch (const Json::exception& error) {
    throw Error(ErrorKind::usage, fmt::format("{}: {}", name, without_tag(error.what())));
  } catch (const Error& error) {
    throw Error(ErrorKind::usage, fmt::format("{}: {}", name, error.what()));
  }
}

/// As dump() writes it, which takes long to set out for the short texts that identities are made
/// of.
void append_canonical(std::string& out, std::string_view text) {
  if (!std::all_of(text.begin(), text.end(), is_plain)) {
    out += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

void append_canonical(std::string& out, const Json& value) {
  if (value.is_object()) {
    std::vector<const Json::object_t::value_type*> fields;
    for (const auto& field : value.get_ref<const Json::object_t&>()) fields.push_back(&field);
    std::sort(fields.begin(), fields.end(), [](auto* a, auto* b) { return a->first < b->first; });
    out += '{';
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i > 0) out += ',';
      append_canonical(out, std::string_view(fields[i]->first));
      out += ':';
      append_canonical(out, fields[i]->second);
    }
    out += '}';
  } else if (value.is_array()) {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) out += ',';
      append_canonical(out, value[i]);
    }
    out += ']';
  } else if (value.is_number()) {
    out += number_text(value);
  } else if (value.is_string()) {
    append_canonical(out, std::string_view(value.get_ref<const std::string&>()));
  } else {
    out += value.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
}

std::string canonical_text(const Json& value) {
  std::string out;
  append_canonical(out, value);
  return out;
}

std::string pretty_text(const Json& value) {
  return value.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string number_text(double value) {
  // Whole numbers of moderate size without an exponent: a training's parser may want "10000".
  if (std::nearbyint(value) == value && std::fabs(value) < 1e15)
    return fmt::format("{:.0f}", value + 0.0);
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

std::string number_text(const Json& value) {
  if (value.is_number_float()) return number_text(value.get<double>());
  return value.dump();
}

}  // namespace mutlua
