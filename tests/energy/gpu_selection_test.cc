// SPDX-License-Identifier: MIT
#include "energy/gpu_selection.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace mutlua {
namespace {

using Uuids = std::vector<std::string>;

GpuInfo gpu(int index, const std::string& uuid, const std::string& pci) {
  GpuInfo info;
  info.index = index;
  info.uuid = uuid;
  info.pci = pci;
  info.name = "NVIDIA H200";
  return info;
}

const std::string kFirst = "GPU-8f6d0001-1111-2222-3333-444444444444";
const std::string kSecond = "GPU-8f6e0002-1111-2222-3333-444444444444";
const std::string kThird = "GPU-aa000003-1111-2222-3333-444444444444";

std::vector<GpuInfo> three() {
  return {gpu(0, kFirst, "00000000:05:00.0"), gpu(1, kSecond, "00000000:C1:00.0"),
          gpu(2, kThird, "00000001:05:00.0")};
}

std::string refusal(const Json& wanted, const std::vector<GpuInfo>& present = three(),
                    const std::string& problem = "") {
  try {
    select_gpus(wanted, present, problem);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::script);
    return error.what();
  }
  return "accepted";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(GpuSelection, TakesNumbersAddressesAndBeginningsOfUuidsInTheOrderGiven) {
  EXPECT_EQ(select_gpus({2, "00000000:05:00.0", "GPU-8f6e"}, three()),
            (Uuids{kThird, kFirst, kSecond}));
}

TEST(GpuSelection, TakesAWholeNumberThatAScriptGivesAsAFloat) {
  EXPECT_EQ(select_gpus({1.0}, three()), Uuids{kSecond});
}

TEST(GpuSelection, TakesShortAddressesAndEitherCase) {
  EXPECT_EQ(select_gpus({"c1:00.0"}, three()), Uuids{kSecond});
  EXPECT_EQ(select_gpus({"GPU-8F6E0002-1111-2222-3333-444444444444"}, three()), Uuids{kSecond});
}

TEST(GpuSelection, DoesNotTakeAnAddressInAnotherDomain) {
  EXPECT_EQ(select_gpus({"0001:05:00.0"}, three()), Uuids{kThird});
  EXPECT_TRUE(has(refusal({"0002:05:00.0"}), "there is no GPU \"0002:05:00.0\""));
}

TEST(GpuSelection, GoesByTheDriversNumberAndNotByThePlaceInTheList) {
  EXPECT_EQ(select_gpus({2}, {gpu(2, kThird, "00000001:05:00.0")}), Uuids{kThird});
  EXPECT_TRUE(has(refusal({0}, {gpu(2, kThird, "00000001:05:00.0")}), "there is no GPU 0"));
}

TEST(GpuSelection, NamesWhatWasGivenAndWhatThereIs) {
  const std::string message = refusal({7});
  EXPECT_TRUE(has(message, "gpus: there is no GPU 7")) << message;
  EXPECT_TRUE(has(message, "1 = 00000000:C1:00.0 " + kSecond + " NVIDIA H200")) << message;
  EXPECT_TRUE(has(refusal({-1}), "there is no GPU -1"));
  EXPECT_TRUE(has(refusal({0.5}), "there is no GPU 0.5"));
  EXPECT_TRUE(has(refusal({"GPU-dead"}), "there is no GPU \"GPU-dead\""));
}

TEST(GpuSelection, RefusesABeginningOfSeveralUuids) {
  const std::string message = refusal({"GPU-8f6"});
  EXPECT_TRUE(has(message, "\"GPU-8f6\" is the beginning of several UUIDs")) << message;
  EXPECT_TRUE(has(message, kFirst) && has(message, kSecond)) << message;
  EXPECT_FALSE(has(message, kThird)) << message;
}

TEST(GpuSelection, RefusesOneGpuUnderTwoNames) {
  EXPECT_TRUE(has(refusal({1, "c1:00.0"}), "1 and \"c1:00.0\" are the same GPU: 1 = "));
}

// Parsing these as numbers, or stripping letters of "MIG-", is what other tools fail on.
TEST(GpuSelection, RefusesPartsOfGpusAndSaysWhatToNameInstead) {
  const std::string message = refusal({"MIG-GPU-8f6d0001-1111-2222-3333-444444444444/1/0"});
  EXPECT_TRUE(has(message, "is a part of a GPU")) << message;
  EXPECT_TRUE(has(message, kFirst)) << message;
}

TEST(GpuSelection, RefusesWhatIsNoName) {
  for (const Json& name : {Json("0"), Json("8f6d"), Json("GPU-"), Json("all"), Json(""), Json(true),
                           Json(nullptr), Json::array(), Json("\xff")}) {
    EXPECT_TRUE(has(refusal(Json::array({name})), "is not a GPU's number (0, without quotes)"));
  }
  EXPECT_TRUE(has(refusal(0), "0 is not a list of GPUs"));
}

TEST(GpuSelection, SaysWhyThereIsNone) {
  EXPECT_TRUE(has(refusal({0}, {}, "no NVIDIA driver here"),
                  "[0] cannot be had, for no GPU was found: no NVIDIA driver here"));
}

TEST(GpuSelection, OfNoneIsNone) { EXPECT_EQ(select_gpus(Json::array(), {}), Uuids{}); }

TEST(GpuEnvironment, NamesGpusByTheirWholeUuidSoThatNoOrdinalIsMistaken) {
  const auto environment = gpu_environment({kThird, kFirst});
  ASSERT_EQ(environment.size(), 2u);
  EXPECT_EQ(environment[0], std::pair(std::string("CUDA_DEVICE_ORDER"), std::string("PCI_BUS_ID")));
  EXPECT_EQ(environment[1], std::pair(std::string("CUDA_VISIBLE_DEVICES"), kThird + "," + kFirst));
  EXPECT_EQ(gpu_environment({})[1].second, "");
}

}  // namespace
}  // namespace mutlua
