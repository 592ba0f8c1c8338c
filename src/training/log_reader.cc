// SPDX-License-Identifier: MIT
#include "training/log_reader.h"

#include <algorithm>
#include <cmath>
#include <deque>

#include "training/log_number.h"
#include "training/log_pattern.h"
#include "training/log_text.h"
#include "training/out_of_memory.h"

namespace mutlua {
namespace {

constexpr std::size_t kSlice = 64 << 10;  // scanned at once: fits the cache, bounds the memory
constexpr std::size_t kLastLines = 20;

std::vector<std::string> metric_names(const Model& model) {
  std::vector<std::string> names;
  for (const Metric& metric : model.metrics) names.push_back(metric.name);
  return names;
}

/// Something that the log says, at its place in the text that is held.
struct Said {
  std::size_t place = 0;
  std::optional<std::size_t> metric;  // absent: an epoch mark
  double value = 0;                   // of the metric, or the epoch's number
};

/// A pattern and how far it has come. A match that reaches the end of the text may yet grow: it is
/// looked at again when there is more, and counts again only if it then says something else.
struct Watch {
  LogPattern pattern;
  std::optional<std::size_t> metric;
  std::size_t from = 0;  // in the text that is held
  std::optional<std::size_t> open_match;
  std::optional<double> open_value;
  double count = 0;              // of an epoch pattern without a group
  bool seeks_no_number = false;  // the pattern of a metric, with nan and inf instead of digits
};

/// NaN is the same as NaN here.
bool same(const std::optional<double>& a, const std::optional<double>& b) {
  return a == b || (a && b && std::isnan(*a) && std::isnan(*b));
}

/// A metric's pattern, and beside one for digits another for what may stand in their place.
void add_watches(std::vector<Watch>& watches, const std::string& pattern, std::size_t metric) {
  watches.push_back({LogPattern(pattern), metric, 0, {}, {}, 0, false});
  const std::string other = no_number_pattern(pattern);
  if (other.empty() || !pattern_problem(other).empty()) return;
  watches.push_back({LogPattern(other), metric, 0, {}, {}, 0, true});
}

}  // namespace

struct LogReader::State {
  explicit State(const Model& model);

  void feed(std::string_view slice, Instant at);
  void scan(Instant at);
  void scan(Watch& watch, std::string_view text, std::vector<Said>& said);
  std::optional<double> value_of(Watch& watch, std::string_view text, const PatternMatch& match);
  std::size_t place_of(const Watch& watch, std::string_view text, std::size_t offset) const;
  void apply(const Said& said, Instant at);
  std::optional<double> last(const std::string& name) const;
  void keep_last_lines(std::string_view text);
  void forget(std::size_t bytes);

  std::vector<std::string> names;  // of the metrics
  bool marks_at_start;
  std::vector<Watch> watches;
  MemoryErrorSearch memory_error;
  MetricTable metrics;
  EpochList epochs;
  LogText decoder;
  std::string held;         // the last lines already scanned, then what is new
  std::size_t scanned = 0;  // end of the lines already scanned, in `held`
  std::deque<std::string> last_lines;
};

LogReader::State::State(const Model& model)
    : names(metric_names(model)),
      marks_at_start(model.epoch && model.epoch->at_start),
      metrics(names),
      epochs(names, marks_at_start) {
  for (std::size_t i = 0; i < model.metrics.size(); ++i) {
    add_watches(watches, model.metrics[i].pattern, i);
  }
  if (model.epoch) {
    watches.push_back({LogPattern(model.epoch->pattern), std::nullopt, 0, {}, {}, 0, false});
  }
}

void LogReader::State::feed(std::string_view slice, Instant at) {
  const std::size_t before = held.size();
  decoder.decode(slice, held);
  if (held.find('\n', before) != std::string::npos) scan(at);
}

/// Everything up to the last complete line.
void LogReader::State::scan(Instant at) {
  const std::string_view text = std::string_view(held).substr(0, held.rfind('\n') + 1);
  std::vector<Said> said;
  const bool without_number = mentions_no_number(text);
  for (Watch& watch : watches) {
    if (without_number || !watch.seeks_no_number) scan(watch, text, said);
  }
  std::stable_sort(said.begin(), said.end(), [](const Said& a, const Said& b) {
    return a.place != b.place ? a.place < b.place : !a.metric && b.metric;
  });
  for (const Said& one : said) apply(one, at);

  memory_error.read(text.substr(scanned));
  keep_last_lines(text.substr(scanned));
  scanned = text.size();
  forget(lines_above(text, text.size(), LogPattern::kMostLines - 1));
}

void LogReader::State::scan(Watch& watch, std::string_view text, std::vector<Said>& said) {
  watch.pattern.each_match(text, watch.from, [&](const PatternMatch& match) {
    const bool again = watch.open_match == match.begin;
    const std::optional<double> known = again ? watch.open_value : std::nullopt;
    const auto value = again && !watch.pattern.has_group() ? known : value_of(watch, text, match);
    if (value && !same(value, known)) {
      said.push_back({place_of(watch, text, match.group_begin), watch.metric, *value});
    }
    const bool open = match.end == text.size();
    watch.from = open ? match.begin : std::max(match.end, match.begin + 1);
    watch.open_match = open ? std::optional(match.begin) : std::nullopt;
    watch.open_value = value;
  });
}

std::optional<double> LogReader::State::value_of(Watch& watch, std::string_view text,
                                                 const PatternMatch& match) {
  const bool is_mark = !watch.metric;
  if (is_mark && !watch.pattern.has_group()) return ++watch.count;
  if (match.group_begin == std::string_view::npos) return std::nullopt;
  auto value = number_at(text, match.group_begin, match.group_end);
  if (!value && !is_mark) value = no_number_at(text, match.group_begin, match.group_end);
  const bool countable = value && std::trunc(*value) == *value && std::fabs(*value) < 9e15;
  return is_mark && !countable ? std::nullopt : value;  // "epoch 0.25" is not the end of one
}

/// A mark stands at the edge of its line, so that the metrics on its line belong to its epoch.
std::size_t LogReader::State::place_of(const Watch& watch, std::string_view text,
                                       std::size_t offset) const {
  if (watch.metric) return offset;
  return marks_at_start ? lines_above(text, offset, 0) : lines_below(text, offset, 1);
}

void LogReader::State::apply(const Said& said, Instant at) {
  if (!said.metric) return epochs.mark(static_cast<std::int64_t>(said.value), at);
  metrics.set(*said.metric, said.value);
  epochs.metric(*said.metric, said.value);
}

std::optional<double> LogReader::State::last(const std::string& name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return metrics.last(static_cast<std::size_t>(found - names.begin()));
}

void LogReader::State::keep_last_lines(std::string_view text) {
  std::vector<std::string> lines;  // newest first
  while (!text.empty() && lines.size() < kLastLines) {
    text.remove_suffix(1);
    const std::size_t begin = lines_above(text, text.size(), 0);
    std::string line = plain_line(text.substr(begin));
    if (!line.empty()) lines.push_back(std::move(line));
    text = text.substr(0, begin);
  }
  last_lines.insert(last_lines.end(), lines.rbegin(), lines.rend());
  while (last_lines.size() > kLastLines) last_lines.pop_front();
}

void LogReader::State::forget(std::size_t bytes) {
  held.erase(0, bytes);
  scanned -= bytes;
  for (Watch& watch : watches) {
    const bool cannot_grow = watch.open_match && *watch.open_match < bytes;
    if (cannot_grow) watch.open_match.reset();
    watch.from = cannot_grow ? scanned : watch.from - std::min(watch.from, bytes);
    if (watch.open_match) *watch.open_match -= bytes;
  }
}

LogReader::LogReader(const Model& model) : state_(std::make_unique<State>(model)) {}
LogReader::LogReader(LogReader&&) noexcept = default;
LogReader& LogReader::operator=(LogReader&&) noexcept = default;
LogReader::~LogReader() = default;

void LogReader::feed(std::string_view bytes, Instant at) {
  while (!bytes.empty()) {
    state_->feed(bytes.substr(0, kSlice), at);
    bytes.remove_prefix(std::min(kSlice, bytes.size()));
  }
}

void LogReader::finish(Instant at) {
  if (state_->held.size() > state_->scanned) state_->feed("\n", at);
  state_->epochs.finish(at);
}

MetricValues LogReader::metrics() const { return state_->metrics.values(); }

std::optional<double> LogReader::metric(const std::string& name) const {
  for (const auto& [known, value] : metrics()) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::optional<std::string> LogReader::not_a_number(const std::string& name) const {
  const auto last = state_->last(name);
  if (!last || std::isfinite(*last)) return std::nullopt;
  if (std::isnan(*last)) return "nan";
  return *last > 0 ? "inf" : "-inf";
}

const std::vector<Epoch>& LogReader::epochs() const { return state_->epochs.ended(); }

bool LogReader::epoch_seen() const { return state_->epochs.seen(); }

const std::optional<std::string>& LogReader::out_of_memory() const {
  return state_->memory_error.line();
}

std::vector<std::string> LogReader::last_lines(std::size_t count) const {
  std::deque<std::string> lines = state_->last_lines;
  const std::string open = plain_line(std::string_view(state_->held).substr(state_->scanned));
  if (!open.empty()) lines.push_back(open);
  const std::size_t skipped = lines.size() - std::min(lines.size(), count);
  return {lines.begin() + static_cast<std::ptrdiff_t>(skipped), lines.end()};
}

}  // namespace mutlua
