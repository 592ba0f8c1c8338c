// SPDX-License-Identifier: MIT
#include "training/log_reader.h"

#include <random>
#include <string>

#include "support.h"

namespace mutlua {
namespace {

using test::at;
using test::read_whole;
using test::reading;

const Metric kAccuracy{"accuracy", "accuracy[:\\s]+([0-9.]+)"};
const Metric kLoss{"loss", "loss[:\\s]+([0-9.]+)"};

TEST(LogReader, LastMatchWins) {
  const LogReader reader =
      read_whole(reading({kAccuracy}), "Accuracy: 91\nx\naccuracy: 95.5%\ny\n");
  EXPECT_EQ(reader.metric("accuracy"), 95.5);
  EXPECT_EQ(reader.metric("loss"), std::nullopt);
}

TEST(LogReader, KeepsTheLastThatIsANumber) {
  const LogReader reader =
      read_whole(reading({{"a", "acc (\\S+)"}}), "acc 0.5\nacc -\nacc 1.2.3\n");
  EXPECT_EQ(reader.metric("a"), 0.5);
}

TEST(LogReader, ForgetsAValueThatNanOrInfFollows) {
  for (const auto& [text, name] :
       {std::pair("nan", "nan"), std::pair("NaN%", "nan"), std::pair("-nan", "nan"),
        std::pair("Inf,", "inf"), std::pair("-inf", "-inf"), std::pair("Infinity", "inf")}) {
    const std::string log = std::string("accuracy: 0.9\naccuracy: ") + text + "\n";
    for (const Metric& metric : {Metric{"accuracy", "accuracy: (\\S+)"}, kAccuracy,
                                 Metric{"accuracy", "accuracy: ([-+]?\\d+\\.?\\d*)%?"}}) {
      const LogReader reader = read_whole(reading({metric}), log);
      EXPECT_EQ(reader.metric("accuracy"), std::nullopt) << text << " by " << metric.pattern;
      EXPECT_EQ(reader.not_a_number("accuracy"), name) << metric.pattern;
    }
  }
}

TEST(LogReader, TakesTheNumberThatFollowsNan) {
  const LogReader reader = read_whole(reading({kAccuracy}), "accuracy: nan\naccuracy: 0.5\n");
  EXPECT_EQ(reader.metric("accuracy"), 0.5);
  EXPECT_EQ(reader.not_a_number("accuracy"), std::nullopt);
}

TEST(LogReader, TakesNoOtherWordForNan) {
  const LogReader reader =
      read_whole(reading({kAccuracy, {"word", "word (\\S+)"}}),
                 "accuracy: 0.5\naccuracy: info\naccuracy: nano\nword 2\nword information\n");
  EXPECT_EQ(reader.metric("accuracy"), 0.5);
  EXPECT_EQ(reader.metric("word"), 2);
}

TEST(LogReader, LeavesNanOutOfItsEpochOnly) {
  const LogReader reader =
      read_whole(reading({kAccuracy}, "^epoch ([0-9]+)"),
                 "accuracy: 0.5\nepoch 1\naccuracy: 0.6\naccuracy: nan\nepoch 2\n");
  ASSERT_EQ(reader.epochs().size(), 2u);
  EXPECT_EQ(reader.epochs()[0].metrics, (MetricValues{{"accuracy", 0.5}}));
  EXPECT_TRUE(reader.epochs()[1].metrics.empty());
}

TEST(LogReader, ListsMetricsInCatalogueOrder) {
  const LogReader reader = read_whole(reading({kAccuracy, kLoss}), "loss 1\naccuracy 2\n");
  EXPECT_EQ(reader.metrics(), (MetricValues{{"accuracy", 2}, {"loss", 1}}));
}

TEST(LogReader, ReadsALastLineWithoutAnEnd) {
  LogReader reader(reading({kAccuracy}));
  reader.feed("accuracy: 0.7", at(1));
  EXPECT_EQ(reader.metric("accuracy"), std::nullopt);
  reader.finish(at(2));
  EXPECT_EQ(reader.metric("accuracy"), 0.7);
}

TEST(LogReader, ReadsOverACarriageReturn) {
  const LogReader reader =
      read_whole(reading({kAccuracy}), "10%\raccuracy: 3\r100%\raccuracy: 4\r");
  EXPECT_EQ(reader.metric("accuracy"), 4);
}

TEST(LogReader, JoinsANumberToTheLineAboveThatNamesIt) {
  LogReader reader(reading({kAccuracy}));
  reader.feed("accuracy:\n", at(1));
  reader.feed("0.25\n", at(2));
  EXPECT_EQ(reader.metric("accuracy"), 0.25);
}

TEST(LogReader, LetsAMatchGrowWithTheLog) {
  LogReader reader(reading({{"a", "accuracy[:\\s]*([0-9.]*)"}}));
  reader.feed("accuracy:\n", at(1));
  reader.feed("0.25\n", at(2));
  EXPECT_EQ(reader.metric("a"), 0.25);
}

TEST(LogReader, EndsEpochsAtTheirMarks) {
  LogReader reader(reading({kLoss}, "^end of epoch ([0-9]+)"));
  reader.feed("loss 3\nend of epoch 1 loss 2\n", at(10));
  reader.feed("loss 1.5\n", at(15));
  reader.feed("end of epoch 2\nloss 9\n", at(20));
  reader.finish(at(30));
  ASSERT_EQ(reader.epochs().size(), 2u);
  const Epoch& first = reader.epochs()[0];
  EXPECT_EQ(first.index, 1);
  EXPECT_EQ(first.began, std::nullopt);
  EXPECT_EQ(first.at, at(10));
  EXPECT_EQ(first.metrics, (MetricValues{{"loss", 2}}));
  const Epoch& second = reader.epochs()[1];
  EXPECT_EQ(second.began, at(10));
  EXPECT_EQ(second.at, at(20));
  EXPECT_EQ(second.metrics, (MetricValues{{"loss", 1.5}}));
}

TEST(LogReader, BeginsEpochsAtTheirMarks) {
  LogReader reader(reading({kLoss}, "^epoch: \\[([0-9]+)\\]", true));
  reader.feed("loss 9\n", at(5));
  EXPECT_FALSE(reader.epoch_seen());
  reader.feed("Epoch: [0] loss 3\nEpoch: [0] loss 2\n", at(10));
  EXPECT_TRUE(reader.epoch_seen());
  EXPECT_TRUE(reader.epochs().empty());
  reader.feed("Epoch: [1] loss 1\n", at(20));
  reader.finish(at(30));
  ASSERT_EQ(reader.epochs().size(), 2u);
  const Epoch& first = reader.epochs()[0];
  EXPECT_EQ(first.index, 0);
  EXPECT_EQ(first.began, at(10));
  EXPECT_EQ(first.at, at(20));
  EXPECT_EQ(first.metrics, (MetricValues{{"loss", 2}}));
  EXPECT_FALSE(first.ended_by_log);
  EXPECT_EQ(reader.epochs()[1].at, at(30));
  EXPECT_TRUE(reader.epochs()[1].ended_by_log);
}

TEST(LogReader, CountsEpochsWhosePatternHasNoGroup) {
  LogReader reader(reading({}, "^epoch done"));
  for (int i = 0; i < 6; ++i) reader.feed("epoch done\nx\n", at(i));
  reader.finish(at(9));
  ASSERT_EQ(reader.epochs().size(), 6u);
  EXPECT_EQ(reader.epochs()[5].index, 6);
}

TEST(LogReader, CountsAMatchOfFourLinesOnce) {
  LogReader reader(reading({}, "^x\\nx\\nx\\nx\\n"));
  for (int i = 0; i < 11; ++i) reader.feed("x\n", at(i));
  reader.finish(at(20));
  EXPECT_EQ(reader.epochs().size(), 2u);
}

TEST(LogReader, TakesOnlyWholeNumbersForEpochs) {
  const LogReader reader =
      read_whole(reading({}, "'epoch': ([0-9.]+)"),
                 "{'epoch': 0.5}\n{'epoch': 1.0}\n{'epoch': 1.5}\n{'epoch': 2.0}\n");
  ASSERT_EQ(reader.epochs().size(), 2u);
  EXPECT_EQ(reader.epochs()[1].index, 2);
}

TEST(LogReader, RemembersTheLineOfAMemoryError) {
  const LogReader reader = read_whole(
      reading({}),
      "start\n\x1b[31mtorch.OutOfMemoryError: CUDA out of memory. Tried\x1b[0m\nMemoryError\n");
  EXPECT_EQ(reader.out_of_memory(), "torch.OutOfMemoryError: CUDA out of memory. Tried");
}

TEST(LogReader, KnowsTheWordsForLackOfMemory) {
  for (const char* line :
       {"RuntimeError: CUDA error: out of memory", "CUBLAS_STATUS_ALLOC_FAILED when calling",
        "RESOURCE_EXHAUSTED: Out of memory while trying to allocate 12 bytes", "MemoryError",
        "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried",
        "terminate called after throwing an instance of 'std::bad_alloc'"}) {
    EXPECT_TRUE(read_whole(reading({}), std::string(line) + "\n").out_of_memory()) << line;
  }
  EXPECT_FALSE(read_whole(reading({}), "guard against out of memory: on\n").out_of_memory());
}

TEST(LogReader, ShowsTheLastLinesWithoutColours) {
  LogReader reader(reading({}));
  reader.feed("one\n\n\x1b[0;34m[INFO]\x1b[0m two\n   \nthr", at(1));
  EXPECT_EQ(reader.last_lines(2), (std::vector<std::string>{"[INFO] two", "thr"}));
  EXPECT_EQ(reader.last_lines(9).size(), 3u);
}

TEST(LogReader, StaysSmallOnALogWithoutLineEnds) {
  LogReader reader(reading({kAccuracy}));
  for (int i = 0; i < 200; ++i) reader.feed(std::string(100'000, 'x'), at(i));
  reader.feed("\naccuracy 5\n", at(200));
  EXPECT_EQ(reader.metric("accuracy"), 5);
  EXPECT_LE(reader.last_lines(1).front().size(), 500u);
}

TEST(LogReader, RefusesABadPattern) { EXPECT_THROW(LogReader(reading({{"a", "("}})), Error); }

struct Told {
  MetricValues metrics;
  std::vector<std::pair<std::int64_t, MetricValues>> epochs;
  bool operator==(const Told&) const = default;
};

Told told(const LogReader& reader) {
  Told result{reader.metrics(), {}};
  for (const Epoch& epoch : reader.epochs()) result.epochs.emplace_back(epoch.index, epoch.metrics);
  return result;
}

LogReader read_in_pieces(const Model& model, const std::string& log, std::mt19937& random,
                         std::size_t longest) {
  LogReader reader(model);
  for (std::size_t i = 0; i < log.size();) {
    const std::size_t size = 1 + random() % longest;
    reader.feed(std::string_view(log).substr(i, size), at(static_cast<double>(i)));
    i += size;
  }
  reader.finish(at(1e6));
  return reader;
}

std::string random_log(std::mt19937& random, int words) {
  static const char* const kWords[] = {"accuracy: 0.9\n",
                                       "accuracy\n",
                                       "loss 1.5e-05 ",
                                       "\n",
                                       "\r",
                                       "\r\n",
                                       "0.5\n",
                                       "epoch 1\n",
                                       "epoch 2 done ",
                                       "epoch ",
                                       "3\n",
                                       "准确率:",
                                       " ",
                                       "-",
                                       "nan\n",
                                       "accuracy: nan\n",
                                       "INFO loss: -inf",
                                       "\xff",
                                       "\xe5\x87",
                                       "loss:\n\n",
                                       "7.",
                                       "filler ",
                                       "Epoch 4: loss 2\n"};
  std::string log;
  for (int i = 0; i < words; ++i) log += kWords[random() % std::size(kWords)];
  return log;
}

TEST(LogReader, TellsTheSameHoweverTheLogIsCut) {
  std::mt19937 random(42);
  const std::vector<Metric> metrics{
      kAccuracy, kLoss, {"cn", "(?:准确率|quality)[:\\s()]+([0-9.]+)"}, {"any", "([0-9.]+)$"}};
  for (const bool at_start : {false, true}) {
    const Model model = reading(metrics, "epoch[:\\s]+([0-9]+)", at_start);
    for (int round = 0; round < 120; ++round) {
      const std::string log = random_log(random, 80);
      const Told whole = told(read_whole(model, log));
      ASSERT_EQ(told(read_in_pieces(model, log, random, 1)), whole) << log;
      ASSERT_EQ(told(read_in_pieces(model, log, random, 40)), whole) << log;
    }
  }
}

TEST(LogReader, TellsTheSameOfALongLog) {
  std::mt19937 random(5);
  const Model model = reading({kAccuracy, kLoss}, "epoch[:\\s]+([0-9]+)");
  const std::string log = random_log(random, 20'000);
  const Told whole = told(read_whole(model, log));
  EXPECT_GT(whole.epochs.size(), 500u);
  EXPECT_EQ(told(read_in_pieces(model, log, random, 100'000)), whole);
  EXPECT_EQ(told(read_in_pieces(model, log, random, 50)), whole);
}

}  // namespace
}  // namespace mutlua
