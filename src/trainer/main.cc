// SPDX-License-Identifier: MIT
#include <iostream>

#include "trainer/failure.h"
#include "trainer/options.h"
#include "trainer/training.h"

int main(int argc, char** argv) {
  try {
    const auto settings = mutlua::read_options(argc, argv);
    if (settings) mutlua::train(*settings, std::cout);
    return 0;
  } catch (const mutlua::UsageError& error) {
    std::cerr << "error: " << error.what() << std::endl;
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << std::endl;
    return 1;
  }
}
