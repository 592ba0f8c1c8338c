// SPDX-License-Identifier: MIT
#include "cli/terminal.h"

#include <fmt/format.h>
#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "cli/text.h"

namespace mutlua {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

/// "test_accuracy 97.66": the first metric of an outcome.
std::string first_metric(const Json& result) {
  if (!result.contains("outcome")) return "";
  const Json& metrics = result.at("outcome").at("metrics");
  if (metrics.empty()) return "";
  return fmt::format("{} {}", printable(metrics.begin().key()),
                     number_text(metrics.begin().value()));
}

std::string counted(std::size_t n, const char* what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

std::string energy_text(const Json& result) {
  const Json& energy = result.at("energy");
  if (energy.contains("total_joules"))
    return fmt::format("{:.0f} J", energy.at("total_joules").get<double>());
  if (energy.contains("cpu_joules"))
    return fmt::format("CPU {:.1f} J", energy.at("cpu_joules").get<double>());
  return "";
}

}  // namespace

std::optional<int> columns_of(std::FILE* stream) {
  const std::string said = environment("COLUMNS");
  int columns = 0;
  const auto read = std::from_chars(said.data(), said.data() + said.size(), columns);
  if (read.ec == std::errc{} && columns > 0) return columns;
  winsize size{};
  const bool known = ::ioctl(::fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? std::optional<int>(size.ws_col) : std::nullopt;
}

TerminalStyle TerminalStyle::of(std::FILE* stream) {
  TerminalStyle style;
  const int descriptor = ::fileno(stream);
  const std::string term = environment("TERM");
  const std::string status = environment("MUTLUA_STATUS");
  const bool terminal = ::isatty(descriptor) == 1 && term != "dumb" && !term.empty();
  style.live = status == "live" || (terminal && status != "plain");
  const std::string force = environment("CLICOLOR_FORCE");
  const bool forced = !force.empty() && force != "0";
  style.colour = environment("NO_COLOR").empty() && (terminal || forced);
  style.utf8 = std::strcmp(::nl_langinfo(CODESET), "UTF-8") == 0;
  style.columns = columns_of(stream).value_or(style.columns);
  return style;
}

void Terminal::show(const ProgressEvent& event) {
  std::visit([this](const auto& what) { on(what); }, event);
}

void Terminal::on(const StudyBegun& study) {
  if (introduced_) return;
  introduced_ = true;
  if (verbosity_ == Verbosity::quiet) return;
  std::string text = paint("1", fmt::format("mutlua {}", MUTLUA_VERSION)) + dot() + "study " +
                     printable(study.study);
  if (!study.session.empty()) text += dot() + "continues " + printable(study.session.string());
  text += dot() + "catalogue " + printable(study.catalogue) + dot() +
          fmt::format("{} trials", study.trials);
  if (study.done > 0) text += fmt::format(", {} done before", study.done);
  if (study.simulated) text += dot() + paint("35", "SIMULATED: nothing is measured");
  line(text);
}

void Terminal::on(const TrialBegun& trial) {
  if (begun_ == 0 && trial.attempt == 1) first_began_ = clock_.now();
  trial_ = trial;
}

void Terminal::on(const Phase& phase) {
  phase_ = phase;
  if (verbosity_ == Verbosity::verbose && !style_.live) {
    line(fmt::format("{} {:03} {}", stamp(), trial_.number, printable(phase.name)));
  }
  draw({});
}

void Terminal::on(const Tick& tick) { draw(tick); }

void Terminal::on(const AttemptFailed& attempt) {
  if (verbosity_ == Verbosity::quiet) return;
  line(fmt::format("{} {} {}  attempt {} of {} failed: {}", stamp(),
                   paint("33", style_.utf8 ? "↻" : "retry"), trial_text(attempt.trial),
                   attempt.trial.attempt, attempt.trial.attempts, printable(attempt.reason)));
}

void Terminal::on(const TrialEnded& trial) {
  ++begun_;
  const bool valid = trial.result.at("valid").get<bool>();
  if (verbosity_ == Verbosity::quiet && valid) return;
  const std::string sign =
      valid ? paint("32", style_.utf8 ? "✓" : "ok  ") : paint("31", style_.utf8 ? "✗" : "FAIL");
  std::string text = fmt::format("{} {} {}  {:>7}", stamp(), sign, trial_text(trial.trial),
                                 duration_text(trial.duration));
  for (const std::string& part : {energy_text(trial.result), first_metric(trial.result)}) {
    if (!part.empty()) text += "  " + part;
  }
  if (!valid) text += "  " + paint("31", printable(trial.result.value("reason", "")));
  line(text);
}

void Terminal::on(const Warning& warning) {
  if (warning.note && verbosity_ == Verbosity::quiet) return;
  line((warning.note ? paint("36", "note: ") : paint("33", "warning: ")) +
       printable(warning.message));
}

void Terminal::on(const StudyEnded& study) {
  std::string text;
  if (study.trials == 0) {
    text = study.elsewhere > 0 ? "no trial is missing" : "there are no trials";
  } else if (study.reused == study.trials) {
    text = fmt::format("all {} trials were done before", study.trials);
  } else {
    text = fmt::format("{}: {} measured now", counted(study.trials, "trial"),
                       study.valid + study.invalid - study.reused);
    if (study.repeats > 0) text += fmt::format(", and {}", counted(study.repeats, "repeat"));
    if (study.reused > 0) text += fmt::format(", {} done before", study.reused);
  }
  if (study.elsewhere > 0) text += fmt::format(", {} of other sessions count", study.elsewhere);
  if (study.invalid > 0) {
    text += ", " + paint("31", fmt::format("{} of all failed or do not count", study.invalid)) +
            " (measure them again: --retry-failed)";
  }
  if (!study.session.empty()) text += dot() + printable((study.session / "summary.csv").string());
  line(text);
}

void Terminal::line(const std::string& text) {
  erase();
  std::fprintf(stream_, "%s\n", text.c_str());
  std::fflush(stream_);
}

void Terminal::erase() {
  if (drawn_) std::fputs("\r\x1b[K", stream_);
  if (drawn_) std::fflush(stream_);
  drawn_ = false;
}

void Terminal::draw(const Tick& tick) {
  if (!style_.live || verbosity_ == Verbosity::quiet) return;
  std::string text =
      paint("1", fmt::format("{} {}/{}", style_.utf8 ? "▶" : ">", trial_.position, trial_.trials)) +
      " " + trial_text(trial_) + dot() + printable(phase_.name);
  if (tick.in_phase >= Seconds(1)) text += " " + duration_text(tick.in_phase);
  if (phase_.expected && *phase_.expected >= Seconds(1))
    text += fmt::format(" of {}", duration_text(*phase_.expected));
  if (tick.epoch && phase_.name == "training") {
    text += dot() + fmt::format("epoch {}", *tick.epoch);
    if (tick.epochs) text += fmt::format("/{}", *tick.epochs);
  }
  if (begun_ > 0 && trial_.position > 0) {
    const Seconds each = (clock_.now() - first_began_) / static_cast<double>(begun_);
    const auto left = static_cast<double>(trial_.trials - trial_.position + 1);
    text += dot() + "about " + duration_text(each * left) + " left";
  }
  // Cutting may have lost the end of a colour.
  std::fprintf(stream_, "\r%s%s\x1b[K", cut(text, style_.columns - 1).c_str(),
               style_.colour ? "\x1b[0m" : "");
  std::fflush(stream_);
  drawn_ = true;
}

std::string Terminal::paint(const char* code, const std::string& text) const {
  return style_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
}

std::string Terminal::stamp() const {
  const std::time_t now =
      std::chrono::duration_cast<std::chrono::seconds>(clock_.wall_now().since_epoch).count();
  std::tm local{};
  ::localtime_r(&now, &local);
  return paint("2", fmt::format("{:02}:{:02}:{:02}", local.tm_hour, local.tm_min, local.tm_sec));
}

std::string Terminal::dot() const { return paint("2", style_.utf8 ? " · " : " | "); }

std::string Terminal::trial_text(const TrialBegun& trial) const {
  const auto padded = [](const std::string& text, int width) {
    return text +
           std::string(static_cast<std::size_t>(std::max(0, width - display_width(text))), ' ');
  };
  std::string text = fmt::format("{:03}  ", trial.number);
  if (!trial.block.empty()) text += printable(trial.block) + "  ";
  return text + padded(printable(trial.title), 28) + "  " + padded(printable(trial.label), 10);
}

}  // namespace mutlua
