// SPDX-License-Identifier: MIT
#include "cli/extracted_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <future>

#include "base/error.h"
#include "base/files.h"
#include "training/verdict.h"

namespace mutlua {
namespace {

constexpr std::size_t kPiece = 2 << 20;   // large enough to be worth a thread
constexpr std::size_t kSmall = 64 << 10;  // not worth one

constexpr Instant kNoTime{};  // a log that is complete has none

[[noreturn]] void fail(const std::filesystem::path& log) {
  throw Error(ErrorKind::machine,
              fmt::format("cannot read the log {}: {}", log.string(), std::strerror(errno)));
}

/// The two readers share nothing but the bytes, so they read at the same time.
void feed(ExtractedLog& log, std::string_view piece) {
  const auto launch = piece.size() > kSmall ? std::launch::async : std::launch::deferred;
  std::future<void> own = std::async(launch, [&] { log.own.feed(piece, kNoTime); });
  log.old.feed(piece);
  own.get();
}

/// What in the log speaks of an error, if anything does.
std::optional<std::string> sign_of_error(const ExtractedLog& log) {
  if (log.own.out_of_memory()) return log.own.out_of_memory();
  return log.old.word_of_error();
}

Verdict judged(const ExtractedLog& log, int exit_status) {
  ExitFacts exit;
  exit.exit_code = exit_status;
  return judge(log.model, exit, log.own, {});
}

OwnVerdict by_log_alone(const ExtractedLog& log) {
  const Verdict verdict = judged(log, 0);
  if (verdict.status != TrainingStatus::completed) {
    return {false, "its exit status is not known; taken as 0: " + verdict.reason};
  }
  const char* metrics =
      log.model.metrics.empty() ? "its catalogue asks for no metric" : "the log has metrics";
  if (const auto sign = sign_of_error(log)) {
    return {std::nullopt,
            fmt::format("{}, but also '{}'; the exit status decides, and is not known (give it "
                        "with --exit-status)",
                        metrics, *sign)};
  }
  return {true, fmt::format("{}; the exit status is not known, and taken as 0", metrics)};
}

std::string why_verdicts_differ(const ExtractedLog& log, const OwnVerdict& own) {
  const auto word = log.old.verdict().success ? log.old.word_of_success() : log.old.word_of_error();
  const char* taken_for = log.old.verdict().success ? "success" : "a failure";
  const std::string by = word                        ? fmt::format("'{}' in the log", *word)
                         : log.old.verdict().success ? "a log without a word of error"
                                                     : "so short a log";
  return fmt::format(
      "the old tool took {} for {}, whatever the exit status; mutlua goes by exit status and "
      "metrics: {}",
      by, taken_for, own.reason);
}

const Metric& metric_of(const Model& model, const std::string& name) {
  for (const Metric& metric : model.metrics) {
    if (metric.name == name) return metric;
  }
  throw Error(ErrorKind::internal, "no metric " + name);
}

std::string why_metrics_differ(const ExtractedLog& log, const LegacyMetric& old) {
  if (!log.old.verdict().success) {
    return "the old tool kept no metric of a training that it took for failed";
  }
  if (const auto no_number = log.own.not_a_number(old.name)) {
    return fmt::format(
        "the last that the log says of it is {}; the old tool kept the number before it",
        *no_number);
  }
  if (old.captured && !old.value) {
    return fmt::format(
        "the last match is '{}', no number: the old tool then had none, mutlua takes what is a "
        "number of it, or the number before",
        *old.captured);
  }
  const std::string& pattern = metric_of(log.model, old.name).pattern;
  if (pattern.find_first_of("^$") != std::string::npos) {
    return "'^' and '$' stood at the beginning and end of the whole log, now of each line";
  }
  if (!old.captured || !log.own.metric(old.name)) {
    return "a match may extend over four lines of 64 KB, and blanks are ASCII; the old tool had no "
           "such limits";
  }
  return fmt::format(
      "the old tool took '{}' as the pattern captured it; mutlua also reads a sign and an exponent "
      "around it, and passes over what is no number",
      *old.captured);
}

}  // namespace

ExtractedLog read_log(const std::filesystem::path& log, const Model& model) {
  const Descriptor file(::open(log.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) fail(log);
  ExtractedLog result(model);
  std::string buffer(kPiece, '\0');
  for (;;) {
    const ssize_t count = ::read(file.number(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(log);
    if (count == 0) break;
    feed(result, std::string_view(buffer).substr(0, static_cast<std::size_t>(count)));
  }
  result.own.finish(kNoTime);
  result.old.finish();
  result.exit_status = result.old.exit_status();
  return result;
}

OwnVerdict own_verdict(const ExtractedLog& log) {
  if (!log.exit_status) return by_log_alone(log);
  const Verdict verdict = judged(log, *log.exit_status);
  if (verdict.status != TrainingStatus::completed) return {false, verdict.reason};
  return {true, log.model.metrics.empty() ? "exit status 0" : "exit status 0, with metrics"};
}

std::vector<LegacyMetric> kept_metrics(const ExtractedLog& log) {
  if (!log.old.verdict().success) return {};
  std::vector<LegacyMetric> kept;
  for (LegacyMetric& metric : log.old.metrics()) {
    if (metric.value) kept.push_back(std::move(metric));
  }
  return kept;
}

std::vector<RuleDifference> rule_differences(const ExtractedLog& log) {
  std::vector<RuleDifference> result;
  const OwnVerdict own = own_verdict(log);
  if (own.success != log.old.verdict().success) {
    result.push_back({"verdict", why_verdicts_differ(log, own)});
  }
  for (const LegacyMetric& old : log.old.metrics()) {
    const std::optional<double> kept = log.old.verdict().success ? old.value : std::nullopt;
    if (kept != log.own.metric(old.name)) {
      result.push_back({old.name, why_metrics_differ(log, old)});
    }
  }
  return result;
}

}  // namespace mutlua
