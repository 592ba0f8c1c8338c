// SPDX-License-Identifier: MIT
#include "training/literal_filter.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace mutlua {
namespace {

constexpr std::size_t kWide = 16;
constexpr std::size_t kFirstStretch = 2 << 10;
using Bytes = std::uint8_t __attribute__((vector_size(kWide)));  // GCC and Clang, any processor
using Words = std::uint64_t __attribute__((vector_size(kWide)));
static_assert(std::endian::native == std::endian::little, "confirmed() counts bytes from below");

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/// 0x20 for a letter: OR-ed with it, both cases become the lower one.
std::uint8_t case_bit(char lower) { return is_letter(lower) ? 0x20 : 0; }

bool equal(const char* text, const std::string& literal) {
  for (std::size_t i = 0; i < literal.size(); ++i) {
    if ((text[i] | case_bit(literal[i])) != literal[i]) return false;
  }
  return true;
}

Bytes load(const char* text) {
  Bytes bytes;
  std::memcpy(&bytes, text, sizeof bytes);
  return bytes;
}

/// Where the literal may begin, judged by its first and last character, sixteen places at once.
class Ends {
 public:
  explicit Ends(const std::string& literal)
      : first_(Bytes{} + static_cast<std::uint8_t>(literal.front())),
        last_(Bytes{} + static_cast<std::uint8_t>(literal.back())),
        first_case_(Bytes{} + case_bit(literal.front())),
        last_case_(Bytes{} + case_bit(literal.back())),
        reach_(literal.size() - 1) {}

  /// 0xFF in the place of each of the sixteen bytes that may be a beginning.
  Words candidates(const char* text) const {
    return reinterpret_cast<Words>(((load(text) | first_case_) == first_) &
                                   ((load(text + reach_) | last_case_) == last_));
  }

 private:
  Bytes first_, last_, first_case_, last_case_;
  std::size_t reach_;
};

/// The first of the candidates in eight bytes at which the literal stands.
std::size_t confirmed(std::string_view text, std::size_t at, std::uint64_t candidates,
                      const std::string& literal) {
  while (candidates != 0) {
    const auto byte = static_cast<std::size_t>(std::countr_zero(candidates)) / 8;
    if (equal(text.data() + at + byte, literal)) return at + byte;
    candidates &= ~(std::uint64_t{0xFF} << (byte * 8));
  }
  return LiteralFilter::kNowhere;
}

/// Of the literals that begin at or behind `from` and before `starts`.
std::size_t find_anywhere(std::string_view text, std::size_t from, std::size_t starts,
                          const std::string& literal) {
  const Ends ends(literal);
  for (; from + kWide <= starts; from += kWide) {
    const Words candidates = ends.candidates(text.data() + from);
    if ((candidates[0] | candidates[1]) == 0) continue;
    for (std::size_t half = 0; half < 2; ++half) {
      const std::size_t found = confirmed(text, from + half * 8, candidates[half], literal);
      if (found != LiteralFilter::kNowhere) return found;
    }
  }
  for (; from < starts; ++from) {
    if (equal(text.data() + from, literal)) return from;
  }
  return LiteralFilter::kNowhere;
}

#ifdef __x86_64__
/// The same, thirty-two places at once; twice as fast where the processor can.
[[gnu::target("avx2")]] std::size_t find_with_avx2(std::string_view text, std::size_t from,
                                                   std::size_t starts, const std::string& literal) {
  const __m256i first = _mm256_set1_epi8(literal.front());
  const __m256i last = _mm256_set1_epi8(literal.back());
  const __m256i first_case = _mm256_set1_epi8(static_cast<char>(case_bit(literal.front())));
  const __m256i last_case = _mm256_set1_epi8(static_cast<char>(case_bit(literal.back())));
  for (; from + 32 <= starts; from += 32) {
    const char* here = text.data() + from;
    const auto begin = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(here));
    const auto end =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(here + literal.size() - 1));
    const __m256i both = _mm256_and_si256(_mm256_cmpeq_epi8(begin | first_case, first),
                                          _mm256_cmpeq_epi8(end | last_case, last));
    for (auto mask = static_cast<unsigned>(_mm256_movemask_epi8(both)); mask != 0;
         mask &= mask - 1) {
      const auto place = static_cast<std::size_t>(std::countr_zero(mask));
      if (equal(here + place, literal)) return from + place;
    }
  }
  return find_anywhere(text, from, starts, literal);
}
#endif

std::size_t find_one(std::string_view text, std::size_t from, const std::string& literal) {
  if (text.size() < literal.size()) return LiteralFilter::kNowhere;
  const std::size_t starts = text.size() - literal.size() + 1;  // where it may begin: below this
#ifdef __x86_64__
  static const bool avx2 = __builtin_cpu_supports("avx2") != 0;
  if (avx2) return find_with_avx2(text, from, starts, literal);
#endif
  return find_anywhere(text, from, starts, literal);
}

}  // namespace

/// Stretch by stretch: else each literal that is rare would be searched for to the end of the text
/// at every find of one that is frequent.
std::size_t LiteralFilter::find(std::string_view text, std::size_t from) const {
  std::size_t stretch = literals_.size() == 1 ? text.size() : kFirstStretch;
  for (; from < text.size(); from += stretch, stretch *= 4) {
    const std::size_t first = find_before(text, from, std::min(text.size() - from, stretch) + from);
    if (first != kNowhere) return first;
  }
  return kNowhere;
}

/// Of those that begin at or behind `from` and before `end`.
std::size_t LiteralFilter::find_before(std::string_view text, std::size_t from,
                                       std::size_t end) const {
  std::size_t first = kNowhere;
  for (const std::string& literal : literals_) {
    const std::size_t enough = std::min(first, end) + literal.size() - 1;
    first = std::min(first, find_one(text.substr(0, enough), from, literal));
  }
  return first;
}

}  // namespace mutlua
