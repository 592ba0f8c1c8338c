// SPDX-License-Identifier: MIT
#include "energy/gpu_name.h"

#include <gtest/gtest.h>

#include <random>

namespace mutlua {
namespace {

TEST(PciAddress, IsReadInEveryUsualForm) {
  const PciAddress five{0, 5, 0, 0};
  EXPECT_EQ(parse_pci_address("00000000:05:00.0"), five);
  EXPECT_EQ(parse_pci_address("0000:05:00.0"), five);
  EXPECT_EQ(parse_pci_address("05:00.0"), five);
  EXPECT_EQ(parse_pci_address("05:00"), five);
  EXPECT_EQ(parse_pci_address("5:0"), five);
  EXPECT_EQ(parse_pci_address("0001A000:C1:1f.7"), (PciAddress{0x1A000, 0xC1, 0x1F, 7}));
}

TEST(PciAddress, IsNotReadFromAnythingElse) {
  for (const char* text : {"",
                           ":",
                           "::",
                           "05",
                           "05:",
                           ":00.0",
                           "05:00.",
                           "05:00.8",
                           "05:20.0",
                           "g5:00.0",
                           "05:00.0 ",
                           " 05:00.0",
                           "+5:00.0",
                           "-1:00.0",
                           "0x5:00.0",
                           "100:00.0",
                           "000000000:05:00.0",
                           "0:0:05:00.0",
                           "05:00.0.0",
                           "GPU-8f6d",
                           "05:00.00"}) {
    EXPECT_EQ(parse_pci_address(text), std::nullopt) << text;
  }
}

TEST(UuidPrefix, NeedsADigitAfterGpu) {
  EXPECT_TRUE(is_uuid_prefix("GPU-8"));
  EXPECT_TRUE(is_uuid_prefix("GPU-8F6D0001-1111-2222-3333-444444444444"));
  for (const char* text : {"", "GPU", "GPU-", "GPU--", "GPU-x", "gpu-8f", "8f6d", "MIG-8f6d",
                           "MIG-GPU-8f6d", "GPU-8f6d0001-1111-2222-3333-4444444444445"}) {
    EXPECT_FALSE(is_uuid_prefix(text)) << text;
  }
}

TEST(UuidPrefix, IsComparedWhateverTheCaseOfItsDigits) {
  EXPECT_TRUE(has_uuid_prefix("GPU-8f6d0001", "GPU-8F6D"));
  EXPECT_FALSE(has_uuid_prefix("GPU-8f6d0001", "GPU-8f6e"));
  EXPECT_FALSE(has_uuid_prefix("GPU-8f", "GPU-8f6d"));
}

TEST(GpuName, SurvivesAnyText) {
  std::mt19937 random(20260101);
  const std::string letters = "0123456789abcdefABCDEF:.-GPUMI \n\xff";
  for (int round = 0; round < 20000; ++round) {
    std::string text(random() % 24, '\0');
    for (char& letter : text) letter = letters[random() % letters.size()];
    if (const auto address = parse_pci_address(text)) {
      EXPECT_LE(address->device, 31u) << text;
      EXPECT_LE(address->function, 7u) << text;
      EXPECT_LE(address->bus, 255u) << text;
      EXPECT_NE(text.find(':'), std::string::npos) << text;
    }
    if (is_uuid_prefix(text)) {
      EXPECT_TRUE(text.starts_with("GPU-")) << text;
    }
    EXPECT_TRUE(has_uuid_prefix(text + "8", text));
  }
}

}  // namespace
}  // namespace mutlua
