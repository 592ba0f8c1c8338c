// SPDX-License-Identifier: MIT
#include "energy/rapl_text.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "support/allocations.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

const std::vector<std::string> kGarbage = {"",
                                           "\n",
                                           " ",
                                           "watts",
                                           "-5",
                                           "+5",
                                           "0x10",
                                           "1 2",
                                           "12\r\n",
                                           "12\n\n",
                                           " 12",
                                           "12 ",
                                           "99999999999999999999999",
                                           std::string(5000, '1'),
                                           std::string("1\0", 2)};

TEST(RaplText, ReadsWholeNumbersAndNothingElse) {
  EXPECT_EQ(sole_number("262143328850\n"), 262143328850u);
  EXPECT_EQ(sole_number("0"), 0u);
  EXPECT_EQ(sole_number("18446744073709551615\n"), UINT64_MAX);
  EXPECT_FALSE(sole_number("18446744073709551616\n"));
  for (const std::string& text : kGarbage) EXPECT_FALSE(sole_number(text)) << text;
}

TEST(RaplText, ReadsTheScaleOfAnEvent) {
  EXPECT_EQ(positive_number("2.3283064365386962890625e-10\n"), 0x1p-32);
  EXPECT_EQ(positive_number("1.0"), 1);
  for (const char* text : {"", "0", "-1", "inf", "nan", "1e999", "1.0\r\n", "1,5", "0.5 "})
    EXPECT_FALSE(positive_number(text)) << text;
}

TEST(RaplText, ReadsTheCodeOfAnEvent) {
  EXPECT_EQ(event_code("event=0x02\n"), 2u);
  EXPECT_EQ(event_code("event=0xff"), 255u);
  for (const char* text :
       {"", "event=", "event=0x", "event=2", "event=0x02,umask=0x1", "event=0x02\r\n",
        "config=0x02", "event=0x-2", "event=0xgg", "event=0x11111111111111111"})
    EXPECT_FALSE(event_code(text)) << text;
}

TEST(RaplText, ReadsListsOfCpus) {
  using Cpus = std::vector<int>;
  EXPECT_EQ(cpu_list("0\n"), Cpus({0}));
  EXPECT_EQ(cpu_list("0,64\n"), Cpus({0, 64}));
  EXPECT_EQ(cpu_list("0-1,64-66"), Cpus({0, 1, 64, 65, 66}));
  for (const char* text : {"", "\n", ",", "0,", ",0", "0,,1", "1-0", "0-", "-1", "0-1-2", "1,0",
                           "0,0", "0-2,2", "0-4294967295", "65536", "0,64\r\n", "0 64", "ff"})
    EXPECT_FALSE(cpu_list(text)) << text;
}

TEST(RaplText, ReadsZoneNumbersInHexadecimal) {
  const auto zone = zone_folder("intel-rapl:a:1f");
  ASSERT_TRUE(zone);
  EXPECT_EQ(zone->control, "intel-rapl");
  EXPECT_EQ(zone->ids, (std::vector<std::uint32_t>{10, 31}));
  for (const char* name :
       {"", ":", "intel-rapl", "intel-rapl:", "intel-rapl::0", ":0", "intel-rapl:g",
        "intel-rapl:0:", "intel-rapl:A", "intel-rapl:01", "intel-rapl:-1", "intel-rapl:100000000"})
    EXPECT_FALSE(zone_folder(name)) << name;
}

TEST(RaplText, ReadsTheNamesOfZones) {
  using Kind = RaplDomain::Kind;
  EXPECT_EQ(rapl_domain("package-1\n")->label(), "package-1");
  EXPECT_EQ(rapl_domain("package-1-die-0\n")->label(), "package-1-die-0");
  EXPECT_EQ(rapl_domain("dram\n")->kind, Kind::dram);
  EXPECT_EQ(rapl_domain("core")->kind, Kind::core);
  EXPECT_EQ(rapl_domain("uncore")->kind, Kind::uncore);
  EXPECT_EQ(rapl_domain("psys\n")->kind, Kind::psys);
  for (const char* text :
       {"", "package", "package-", "package-x", "package--1", "package-1-die", "package-1-die-",
        "package-1-core-0", "package-0\r\n", "dram-0", "DRAM", "psys ", "package-99999999999"})
    EXPECT_FALSE(rapl_domain(text)) << text;
}

TEST(RaplText, TellsTheKindOfTheFirstProcessor) {
  const CpuKind amd = cpu_kind("processor\t: 0\nvendor_id\t: AuthenticAMD\nflags\t\t: fpu sgx\n");
  EXPECT_TRUE(amd.amd && amd.sgx && !amd.virtualised);
  EXPECT_TRUE(cpu_kind("vendor_id\t: HygonGenuine\n").amd);
  const CpuKind guest = cpu_kind("vendor_id\t: GenuineIntel\nflags\t\t: sgx_lc hypervisor\n");
  EXPECT_TRUE(!guest.amd && !guest.sgx && guest.virtualised);
  EXPECT_FALSE(cpu_kind("flags\t: fpu\n\nflags\t: sgx\n").sgx);
}

TEST(RaplText, ReadsNoMoreOfAFileThanAsked) {
  const TempFolder folder;
  folder.write("long", std::string(10000, 'x'));
  EXPECT_EQ(kernel_file(folder / "long", 64)->size(), 64u);
  EXPECT_FALSE(kernel_file(folder / "missing"));
  EXPECT_FALSE(kernel_file(folder.path()));
}

TEST(RaplText, AllocatesNothingForWhatTheSamplerReads) {
  const AllocationCount count;
  EXPECT_TRUE(sole_number("262143328850\n").has_value());
  EXPECT_FALSE(sole_number("garbage").has_value());
  EXPECT_EQ(count.so_far(), 0);
  EXPECT_EQ(cpu_list("0,64")->size(), 2u);
  EXPECT_GT(count.so_far(), 0);  // the count does see what is allocated
}

/// A valid text with some bytes changed, added or taken away.
std::string damaged(std::string text, std::mt19937_64& random) {
  for (std::uint64_t i = random() % 4; i > 0; --i) {
    const std::size_t at = text.empty() ? 0 : random() % text.size();
    const char byte = random() % 2 ? "0123456789abcdef-,:x=.e\n\r "[random() % 26]
                                   : static_cast<char>(random() % 256);
    if (random() % 3 == 0) {
      text.insert(at, 1, byte);
    } else if (text.empty() || random() % 2 == 0) {
      text.resize(random() % (text.size() + 1));
    } else {
      text[at] = byte;
    }
  }
  return text;
}

TEST(RaplText, TakesDamagedTextOnlyWhereItStillMeansWhatItSays) {
  const std::vector<std::string> seeds = {"262143328850\n",
                                          "event=0x02\n",
                                          "0-1,64-66\n",
                                          "2.3283064365386962890625e-10\n",
                                          "intel-rapl:a:1f",
                                          "package-1-die-0\n",
                                          "vendor_id\t: AuthenticAMD\nflags\t: sgx\n"};
  std::mt19937_64 random(15);
  for (int i = 0; i < 50'000; ++i) {
    const std::string text = damaged(seeds[random() % seeds.size()], random);
    const std::string bare = text.ends_with('\n') ? text.substr(0, text.size() - 1) : text;
    if (sole_number(text)) {
      ASSERT_EQ(bare.find_first_not_of("0123456789"), std::string::npos) << text;
    }
    if (const auto cpus = cpu_list(text)) {
      ASSERT_TRUE(!cpus->empty() && std::is_sorted(cpus->begin(), cpus->end())) << text;
      ASSERT_LT(cpus->back(), 65536);
    }
    ASSERT_GT(positive_number(text).value_or(1), 0) << text;
    ASSERT_TRUE(!event_code(text) || text.starts_with("event=0x")) << text;
    const auto domain = rapl_domain(text);
    if (domain && domain->kind == RaplDomain::Kind::package) {
      ASSERT_EQ(bare.find_first_not_of("package-di0123456789"), std::string::npos) << text;
    }
    if (const auto zone = zone_folder(text)) {
      std::string printed = zone->control;
      for (const std::uint32_t id : zone->ids) printed += fmt::format(":{:x}", id);
      ASSERT_EQ(printed, text);
    }
    cpu_kind(text);
  }
}

}  // namespace
}  // namespace mutlua
