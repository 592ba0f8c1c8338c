// SPDX-License-Identifier: MIT
#include "analysis/student.h"

#include <boost/math/distributions/students_t.hpp>

namespace mutlua {

double student_quantile(double probability, double freedom) {
  return boost::math::quantile(boost::math::students_t(freedom), probability);
}

}  // namespace mutlua
