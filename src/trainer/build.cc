// SPDX-License-Identifier: MIT
#include "trainer/build.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>

#include "trainer/convolution.h"
#include "trainer/dense.h"
#include "trainer/dropout.h"
#include "trainer/failure.h"
#include "trainer/forward_forward.h"
#include "trainer/layered_network.h"
#include "trainer/long_short_term.h"
#include "trainer/max_pool.h"
#include "trainer/recurrent.h"
#include "trainer/relu.h"
#include "trainer/residual.h"
#include "trainer/siamese_network.h"

namespace mutlua {

namespace {

constexpr int kMostChannels = 4096;
constexpr int kMostUnits = 1024;
constexpr int kMostBlocks = 1000;

/// "conv:8" in two: the kind, and the number or 0 if there is none.
struct Word {
  std::string text;
  std::string kind;
  int number = 0;

  explicit Word(const std::string& whole) : text(whole), kind(whole.substr(0, whole.find(':'))) {
    if (kind.size() == text.size()) return;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + kind.size() + 1, end, number);
    if (read.ec != std::errc{} || read.ptr != end || number < 1) refuse("needs a whole number");
  }

  int number_up_to(int most) const {
    if (number < 1) refuse("needs a number, such as " + kind + ":8");
    if (number > most) refuse("is too large, at most " + std::to_string(most));
    return number;
  }

  [[noreturn]] void refuse(const std::string& why) const {
    throw UsageError("--network: '" + text + "' " + why);
  }
};

std::vector<Word> read_words(const std::string& text) {
  std::vector<Word> words;
  std::istringstream stream(text);
  for (std::string word; std::getline(stream, word, ',');) words.emplace_back(word);
  return words;
}

/// The layers so far, and what comes out of them.
class Stack {
 public:
  Stack(float dropout, Random& random) : dropout_(dropout), random_(random) {}

  void add(const Word& word) {
    if (word.kind == "conv") {
      push(std::make_unique<Convolution>(shape_, word.number_up_to(kMostChannels), random_));
      push(std::make_unique<Relu>(shape_));
    } else if (word.kind == "dense") {
      push(std::make_unique<Dense>(shape_.size(), word.number_up_to(kMostChannels), random_));
      push(std::make_unique<Relu>(shape_));
    } else if (word.kind == "residual") {
      for (int left = word.number_up_to(kMostBlocks); left > 0; --left) {
        push(std::make_unique<Residual>(shape_.size(), random_));
      }
    } else if (word.kind == "rnn") {
      push(std::make_unique<Recurrent>(shape_, word.number_up_to(kMostUnits), random_));
    } else if (word.kind == "lstm") {
      push(std::make_unique<LongShortTerm>(shape_, word.number_up_to(kMostUnits), random_));
    } else if (word.text == "pool") {
      if (shape_.side % 2 != 0) word.refuse("needs an even side, here it is 1");
      push(std::make_unique<MaxPool>(shape_));
    } else if (word.text == "dropout") {
      push(std::make_unique<Dropout>(shape_, dropout_));
    } else if (word.kind == "place" || word.kind == "goodness") {
      word.refuse("does not go with the other words; `mutlua-train --help` explains it");
    } else {
      word.refuse("is neither a network nor a layer; `mutlua-train --help` lists them");
    }
  }

  /// The layers, and a last one of weighted sums.
  Layers finish(int outputs) {
    push(std::make_unique<Dense>(shape_.size(), outputs, random_));
    return std::move(layers_);
  }

 private:
  void push(std::unique_ptr<Layer> layer) {
    shape_ = layer->output();
    layers_.push_back(std::move(layer));
  }

  float dropout_;
  Random& random_;
  Shape shape_{1, kSide};
  Layers layers_;
};

bool all_are(const std::string& kind, const std::vector<Word>& words) {
  return std::ranges::all_of(words, [&](const Word& word) { return word.kind == kind; });
}

std::unique_ptr<Network> forward_forward(const std::vector<Word>& words, Random& random) {
  std::vector<int> widths;
  for (const Word& word : words) widths.push_back(word.number_up_to(kMostChannels));
  return std::make_unique<ForwardForward>(widths, random);
}

}  // namespace

std::unique_ptr<Network> build_network(const std::string& text, float dropout, Random& random) {
  std::vector<Word> words = read_words(text);
  if (words.empty()) throw UsageError("--network: no layers");
  if (all_are("goodness", words)) return forward_forward(words, random);
  std::optional<int> place;
  if (words.back().kind == "place") {
    place = words.back().number_up_to(kMostUnits);
    words.pop_back();
  }
  Stack stack(dropout, random);
  for (const Word& word : words) stack.add(word);
  if (place) return std::make_unique<SiameseNetwork>(stack.finish(*place));
  return std::make_unique<LayeredNetwork>(stack.finish(kClasses));
}

bool has_dropout(const std::string& words) {
  for (const Word& word : read_words(words)) {
    if (word.text == "dropout") return true;
  }
  return false;
}

}  // namespace mutlua
