// SPDX-License-Identifier: MIT
#include "energy/sampler.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "base/files.h"

namespace mutlua {

Sampler::Sampler(Clock& clock, std::vector<std::unique_ptr<EnergySource>> sources,
                 Unavailable unavailable, Options options)
    : clock_(clock),
      sources_(std::move(sources)),
      unavailable_(std::move(unavailable)),
      options_(options) {}

Sampler::~Sampler() {
  if (measuring_) finish();
}

bool Sampler::has_domains() const {
  return std::any_of(sources_.begin(), sources_.end(),
                     [](const auto& source) { return !source->domains().empty(); });
}

void Sampler::begin(const std::filesystem::path& folder) {
  domains_.clear();
  marks_.clear();
  for (const auto& source : sources_) {
    for (const DomainInfo& info : source->domains()) {
      domains_.push_back({.info = info, .sum = CounterSum(info, options_.most_power)});
    }
  }
  readings_.resize(domains_.size());
  if (!folder.empty() && !domains_.empty()) start_trace(folder);
  begin_ = clock_.now();
  read_all();
  measuring_ = true;
  if (options_.threaded && !domains_.empty())
    thread_ = std::thread([this] { sample_until_closed(); });
}

EnergyMark Sampler::mark(const std::string& label) {
  const std::lock_guard lock(mutex_);
  const EnergyMark mark{.at = clock_.now(), .cpu = cpu_so_far()};
  if (label.empty()) return mark;
  marks_.push_back({.label = label, .at = mark.at, .cpu = mark.cpu});
  return mark;
}

std::optional<Joules> Sampler::cpu_so_far() {
  if (domains_.empty() || !unavailable_.cpu.empty()) return std::nullopt;
  read_all();
  Joules sum;
  for (const Domain& domain : domains_) {
    const auto joules = domain.sum.joules();
    if (!joules || domain.sum.breaks() > 0) return std::nullopt;
    sum = sum + *joules;
  }
  return sum;
}

Window Sampler::finish() {
  stop_thread();
  read_all();
  Window window{.begin = begin_,
                .end = clock_.now(),
                .domains = {},
                .marks = marks_,
                .unavailable = unavailable_};
  for (const Domain& domain : domains_) {
    DomainEnergy energy{.info = domain.info,
                        .joules = domain.sum.joules(),
                        .reason = {},
                        .readings = domain.readings,
                        .errors = domain.sum.errors(),
                        .wraps = domain.sum.wraps()};
    if (!energy.joules) energy.reason = "the counter could not be read";
    if (domain.sum.breaks() > 0)
      energy.reason = "the counter was reset or jumped during the window";
    if (domain.sum.ambiguous())
      energy.reason = "the counter may have wrapped more than once unseen";
    if (!energy.reason.empty()) energy.joules.reset();
    window.domains.push_back(std::move(energy));
  }
  if (trace_ != nullptr) std::fclose(std::exchange(trace_, nullptr));
  return window;
}

void Sampler::sample_until_closed() {
  std::unique_lock lock(mutex_);
  const auto period = std::chrono::duration_cast<Nanoseconds>(options_.period);
  while (measuring_) {
    if (closing_.wait_for(lock, period, [this] { return !measuring_; })) return;
    read_all();
  }
}

void Sampler::read_all() noexcept {
  std::size_t next = 0;
  for (const auto& source : sources_) {
    const std::size_t count = source->domains().size();
    source->read(std::span(readings_).subspan(next, count));
    next += count;
  }
  for (std::size_t i = 0; i < domains_.size(); ++i) {
    domains_[i].sum.add(readings_[i]);
    if (readings_[i].error == 0) ++domains_[i].readings;
  }
  if (trace_ == nullptr || readings_.empty()) return;
  std::fprintf(trace_, "%" PRId64,
               static_cast<std::int64_t>(readings_.front().before.since_boot.count()));
  for (const Reading& reading : readings_) {
    if (reading.error == 0) {
      std::fprintf(trace_, ",%" PRIu64, reading.raw);
    } else {
      std::fputc(',', trace_);  // unknown is empty
    }
  }
  std::fputc('\n', trace_);
}

void Sampler::start_trace(const std::filesystem::path& folder) {
  Json sources = Json::array();
  std::string header = "t_ns";
  for (const Domain& domain : domains_) {
    header += "," + domain.info.id;
    sources.push_back(
        {{"id", domain.info.id},
         {"scope", domain.info.scope},
         {"kind", "counter"},
         {"joules_per_unit", domain.info.joules_per_unit},
         {"modulus", domain.info.modulus ? Json(*domain.info.modulus) : Json(nullptr)},
         {"update_period_seconds", domain.info.update_period.count()},
         {"evidence", domain.info.evidence}});
  }
  write_file(folder / "sources.json", pretty_text(sources));
  const std::filesystem::path path = folder / "trace.csv";
  trace_ = std::fopen(path.c_str(), "we");
  if (trace_ == nullptr) {
    throw Error(ErrorKind::machine,
                fmt::format("cannot write {}: {}", path.string(), std::strerror(errno)));
  }
  std::fprintf(trace_, "%s\n", header.c_str());
}

void Sampler::stop_thread() {
  {
    const std::lock_guard lock(mutex_);
    measuring_ = false;
  }
  closing_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace mutlua
